//! What was probably meant where something is missing. Nothing here is asked of text without mistakes but whether a word
//! can be an alias.

use super::expressions::expr;
use super::joins::JOIN_WORDS;
use super::lists::{behind_closing, paren_contains, starts_expression_with};
use super::names::at_name;
use crate::parser::{Anchor, ParseFix, Parser, TokenSet};
use crate::{SyntaxKind, T};

/// What continues an expression, and hence cannot stand behind an alias.
const CONTINUES: TokenSet = TokenSet::new(&[
    T!["."],
    T!["["],
    T!["::"],
    T!["="],
    T!["=="],
    T!["<>"],
    T!["!="],
    T!["<"],
    T!["<="],
    T![">"],
    T![">="],
    T!["+"],
    T!["-"],
    T!["/"],
    T!["%"],
    T!["||"],
    T!["=>"],
    T![is],
    T![between],
    T![over],
    T![like],
    T![ilike],
    T![glob],
    T![in],
    T![number],
    T![string],
    T![ident],
    T![quoted_ident],
]);

/// Whether a word that could be a column's alias without AS cannot be one, because of what stands behind it.
pub(super) fn is_no_column_alias(p: &Parser<'_>) -> bool {
    let behind = p.nth(1);
    // `SELECT a t LEFT JOIN u`: a table stands here.
    let joins = behind == T![join] || JOIN_WORDS.contains(behind) && matches!(p.nth(2), T![join] | T![outer]);
    CONTINUES.contains(behind) || matches!(behind, T!["("] | T![as] | T!["*"]) || joins
}

/// Whether a word that could be a table's alias without AS cannot be one, because of what stands behind it.
pub(super) fn is_no_table_alias(p: &Parser<'_>) -> bool {
    CONTINUES.contains(p.nth(1))
}

/// Whether the word or parenthesis here begins a condition: an operator stands behind its first operand.
pub(super) fn starts_condition(p: &Parser<'_>) -> bool {
    let mut n = 1;
    if !at_name(p) {
        return false;
    }
    while p.nth_at(n, T!["."]) && n < 8 {
        n += 2;
    }
    matches!(
        p.nth(n),
        T!["="]
            | T!["=="]
            | T!["<>"]
            | T!["!="]
            | T!["<"]
            | T!["<="]
            | T![">"]
            | T![">="]
            | T![is]
            | T![between]
            | T![in]
            | T![like]
            | T![ilike]
            | T![not]
    )
}

/// Whether the rest of this SELECT reads from something although no FROM follows: it was forgotten here.
pub(super) fn lacks_from(p: &Parser<'_>) -> bool {
    let (mut at, mut has_clause) = (p.position(), false);
    loop {
        match p.kind_at(at) {
            T!["("] | T!["["] | T!["{"] => match behind_closing(p, at) {
                Some(behind) => at = behind - 1,
                None => return false,
            },
            T![from] => return false,
            T![where] | T![join] | T![group] | T![having] | T![order] | T![limit] | T![cross] => {
                has_clause = true
            }
            T![union] | T![intersect] | T![except] | T![")"] | T![";"] | SyntaxKind::EOF => {
                let is_table = matches!(p.nth(1), T!["."] | T!["("] | SyntaxKind::EOF | T![";"] | T![")"]);
                return has_clause || is_table || p.at(T!["("]);
            }
            _ => {}
        }
        at += 1;
    }
}

/// Whether ON or USING follows the table here before another clause begins: the tables were to be joined.
pub(super) fn lacks_join(p: &Parser<'_>) -> bool {
    let mut at = p.position();
    loop {
        match p.kind_at(at) {
            T!["("] | T!["["] | T!["{"] => match behind_closing(p, at) {
                Some(behind) => at = behind - 1,
                None => return false,
            },
            T![on] | T![using] => return true,
            T![where] | T![join] | T![group] | T![having] | T![order] | T![limit] | T![","] => return false,
            T![union] | T![intersect] | T![except] | T![")"] | T![";"] | SyntaxKind::EOF => return false,
            _ => {}
        }
        at += 1;
    }
}

/// Whether a FROM follows in this statement outside all brackets: a select list without its SELECT stands here.
pub(super) fn lacks_select(p: &Parser<'_>) -> bool {
    lacks_select_behind(p, 0)
}

/// As [`lacks_select`], `ahead` tokens from here.
pub(super) fn lacks_select_behind(p: &Parser<'_>, ahead: usize) -> bool {
    let mut at = p.position() + ahead;
    let first = p.kind_at(at);
    if !starts_expression_with(p, first) && first != T!["*"] {
        return false;
    }
    loop {
        match p.kind_at(at) {
            T!["("] | T!["["] | T!["{"] => match behind_closing(p, at) {
                Some(behind) => at = behind - 1,
                None => return false,
            },
            T![from] => return true,
            T![select] | T![")"] | T![";"] | SyntaxKind::EOF => return false,
            _ => {}
        }
        at += 1;
    }
}

/// Whether an opening parenthesis is missing here: arguments stand here, and a closing one follows that closes nothing.
#[inline]
pub(super) fn lacks_opening(p: &Parser<'_>) -> bool {
    lacks_opening_behind(p, 0)
}

/// As [`lacks_opening`], `ahead` tokens from here.
#[inline]
pub(super) fn lacks_opening_behind(p: &Parser<'_>, ahead: usize) -> bool {
    !p.brackets_match() && seeks_opening(p, ahead)
}

fn seeks_opening(p: &Parser<'_>, ahead: usize) -> bool {
    let Some(end) = p.next_unopened() else { return false };
    let mut at = p.position() + ahead;
    let starts_arguments = match p.kind_at(at) {
        T!["*"] => matches!(p.kind_at(at + 1), T![")"] | T![","]),
        T!["("] => false,
        // An index has no comma inside and none behind it.
        T!["["] => {
            paren_contains(p, at, TokenSet::new(&[T![","]]))
                || behind_closing(p, at).is_some_and(|it| p.kind_at(it) == T![","])
        }
        T![distinct] => true,
        kind => starts_expression_with(p, kind),
    };
    while starts_arguments && at < end {
        match p.kind_at(at) {
            T![from]
            | T![where]
            | T![select]
            | T![group]
            | T![order]
            | T![join]
            | T![on]
            | T![as]
            | T![";"] => {
                return false;
            }
            T!["("] | T!["["] | T!["{"] => match behind_closing(p, at) {
                Some(behind) => at = behind,
                None => return false,
            },
            _ => at += 1,
        }
    }
    starts_arguments
}

/// Whether the opening bracket of a list is missing here: elements stand here, and a closing bracket follows that closes
/// nothing.
#[inline]
pub(super) fn lacks_opening_bracket(p: &Parser<'_>) -> bool {
    !p.brackets_match() && seeks_opening_bracket(p)
}

fn seeks_opening_bracket(p: &Parser<'_>) -> bool {
    let Some(end) = p.next_unopened_bracket() else { return false };
    if !matches!(p.previous(), T!["("] | T!["["]) {
        return false;
    }
    let mut at = p.position();
    let (first, mut has_comma) = (at, false);
    while at < end {
        match p.kind_at(at) {
            T![from]
            | T![where]
            | T![select]
            | T![group]
            | T![order]
            | T![as]
            | T![")"]
            | T!["]"]
            | T![";"] => {
                return false;
            }
            T!["("] | T!["["] | T!["{"] => match behind_closing(p, at) {
                Some(behind) => at = behind,
                None => return false,
            },
            kind => {
                has_comma |= kind == T![","];
                at += 1;
            }
        }
    }
    has_comma || end == first + 1
}

/// Reports that something is missing between the token before and this one; `insert` mends it.
pub(super) fn missing(p: &mut Parser<'_>, what: &str, insert: &'static str) {
    let at = p.position();
    let fix = match at.checked_sub(1) {
        Some(before) => ParseFix::InsertAfter(before, insert),
        None => ParseFix::InsertBefore(at, insert),
    };
    let message = p.expectation(what, p.clause);
    p.error_at(Anchor::Token(at), message, Some(fix));
}

/// Takes the word that was just taken and stands here once more.
pub(super) fn opt_doubled(p: &mut Parser<'_>) {
    // `SELECT SELECT 1)` lacks a parenthesis.
    if !p.at(p.previous()) || at_name(p) || p.next_unopened().is_some() {
        return;
    }
    let at = p.position();
    let message = format!("`{}` is written twice", p.text(0));
    p.error_at(Anchor::Token(at), message, Some(ParseFix::Delete(at)));
    p.skip_token();
}

/// Takes a `)` that closes nothing, if the select item goes on or another one follows behind it.
pub(super) fn opt_closes_nothing(p: &mut Parser<'_>) {
    let goes_on = matches!(p.nth(1), T![","] | T![as] | T![ident] | T![quoted_ident]);
    if p.at(T![")"]) && goes_on && p.next_unopened() == Some(p.position()) {
        closes_nothing(p);
    }
}

/// Takes the `)` here, which closes nothing.
pub(super) fn closes_nothing(p: &mut Parser<'_>) {
    let at = p.position();
    p.error_at(Anchor::Token(at), "this `)` closes nothing".to_owned(), Some(ParseFix::Delete(at)));
    p.skip_token();
    p.claim_unopened();
}

/// How many conditions may stand side by side; each nests the tree.
const MAX_LACKING_WORDS: usize = 100;

/// A condition, with those behind it that lack the word between.
pub(super) fn condition(p: &mut Parser<'_>) {
    let Some(mut condition) = expr(p) else {
        p.expected("a condition");
        return;
    };
    for _ in 0..MAX_LACKING_WORDS {
        if !starts_condition(p) {
            return;
        }
        missing(p, "`AND` or `OR`", " AND");
        let m = condition.precede(p);
        let found = expr(p).is_some();
        condition = m.complete(p, SyntaxKind::BINARY_EXPR);
        if !found {
            return;
        }
    }
}

/// The opening parenthesis of arguments, or a report that it is missing.
pub(super) fn opening(p: &mut Parser<'_>) {
    if !p.eat(T!["("]) {
        missing(p, "`(`", "(");
        p.claim_unopened();
    }
}
