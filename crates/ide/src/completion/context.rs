//! What is being typed at the cursor, by the tokens before it.

use base::{SmolStr, TextRange, TextSize};
use syntax::{SyntaxKind, SyntaxNode, SyntaxToken};

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Context {
    /// The word that the cursor stands in or behind: what a proposal replaces.
    pub(crate) replace: TextRange,
    /// The names with a dot behind them before the word: `o` in `o.cu|`.
    pub(crate) qualifier: Vec<SmolStr>,
    /// What may stand there.
    pub(crate) expects: Expects,
}

/// What may stand at the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expects {
    /// The name of a relation.
    Relation,
    /// An expression.
    Expression,
    /// A column that both sides of a join have.
    JoinColumn,
    /// A new name, which nobody can propose.
    NewName,
    /// Nothing: within a string, a number or a comment.
    Nothing,
    /// The first word of a statement.
    Statement,
}

/// The context at `offset`.
pub(crate) fn context(root: &SyntaxNode, offset: TextSize) -> Context {
    let nothing = |range| Context { replace: range, qualifier: Vec::new(), expects: Expects::Nothing };
    let at = match root.token_at_offset(offset) {
        syntax::TokenAtOffset::None => None,
        syntax::TokenAtOffset::Single(token) => Some(token),
        syntax::TokenAtOffset::Between(left, right) => {
            Some(if is_word(&right) && !is_word(&left) { right } else { left })
        }
    };
    let Some(at) = at else {
        return Context { expects: Expects::Statement, ..nothing(TextRange::empty(offset)) };
    };
    let inside = at.text_range().start() < offset && offset < at.text_range().end();
    let behind = at.text_range().end() == offset;
    match at.kind() {
        SyntaxKind::STRING | SyntaxKind::NUMBER if inside || behind => return nothing(at.text_range()),
        kind if kind.is_trivia() && !at.text().trim().is_empty() && at.text_range().start() < offset => {
            return nothing(TextRange::empty(offset));
        }
        _ => {}
    }
    let typed = is_word(&at) && at.text_range().start() <= offset && offset <= at.text_range().end();
    let replace = if typed { at.text_range() } else { TextRange::empty(offset) };
    let mut before = match typed {
        true => previous(&at),
        false if at.kind().is_trivia() || at.text_range().start() >= offset => previous(&at),
        false => Some(at),
    };
    let mut qualifier = Vec::new();
    while let Some(dot) = before.clone().filter(|it| it.kind() == SyntaxKind::DOT) {
        let Some(name) = previous(&dot).filter(is_word) else { break };
        qualifier.insert(0, SmolStr::from(name.text().trim_matches(['"', '`'])));
        before = previous(&name);
    }
    Context { replace, qualifier, expects: expects(before) }
}

/// What may follow `token`: the nearest word that opens a clause decides, parentheses that are closed again left out.
fn expects(token: Option<SyntaxToken>) -> Expects {
    let Some(first) = token.clone() else { return Expects::Statement };
    if first.text().eq_ignore_ascii_case("as") {
        return Expects::NewName;
    }
    let mut depth = 0;
    let mut steps = 0;
    for token in std::iter::successors(token, previous) {
        steps += 1;
        if steps > 2000 {
            break;
        }
        match token.kind() {
            SyntaxKind::R_PAREN => depth += 1,
            SyntaxKind::L_PAREN if depth > 0 => depth -= 1,
            SyntaxKind::L_PAREN => match previous(&token) {
                Some(it) if it.text().eq_ignore_ascii_case("using") => return Expects::JoinColumn,
                Some(it)
                    if steps == 1
                        && ["from", "join", "as"].iter().any(|w| it.text().eq_ignore_ascii_case(w)) =>
                {
                    return Expects::Statement;
                }
                _ => {}
            },
            SyntaxKind::SEMICOLON => return Expects::Statement,
            _ if depth > 0 => {}
            _ => match token.text().to_ascii_lowercase().as_str() {
                // Right behind the name of a relation an alias or the next clause follows.
                "from" | "join" if steps == 1 || first.kind() == SyntaxKind::COMMA => {
                    return Expects::Relation;
                }
                "from" | "join" => return Expects::NewName,
                "select" | "where" | "on" | "by" | "having" | "qualify" | "when" | "then" | "else"
                | "and" | "or" | "not" | "case" | "set" | "derive" | "group" | "sort" | "distinct" | "in"
                | "between" | "values" => {
                    return Expects::Expression;
                }
                "with" if steps == 1 => return Expects::NewName,
                _ => {}
            },
        }
    }
    Expects::Statement
}

fn is_word(token: &SyntaxToken) -> bool {
    let kind = token.kind();
    kind == SyntaxKind::IDENT || kind == SyntaxKind::QUOTED_IDENT || kind.is_keyword()
}

/// The token before, blanks and comments left out.
fn previous(token: &SyntaxToken) -> Option<SyntaxToken> {
    std::iter::successors(token.prev_token(), SyntaxToken::prev_token)
        .find(|it| !it.kind().is_trivia() && !it.text().is_empty())
}
