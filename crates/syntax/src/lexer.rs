//! Text to tokens. Nothing is lost and nothing fails: text that is no token becomes an error token.

mod google_string;
mod number;
mod quoted;
mod scan;

use crate::SyntaxKind;
use crate::frontmatter::split_frontmatter;
use base::DialectKind;

/// Whose lexical rules hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lexis {
    /// The SQL of a warehouse.
    Sql(DialectKind),
    /// The Rocky DSL.
    Rocky,
}

/// A token. Words carry the kind of the keyword they could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: SyntaxKind,
    /// Its length in bytes.
    pub len: u32,
}

/// What is wrong with the spelling of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexError {
    /// The token's place among the tokens.
    pub token: u32,
    /// What is wrong and what to do.
    pub message: String,
    /// What to append to the token to mend it.
    pub append: Option<&'static str>,
}

/// The tokens of a text, in order and without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// The tokens, trivia included.
    pub tokens: Vec<Token>,
    /// Mistakes in their spelling.
    pub errors: Vec<LexError>,
}

/// The tokens of a text.
pub fn lex(text: &str, lexis: Lexis) -> Tokens {
    let mut tokens = Tokens::default();
    lex_into(text, lexis, &mut tokens);
    tokens
}

/// As [`lex`], into a buffer that keeps its memory.
pub fn lex_into(text: &str, lexis: Lexis, into: &mut Tokens) {
    into.tokens.clear();
    into.errors.clear();
    let start = match lexis {
        Lexis::Sql(_) => lex_frontmatter(text, into),
        Lexis::Rocky => 0,
    };
    scan::scan(&text[start..], lexis, into);
}

/// How many tokens logos alone finds, strings and comments not put together: what the benchmark holds the lexer against.
#[doc(hidden)]
pub fn raw_token_count(text: &str) -> usize {
    scan::raw_token_count(text)
}

/// The number of bytes that belong to the frontmatter.
fn lex_frontmatter(text: &str, into: &mut Tokens) -> usize {
    let Some(frontmatter) = split_frontmatter(text) else { return 0 };
    let open = usize::from(frontmatter.fence.start());
    into.push(SyntaxKind::WHITESPACE, open);
    let fence = usize::from(frontmatter.fence.len());
    if frontmatter.closed {
        into.push(SyntaxKind::FRONTMATTER_OPEN, fence);
        into.push(SyntaxKind::FRONTMATTER_TEXT, usize::from(frontmatter.toml.len()));
        into.push(SyntaxKind::FRONTMATTER_CLOSE, 3);
    } else {
        into.error("the frontmatter is not closed: add a line `---` behind the TOML", None);
        into.push(SyntaxKind::ERROR_TOKEN, fence);
    }
    usize::from(frontmatter.body_start)
}

impl Tokens {
    fn push(&mut self, kind: SyntaxKind, len: usize) {
        if len > 0 {
            self.tokens.push(Token { kind, len: u32::try_from(len).unwrap_or(u32::MAX) });
        }
    }

    /// Reports a mistake in the token that is pushed next.
    fn error(&mut self, message: impl Into<String>, append: Option<&'static str>) {
        let token = u32::try_from(self.tokens.len()).unwrap_or(u32::MAX);
        self.errors.push(LexError { token, message: message.into(), append });
    }
}

/// What a scanner found: the kind, the bytes beyond those already matched, and what is wrong with it.
struct Found {
    kind: SyntaxKind,
    more: usize,
    error: Option<(String, Option<&'static str>)>,
}

impl Found {
    fn new(kind: SyntaxKind, more: usize) -> Found {
        Found { kind, more, error: None }
    }

    fn wrong(kind: SyntaxKind, more: usize, message: impl Into<String>) -> Found {
        Found { kind, more, error: Some((message.into(), None)) }
    }
}
