//! The tokens around a cursor: what half-typed text says when its tree has a hole there.

use base::{SmolStr, TextSize};
use syntax::{SyntaxKind, SyntaxNode, SyntaxToken, TokenAtOffset};

/// How many tokens away from the cursor something is looked for: what stands further away than any statement that people
/// write is not looked at, so that a key costs the same in every file.
pub(crate) const FURTHEST: usize = 5_000;

/// The last token that begins before an offset, blanks and comments left out.
pub(crate) fn before(root: &SyntaxNode, offset: TextSize) -> Option<SyntaxToken> {
    let at = match root.token_at_offset(offset) {
        TokenAtOffset::None => root.last_token()?,
        TokenAtOffset::Single(token) => token,
        TokenAtOffset::Between(left, _) => left,
    };
    let is_before = at.text_range().start() < offset && !at.kind().is_trivia() && !at.text().is_empty();
    if is_before { Some(at) } else { previous(&at) }
}

/// The token before, blanks and comments left out.
pub(crate) fn previous(token: &SyntaxToken) -> Option<SyntaxToken> {
    std::iter::successors(token.prev_token(), SyntaxToken::prev_token).find(is_visible)
}

/// The token behind, blanks and comments left out.
pub(crate) fn next(token: &SyntaxToken) -> Option<SyntaxToken> {
    std::iter::successors(token.next_token(), SyntaxToken::next_token).find(is_visible)
}

fn is_visible(token: &SyntaxToken) -> bool {
    !token.kind().is_trivia() && !token.text().is_empty()
}

/// Whether a token is a name or a word of the language.
pub(crate) fn is_word(token: &SyntaxToken) -> bool {
    let kind = token.kind();
    kind == SyntaxKind::IDENT || kind == SyntaxKind::QUOTED_IDENT || kind.is_keyword()
}

/// A word in lower case; nothing for what is quoted or no word.
pub(crate) fn word(token: &SyntaxToken) -> String {
    match is_word(token) && token.kind() != SyntaxKind::QUOTED_IDENT {
        true => token.text().to_ascii_lowercase(),
        false => String::new(),
    }
}

/// A name without its quotes.
pub(crate) fn unquoted(text: &str) -> SmolStr {
    text.trim_matches(['"', '`']).into()
}

/// Whether a token is what follows a dot.
pub(crate) fn is_after_dot(token: &SyntaxToken) -> bool {
    previous(token).is_some_and(|it| it.kind() == SyntaxKind::DOT)
}

/// Whether an `AS` is that of a window which is named: `WINDOW v AS (…), w AS (`.
pub(crate) fn defines_window(word_as: &SyntaxToken) -> bool {
    let name = previous(word_as).filter(is_word);
    let mut depth = 0_u32;
    for token in std::iter::successors(name.and_then(|it| previous(&it)), previous).take(FURTHEST) {
        match token.kind() {
            kind if is_close(kind) => depth += 1,
            kind if is_open(kind) && depth == 0 => return false,
            kind if is_open(kind) => depth -= 1,
            _ if depth > 0 => {}
            SyntaxKind::COMMA | SyntaxKind::QUOTED_IDENT => {}
            kind => match &*word(&token) {
                "window" => return true,
                "as" => {}
                _ if kind == SyntaxKind::IDENT => {}
                _ => return false,
            },
        }
    }
    false
}

/// The tokens before a cursor that stand in the same brackets.
pub(crate) struct Level {
    /// The tokens, the nearest first. Of brackets that are closed again the last is there.
    pub(crate) tokens: Vec<SyntaxToken>,
    /// The bracket that is still open.
    pub(crate) open: Option<SyntaxToken>,
}

/// The tokens in the brackets that are open at a token, back from it.
pub(crate) fn level(first: &SyntaxToken) -> Level {
    let mut depth = 0_u32;
    let mut tokens = Vec::new();
    for token in std::iter::successors(Some(first.clone()), previous).take(FURTHEST) {
        match token.kind() {
            SyntaxKind::SEMICOLON => break,
            kind if is_open(kind) && depth == 0 => return Level { tokens, open: Some(token) },
            kind if is_open(kind) => depth -= 1,
            kind if is_close(kind) => {
                if depth == 0 {
                    tokens.push(token);
                }
                depth += 1;
            }
            _ if depth == 0 => tokens.push(token),
            _ => {}
        }
    }
    Level { tokens, open: None }
}

/// The bracket that a closing one belongs to.
pub(crate) fn matching(close: &SyntaxToken) -> Option<SyntaxToken> {
    level(&previous(close)?).open
}

/// Whether a token opens, or closes, something in brackets.
pub(crate) fn is_open(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::L_PAREN | SyntaxKind::L_BRACKET | SyntaxKind::L_BRACE)
}

/// See [`is_open`].
pub(crate) fn is_close(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::R_PAREN | SyntaxKind::R_BRACKET | SyntaxKind::R_BRACE)
}
