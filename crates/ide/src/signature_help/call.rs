//! The call around a cursor, read from its tokens alone: half-typed text has a hole where its tree should be.

use crate::tokens::{
    FURTHEST, defines_window, is_after_dot, is_close, is_open, is_word, next, previous, unquoted, word,
};
use base::{Ident, SmolStr, TextRange};
use syntax::{SyntaxKind, SyntaxToken};

/// What the clauses are called whose parentheses are told as those of calls are.
pub(super) const OVER: &str = "OVER";
/// See [`OVER`].
pub(super) const FILTER: &str = "FILTER …";
/// See [`OVER`].
pub(super) const WITHIN_GROUP: &str = "WITHIN GROUP";

/// A call that is being typed.
pub(super) struct Call {
    /// The name, perhaps with a schema.
    pub(super) name: Vec<Ident>,
    /// Whether it is written behind a value, which is its first argument: `value.upper()`.
    pub(super) is_method: bool,
    /// The place of the argument at the cursor; absent behind the arguments, in `ORDER BY`.
    pub(super) place: Option<usize>,
    /// The name of that argument, in `name := value`.
    pub(super) argument: Option<SmolStr>,
    /// How many arguments there are.
    pub(super) count: usize,
    /// How many keys stand behind it in `WITHIN GROUP`, which are its first arguments.
    pub(super) keys: usize,
    /// The words at the top of the parentheses, before the cursor, in lower case.
    pub(super) words: Vec<String>,
    /// The open parenthesis.
    pub(super) open: TextRange,
}

/// Finds the open parenthesis of the call around the cursor, from the token before it.
pub(super) fn call_around(first: SyntaxToken) -> Option<Call> {
    let mut depth = 0_u32;
    let mut place = 0;
    // The first two tokens of the argument at the cursor, found last.
    let mut head: [Option<SyntaxToken>; 2] = [None, None];
    let mut argument: Option<Option<SmolStr>> = None;
    let mut words: Vec<String> = Vec::new();
    let mut token = Some(first);
    for _ in 0..FURTHEST {
        let current = token?;
        let kind = current.kind();
        match kind {
            _ if is_close(kind) => depth += 1,
            _ if is_open(kind) && depth > 0 => depth -= 1,
            SyntaxKind::L_PAREN => {
                let has = |word: &str| words.iter().any(|it| it == word);
                if let Some((name, is_method)) = callee(&current)
                    && (!has("from") || has_own_from(&name))
                {
                    let argument = argument.unwrap_or_else(|| argument_name(&head));
                    let count = count_arguments(&current);
                    let place = (!has("order") || is_clause(&name)).then_some(place);
                    words.reverse();
                    let keys = keys_within_group(&current);
                    let open = current.text_range();
                    return Some(Call { name, is_method, place, argument, count, keys, words, open });
                }
                // What is in parentheses, or in brackets, is part of one argument of the call around it.
                (place, head, argument) = (0, [None, None], None);
                words.clear();
            }
            _ if is_open(kind) => {
                (place, head, argument) = (0, [None, None], None);
                words.clear();
            }
            _ if depth > 0 => {}
            SyntaxKind::COMMA => {
                argument.get_or_insert_with(|| argument_name(&head));
                place += 1;
            }
            SyntaxKind::SEMICOLON => return None,
            _ if is_after_dot(&current) => {}
            _ if ends_calls(&word(&current)) && !begins_clause(&current) => return None,
            _ => words.extend(Some(word(&current)).filter(|it| !it.is_empty())),
        }
        if depth == 0 && argument.is_none() {
            head = [Some(current.clone()), head[0].take()];
        }
        token = previous(&current);
    }
    None
}

/// Whether a word begins a clause that cannot stand within the parentheses of a call: they were left open before it.
fn ends_calls(word: &str) -> bool {
    const WORDS: [&str; 12] = [
        "select", "where", "group", "having", "qualify", "limit", "join", "on", "union", "derive", "sort",
        "take",
    ];
    WORDS.contains(&word)
}

/// Whether a word stands in the parentheses of a clause rather than behind them: `FILTER (WHERE`, `over (sort`.
fn begins_clause(token: &SyntaxToken) -> bool {
    let open = previous(token).filter(|it| it.kind() == SyntaxKind::L_PAREN);
    let before = open.and_then(|it| previous(&it));
    let is_filter = word(token) == "where" && before.is_some_and(|it| word(&it) == "filter");
    is_filter || token.parent().is_some_and(|it| it.kind() == SyntaxKind::ROCKY_OVER)
}

/// Whether parentheses behind this name hold the parts of a clause, rather than arguments.
fn is_clause(name: &[Ident]) -> bool {
    matches!(name, [only] if [OVER, FILTER, WITHIN_GROUP].contains(&only.text.as_str()))
}

/// Whether a call may have a `FROM` within its parentheses.
fn has_own_from(name: &[Ident]) -> bool {
    const NAMES: [&str; 4] = ["extract", "trim", "substring", "overlay"];
    matches!(name, [only] if NAMES.iter().any(|it| only.text.eq_ignore_ascii_case(it)))
}

/// `name` of `name := value`, from the first two tokens of an argument.
fn argument_name(head: &[Option<SyntaxToken>; 2]) -> Option<SmolStr> {
    match head {
        [Some(name), Some(sign)] if is_word(name) && matches!(sign.text(), ":=" | "=>") => {
            Some(unquoted(name.text()))
        }
        _ => None,
    }
}

/// The name before an open parenthesis, and whether it is called as a method of what stands before it.
fn callee(open: &SyntaxToken) -> Option<(Vec<Ident>, bool)> {
    const NO_FUNCTIONS: [&str; 9] = ["in", "as", "using", "values", "exists", "by", "and", "or", "from"];
    let last = previous(open).filter(is_word)?;
    if let Some(clause) = clause(&last) {
        return Some((vec![Ident::new(clause)], false));
    }
    if NO_FUNCTIONS.contains(&&*word(&last)) && !is_after_dot(&last) {
        return None;
    }
    let mut name = vec![Ident::new(unquoted(last.text()))];
    let mut token = last;
    while let Some(dot) = previous(&token).filter(|it| it.kind() == SyntaxKind::DOT) {
        let Some(before) = previous(&dot).filter(is_word) else { return Some((name, true)) };
        name.insert(0, Ident::new(unquoted(before.text())));
        token = before;
    }
    // `t AS name(a, b)` names columns.
    if previous(&token).is_some_and(|it| word(&it) == "as") {
        return None;
    }
    Some((name, false))
}

/// The clause whose parentheses a word opens, by the words for it; no function can be called so.
fn clause(last: &SyntaxToken) -> Option<&'static str> {
    let before = previous(last);
    match &*word(last) {
        "over" => Some(OVER),
        "as" if defines_window(last) => Some(OVER),
        // `filter(list, …)` is a function.
        "filter" => before.filter(|it| it.kind() == SyntaxKind::R_PAREN).map(|_| FILTER),
        "group" => before.filter(|it| word(it) == "within").map(|_| WITHIN_GROUP),
        _ => None,
    }
}

/// How many keys the `WITHIN GROUP` has that stands behind the parentheses of a call.
fn keys_within_group(open: &SyntaxToken) -> usize {
    let mut depth = 0_u32;
    for current in std::iter::successors(next(open), next).take(FURTHEST) {
        match current.kind() {
            SyntaxKind::SEMICOLON => return 0,
            kind if is_close(kind) && depth == 0 => {
                let within = next(&current).filter(|it| word(it) == "within");
                let group = within.and_then(|it| next(&it)).filter(|it| word(it) == "group");
                let keys = group.and_then(|it| next(&it)).filter(|it| is_open(it.kind()));
                return keys.map_or(0, |it| count_arguments(&it));
            }
            kind if is_close(kind) => depth -= 1,
            kind if is_open(kind) => depth += 1,
            _ => {}
        }
    }
    0
}

/// How many arguments stand behind an open parenthesis, one that is yet to be typed behind a comma included.
fn count_arguments(open: &SyntaxToken) -> usize {
    let mut depth = 0_u32;
    let (mut commas, mut is_empty) = (0, true);
    for current in std::iter::successors(next(open), next).take(FURTHEST) {
        let kind = current.kind();
        let ends = || matches!(kind, SyntaxKind::SEMICOLON) || ends_calls(&word(&current));
        match kind {
            _ if depth == 0 && (is_close(kind) || ends()) => break,
            SyntaxKind::COMMA if depth == 0 => commas += 1,
            _ if is_close(kind) => depth -= 1,
            _ if is_open(kind) => depth += 1,
            _ => {}
        }
        is_empty = false;
    }
    if is_empty { 0 } else { commas + 1 }
}
