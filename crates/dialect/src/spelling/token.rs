//! The tokens of a type's spelling.

use smol_str::SmolStr;

/// A token; quotes are resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Word(SmolStr),
    Quoted(SmolStr),
    Text(SmolStr),
    Number(SmolStr),
    Sign(char),
}

/// The tokens of `text`, or `None` where some character begins none.
pub(super) fn tokenize(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' | '`' | '\'' => {
                let (content, length) = quoted(rest, first)?;
                tokens.push(if first == '\'' { Token::Text(content) } else { Token::Quoted(content) });
                length
            }
            c if c.is_ascii_digit() => {
                let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                tokens.push(Token::Number(rest[..length].into()));
                length
            }
            c if c == '_' || c.is_alphabetic() => {
                let length =
                    rest.find(|c: char| !(c == '_' || c == '$' || c.is_alphanumeric())).unwrap_or(rest.len());
                tokens.push(Token::Word(rest[..length].into()));
                length
            }
            '(' | ')' | '<' | '>' | '[' | ']' | ',' | ':' | '.' | '-' => {
                tokens.push(Token::Sign(first));
                1
            }
            _ => return None,
        };
        rest = rest[length..].trim_start();
    }
    Some(tokens)
}

/// The content of a quoted token at the start of `text`, doubled quotes resolved, and its length with quotes.
fn quoted(text: &str, quote: char) -> Option<(SmolStr, usize)> {
    let mut content = String::new();
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((index, c)) = characters.next() {
        if c != quote {
            content.push(c);
        } else if characters.peek().is_some_and(|(_, next)| *next == quote) {
            characters.next();
            content.push(quote);
        } else {
            return Some((content.into(), index + 1));
        }
    }
    None
}
