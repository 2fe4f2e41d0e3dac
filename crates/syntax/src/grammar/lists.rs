//! Lists, brackets and recovery.

use super::primaries::is_column_like_a_clause;
use super::recovery::opening;
use crate::parser::{Anchor, ParseFix, Parser, TokenSet};
use crate::{SyntaxKind, T};
use base::DialectKind;

/// Words that start a clause or another part of the statement: no expression goes on over them.
pub(super) const CLAUSE_START: TokenSet = TokenSet::new(&[
    T![select],
    T![from],
    T![where],
    T![group],
    T![having],
    T![qualify],
    T![window],
    T![order],
    T![limit],
    T![offset],
    T![fetch],
    T![union],
    T![intersect],
    T![except],
    T![minus],
    T![join],
    T![inner],
    T![cross],
    T![natural],
    T![on],
    T![using],
    T![with],
    T![when],
    T![then],
    T![else],
    T![end],
    T![as],
    T![into],
    T![for],
    T![returning],
    T![assert_rows_modified],
    T!["|>"],
]);

const CLOSING: TokenSet = TokenSet::new(&[T![")"], T!["]"], T!["}"], T![";"], SyntaxKind::EOF]);

/// Whether a list ends at the current token: a closing bracket, the end, or a clause.
pub(super) fn at_list_end(p: &Parser<'_>) -> bool {
    p.at_set(CLOSING)
        || at_clause_start(p)
        || super::set_operations::at_set_operator(p)
        || p.dialect == DialectKind::Snowflake && p.at(T!["->>"])
}

/// Whether a clause starts here, its word not being a name in this dialect.
pub(super) fn at_clause_start(p: &Parser<'_>) -> bool {
    let kind = p.current();
    if !CLAUSE_START.contains(kind) {
        return false;
    }
    // `window(ts, '1 hour')` and `window.start` are Spark's: the clause has a name behind it.
    if kind == T![window] && matches!(p.nth(1), T!["("] | T!["."]) {
        return false;
    }
    (p.reserved.table_alias.contains(kind) || !kind.is_keyword())
        && !(kind == T![offset] && p.dialect == DialectKind::BigQuery)
}

/// Whether this dialect ignores a comma behind the last item of most lists (tried with DuckDB 1.5.6).
fn allows_trailing_comma(p: &Parser<'_>) -> bool {
    match p.dialect {
        DialectKind::DuckDb | DialectKind::Snowflake => true,
        DialectKind::BigQuery => p.clause == "CREATE TABLE",
        _ => false,
    }
}

/// Items separated by commas. `item` makes one or returns false; `follow` may come behind the last.
///
/// An item that is missing, a comma that is missing and text that does not belong cost one error each.
pub(super) fn list(
    p: &mut Parser<'_>,
    what: &str,
    follow: TokenSet,
    item: impl FnMut(&mut Parser<'_>) -> bool,
) {
    let trailing_comma = allows_trailing_comma(p);
    separated(p, what, follow, trailing_comma, item, missing_comma);
}

/// How many columns a select list, and how many tables a FROM clause may have. BigQuery allows 10,000 columns
/// (<https://cloud.google.com/bigquery/quotas#standard_tables>), others fewer, or as many as memory holds.
const MAX_COLUMNS: usize = 120_000;

/// The rule for an item of a list that may have [`MAX_COLUMNS`]; beyond these the rest of the list is skipped.
pub(super) fn at_most_columns(
    mut item: impl FnMut(&mut Parser<'_>) -> bool,
) -> impl FnMut(&mut Parser<'_>) -> bool {
    let mut count = 0;
    move |p| {
        count += 1;
        if count <= MAX_COLUMNS {
            return item(p);
        }
        p.exceeded(format!("more than {MAX_COLUMNS} items in {}", p.clause));
        skip_until(p, |_| false);
        true
    }
}

/// As [`list`], for a select list and FROM; `missing_comma` is asked where an item seems to follow without a comma. It
/// reports what is missing, and says whether the list goes on. GoogleSQL too ignores the comma behind the last item of
/// a select list.
pub(super) fn list_or_next_clause(
    p: &mut Parser<'_>,
    what: &str,
    follow: TokenSet,
    item: impl FnMut(&mut Parser<'_>) -> bool,
    google_trailing_comma: bool,
    missing_comma: impl FnMut(&mut Parser<'_>) -> bool,
) {
    let trailing_comma =
        allows_trailing_comma(p) || google_trailing_comma && p.dialect == DialectKind::BigQuery;
    let item = at_most_columns(item);
    separated(p, what, follow, trailing_comma, item, missing_comma);
}

/// As [`list`], for select lists and their like, where GoogleSQL too ignores a comma behind the last item.
pub(super) fn select_list(
    p: &mut Parser<'_>,
    what: &str,
    follow: TokenSet,
    item: impl FnMut(&mut Parser<'_>) -> bool,
) {
    let trailing_comma = allows_trailing_comma(p) || p.dialect == DialectKind::BigQuery;
    separated(p, what, follow, trailing_comma, item, missing_comma);
}

/// As [`list`], where no dialect takes a comma behind the last item.
pub(super) fn strict_list(
    p: &mut Parser<'_>,
    what: &str,
    follow: TokenSet,
    item: impl FnMut(&mut Parser<'_>) -> bool,
) {
    separated(p, what, follow, false, item, missing_comma);
}

fn separated(
    p: &mut Parser<'_>,
    what: &str,
    follow: TokenSet,
    trailing_comma: bool,
    mut item: impl FnMut(&mut Parser<'_>) -> bool,
    mut missing_comma: impl FnMut(&mut Parser<'_>) -> bool,
) {
    loop {
        let start = p.position();
        if !item(p) {
            if p.at(T![","]) {
                p.expected(what);
            } else if !at_list_end(p) && !p.at_set(follow) {
                p.expected(what);
                skip_to_list_separator(p, follow);
            } else if p.position() > 0 && p.previous() == T![","] {
                p.trailing_comma(what);
            } else {
                p.expected(what);
            }
        }
        if !p.at(T![","]) && !at_list_end(p) && !p.at_set(follow) {
            if p.position() > start && starts_expression(p) {
                if missing_comma(p) {
                    continue;
                }
                return;
            }
            p.error(format!("unexpected `{}`", shown(p)));
            skip_to_list_separator(p, follow);
        }
        if !p.eat(T![","]) {
            return;
        }
        // An item without its beginning, `a, AS b`, or without its parenthesis.
        let goes_on =
            p.at(T![as]) || p.at(T![select]) && p.next_unopened().is_some() || is_column_like_a_clause(p);
        if at_list_end(p) && !goes_on && !(p.at_set(follow) && starts_expression(p)) {
            if !trailing_comma {
                p.trailing_comma(what);
            }
            return;
        }
    }
}

/// Reports a missing comma; the list goes on.
pub(super) fn missing_comma(p: &mut Parser<'_>) -> bool {
    let message = format!("expected `,` or a clause, found `{}`", shown(p));
    let before = p.position().saturating_sub(1);
    p.error_at(Anchor::Token(p.position()), message, Some(ParseFix::InsertAfter(before, ",")));
    true
}

/// The current token, short enough for a message.
pub(super) fn shown(p: &Parser<'_>) -> String {
    p.text(0).chars().take(30).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Puts tokens into an error node up to the next comma, clause or closing bracket that was not opened here.
fn skip_to_list_separator(p: &mut Parser<'_>, follow: TokenSet) {
    skip_until(p, |p| p.at(T![","]) || p.at_set(follow));
}

/// Puts tokens into an error node up to a clause, a closing bracket that was not opened here, or where `stop` says so.
pub(super) fn skip_until(p: &mut Parser<'_>, stop: impl Fn(&Parser<'_>) -> bool) {
    if at_list_end(p) || stop(p) {
        return;
    }
    let m = p.start();
    while !at_list_end(p) && !stop(p) {
        skip_tree(p);
    }
    m.complete(p, SyntaxKind::ERROR);
}

/// Consumes one token, or everything between two brackets.
fn skip_tree(p: &mut Parser<'_>) {
    let is_opening = matches!(p.current(), T!["("] | T!["["] | T!["{"]);
    p.bump_any();
    if is_opening {
        p.skip_balanced();
        if matches!(p.current(), T![")"] | T!["]"] | T!["}"]) {
            p.bump_any();
        }
    }
}

/// Closes a bracket. Text that does not belong is skipped, unless a clause starts there: then the bracket was
/// forgotten.
pub(super) fn close(p: &mut Parser<'_>, kind: SyntaxKind, opened: usize) {
    if !p.at(kind) && !at_list_end(p) {
        p.error(format!(
            "unexpected `{}`: expected `{}` to close the one opened before",
            shown(p),
            kind.spelling().unwrap_or(")")
        ));
        skip_until(p, |p| p.at(kind));
        p.eat(kind);
        return;
    }
    p.expect_closing(kind, opened);
}

/// A list of at least one item in parentheses, the opening one being here.
pub(super) fn parenthesized(p: &mut Parser<'_>, what: &str, item: impl FnMut(&mut Parser<'_>) -> bool) {
    let opened = p.position();
    opening(p);
    if p.at(T![")"]) {
        p.expected(what);
    } else {
        list(p, what, TokenSet::EMPTY, item);
    }
    close(p, T![")"], opened);
}

/// Whether an expression may start here.
pub(super) fn starts_expression(p: &Parser<'_>) -> bool {
    starts_expression_with(p, p.current())
}

/// Whether an expression may start with a token of this kind.
pub(super) fn starts_expression_with(p: &Parser<'_>, kind: SyntaxKind) -> bool {
    match kind {
        T![ident] | T![quoted_ident] | T![number] | T![string] | T![parameter] | T![position] => true,
        T!["("] | T!["["] | T!["{"] => true,
        T![case] | T![cast] | T![not] | T![null] | T![true] | T![false] | T![exists] | T![array] => true,
        _ => kind.is_keyword() && !p.reserved.words.contains(kind),
    }
}

/// Runs a rule with another name for the place in error messages.
pub(super) fn in_clause<'a, T>(
    p: &mut Parser<'a>,
    clause: &'static str,
    rule: impl FnOnce(&mut Parser<'a>) -> T,
) -> T {
    let before = std::mem::replace(&mut p.clause, clause);
    let res = rule(p);
    p.clause = before;
    res
}

/// Whether the parenthesis `ahead` tokens from here encloses a query rather than an expression or a join.
pub(super) fn paren_is_query(p: &Parser<'_>, ahead: usize) -> bool {
    const MAX_RUN: usize = 300;
    let open = p.position() + ahead;
    if p.kind_at(open) != T!["("] {
        return false;
    }
    let mut run = 1;
    while p.kind_at(open + run) == T!["("] {
        run += 1;
        if run > MAX_RUN {
            return false;
        }
    }
    if !is_query_start(p, open + run) {
        return false;
    }
    // The innermost parenthesis encloses a query; so do those around it, as long as nothing else is in them.
    let mut level = run - 1;
    while level > 0 {
        let Some(mut behind) = behind_closing(p, open + level) else { return true };
        // `(SELECT ..) AS t` is a query in GoogleSQL, if one goes on behind it.
        let has_alias = p.kind_at(behind) == T![as] && p.dialect == DialectKind::BigQuery;
        if has_alias {
            behind += 2;
        }
        match p.kind_at(behind) {
            T![")"] => {}
            T![union]
            | T![intersect]
            | T![except]
            | T![minus]
            | T![order]
            | T![limit]
            | T![offset]
            | T![fetch]
            | T!["|>"] => {}
            T![full] | T![left] | T![inner] => {
                let n = behind + 1 + usize::from(p.kind_at(behind + 1) == T![outer]);
                if !matches!(p.kind_at(n), T![union] | T![intersect] | T![except]) {
                    return false;
                }
            }
            _ => return false,
        }
        level -= 1;
    }
    true
}

/// The place behind the bracket that closes the one at `open`.
pub(super) fn behind_closing(p: &Parser<'_>, open: usize) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, open);
    loop {
        match p.kind_at(at) {
            T!["("] | T!["["] | T!["{"] => depth += 1,
            T![")"] | T!["]"] | T!["}"] => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            T![";"] | SyntaxKind::EOF => return None,
            _ => {}
        }
        at += 1;
    }
}

/// Whether one of these tokens stands directly inside the parenthesis at `open`.
pub(super) fn paren_contains(p: &Parser<'_>, open: usize, kinds: TokenSet) -> bool {
    let (mut depth, mut at) = (0_usize, open);
    loop {
        let kind = p.kind_at(at);
        match kind {
            T!["("] | T!["["] | T!["{"] => depth += 1,
            T![")"] | T!["]"] | T!["}"] => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return false;
                }
            }
            T![";"] | SyntaxKind::EOF => return false,
            _ if depth == 1 && kinds.contains(kind) => return true,
            _ => {}
        }
        at += 1;
    }
}

/// Whether a query starts at this place.
pub(super) fn is_query_start(p: &Parser<'_>, at: usize) -> bool {
    let kind = p.kind_at(at);
    match kind {
        T![select] | T![from] => true,
        // GoogleSQL has `WITH(a AS 1, a + 1)` as an expression.
        T![with] => p.kind_at(at + 1) != T!["("],
        T![values] => {
            p.kind_at(at + 1) == T!["("]
                || p.dialect == DialectKind::Trino
                    && !matches!(p.kind_at(at + 1), T![","] | T![")"] | T!["."] | SyntaxKind::EOF)
        }
        T![table]
        | T![pivot]
        | T![pivot_wider]
        | T![unpivot]
        | T![pivot_longer]
        | T![describe]
        | T![summarize]
        | T![show]
        | T![desc] => {
            let next = p.kind_at(at + 1);
            p.reserved.words.contains(kind)
                && (next.is_keyword() || matches!(next, T![ident] | T![quoted_ident] | T!["("] | T![string]))
        }
        _ => false,
    }
}
