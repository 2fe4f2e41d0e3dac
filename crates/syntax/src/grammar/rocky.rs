//! The Rocky DSL: bindings and the steps of a pipeline.

use super::lists::shown;
use super::names::{at_name, name, nearest_keyword, path, word_as};
use super::rocky_expressions::{column_ref, expr};
use crate::parser::{Anchor, ParseFix, Parser, TokenSet};
use crate::{SyntaxKind, T, validation};

/// The first words of steps.
const STEP_WORDS: &[SyntaxKind] = &[
    T![from],
    T![where],
    T![group],
    T![derive],
    T![select],
    T![join],
    T![sort],
    T![take],
    T![distinct],
    T![replicate],
    T![left_join],
    T![right_join],
    T![full_join],
    T![cross_join],
];

const STEPS: TokenSet = TokenSet::new(STEP_WORDS);

/// The whole text.
pub(crate) fn rocky_file(p: &mut Parser<'_>) {
    let m = p.start();
    let mut names = Vec::new();
    while p.at(T![let]) {
        names.extend(matches!(p.nth(1), T![ident] | T![quoted_ident]).then_some(p.position() + 1));
        let_binding(p);
    }
    validation::queries::bindings(p, &names);
    if p.at(SyntaxKind::EOF) {
        p.error("expected a pipeline: start with `from` and the name of a model");
    } else {
        pipeline(p, false);
    }
    while !p.at(SyntaxKind::EOF) {
        p.error("`let` must stand before the pipeline");
        if p.at(T![let]) {
            let_binding(p);
        } else {
            p.skip_token();
        }
    }
    m.complete(p, SyntaxKind::ROCKY_FILE);
}

fn let_binding(p: &mut Parser<'_>) {
    let m = p.start();
    p.bump(T![let]);
    p.clause = "`let`";
    name(p, "a name");
    p.expect(T!["="]);
    if at_pipeline_end(p) {
        p.expected("`from` and the name of a model");
    } else {
        pipeline(p, true);
    }
    m.complete(p, SyntaxKind::LET_BINDING);
}

/// Steps up to the next `let` or the end; a binding also ends at a second `from`.
fn pipeline(p: &mut Parser<'_>, in_let: bool) {
    let m = p.start();
    let (start, errors) = (p.position(), p.error_count());
    let mut seen = Vec::new();
    while !at_pipeline_end(p) {
        if p.eat(T!["|"]) {
            continue;
        }
        if p.at(T![from]) && in_let && seen.contains(&T![from]) {
            break;
        }
        let kind = p.current();
        if seen.contains(&kind) {
            repeated(p, kind);
        } else {
            misplaced(p, &seen);
            seen.push(kind);
        }
        if !step(p) {
            recover(p);
        }
    }
    // What could not be read may have been meant to be one.
    if !seen.contains(&T![from]) && p.error_count() == errors {
        let message = "a pipeline starts with `from` and the name of a model: this one has none";
        p.error_at(Anchor::Token(start), message.to_owned(), None);
    }
    m.complete(p, SyntaxKind::PIPELINE);
}

fn at_pipeline_end(p: &Parser<'_>) -> bool {
    matches!(p.current(), SyntaxKind::EOF | T![let])
}

/// Reports a step that would silently replace an earlier one: each fills a clause that a query has once.
fn repeated(p: &mut Parser<'_>, kind: SyntaxKind) {
    let message = match kind {
        T![from] => "a pipeline reads from one model: bring in the second with `join`",
        T![group] => "a pipeline groups once: give the first grouping a name with `let`, and read from that",
        T![sort] => "a pipeline sorts once, and this would replace the first `sort`: name all columns in one",
        T![take] => "a pipeline takes once, and this would replace the first `take`: leave one of them out",
        _ => return,
    };
    p.error(message);
}

/// Reports a step whose place says something else than what it does: steps fill the clauses of one query, whatever
/// their order, and a query takes rows last.
fn misplaced(p: &mut Parser<'_>, seen: &[SyntaxKind]) {
    let kind = p.current();
    let is_alone = |it: &SyntaxKind| matches!(it, T![from] | T![replicate]);
    if STEPS.contains(kind) || at_join(p) {
        let others = seen.iter().filter(|it| STEPS.contains(**it)).all(is_alone);
        let copies = seen.contains(&T![replicate]) && others && !is_alone(&kind);
        if copies || (kind == T![replicate] && !others) {
            p.error("`replicate` copies all of its source: no step can stand beside it but `from`");
            return;
        }
    }
    let word = match kind {
        T![where] => "where",
        T![group] => "group",
        T![sort] => "sort",
        T![distinct] => "distinct",
        T![join] | T![left_join] | T![right_join] | T![full_join] | T![cross_join] => "join",
        _ if at_join(p) => "join",
        _ => return,
    };
    if seen.contains(&T![take]) {
        p.error(format!(
            "`take` comes last, so this `{word}` would act before it: write it before `take`, or give what is taken a name \
             with `let` and read from that"
        ));
    }
}

/// Text that is no step: reported once, skipped up to the next step.
fn recover(p: &mut Parser<'_>) {
    if p.at(T![ident]) {
        let lower = p.text(0).to_ascii_lowercase();
        let exact = STEP_WORDS
            .iter()
            .copied()
            .find(|it| it.spelling().is_some_and(|word| word.eq_ignore_ascii_case(&lower)));
        if let Some(kind) = exact.or_else(|| nearest_keyword(&lower, STEP_WORDS)) {
            misspelt(p, kind);
            return;
        }
    }
    p.error(format!("expected a step such as `where`, `derive` or `select`, found `{}`", shown(p)));
    let m = p.start();
    p.bump_any();
    while !at_step(p) {
        p.bump_any();
    }
    m.complete(p, SyntaxKind::ERROR);
}

/// The DSL's keywords are lower case.
fn misspelt(p: &mut Parser<'_>, kind: SyntaxKind) {
    let keyword = kind.spelling().unwrap_or_default().to_ascii_lowercase();
    let (written, at) = (p.text(0), p.position());
    let message = match written.eq_ignore_ascii_case(&keyword) {
        true => format!("keywords of the DSL are lower case: write `{keyword}`"),
        false => format!("`{written}` is not a keyword: did you mean `{keyword}`?"),
    };
    p.error_at(Anchor::Token(at), message, Some(ParseFix::Replace(at, keyword)));
    p.remap(kind);
}

/// Whether a step, a binding or the end is here.
pub(super) fn at_step(p: &Parser<'_>) -> bool {
    p.at_set(STEPS) || matches!(p.current(), SyntaxKind::EOF | T![let] | T!["|"]) || at_join(p)
}

fn at_join(p: &Parser<'_>) -> bool {
    matches!(p.current(), T![left] | T![right] | T![full] | T![cross]) && p.nth_at(1, T![join])
}

fn name_ref(p: &mut Parser<'_>, what: &str) -> bool {
    let found = at_name(p) && !at_join(p);
    if found {
        word_as(p, SyntaxKind::NAME_REF);
    } else {
        p.expected(what);
    }
    found
}

fn step(p: &mut Parser<'_>) -> bool {
    let kind = p.current();
    let m = p.start();
    let node = match kind {
        T![from] => {
            p.clause = "`from`";
            p.bump_any();
            path(p, "the name of a model");
            opt_alias(p);
            SyntaxKind::FROM_STEP
        }
        T![where] => {
            p.clause = "`where`";
            p.bump_any();
            if expr(p).is_none() {
                p.expected("a condition");
            }
            SyntaxKind::WHERE_STEP
        }
        T![group] => {
            p.clause = "`group`";
            p.bump_any();
            names_by_comma(p, SyntaxKind::GROUP_KEY, T!["{"]);
            derived_list(p);
            SyntaxKind::GROUP_STEP
        }
        T![derive] => {
            p.clause = "`derive`";
            p.bump_any();
            derived_list(p);
            SyntaxKind::DERIVE_STEP
        }
        T![select] => {
            p.clause = "`select`";
            p.bump_any();
            selected_list(p);
            SyntaxKind::SELECT_STEP
        }
        T![sort] => {
            p.clause = "`sort`";
            p.bump_any();
            loop {
                sort_key(p);
                if !p.eat(T![","]) {
                    break;
                }
            }
            SyntaxKind::SORT_STEP
        }
        T![take] => {
            p.clause = "`take`";
            p.bump_any();
            if !p.eat(T![number]) {
                p.expected("a number");
            }
            SyntaxKind::TAKE_STEP
        }
        T![distinct] => {
            p.bump_any();
            SyntaxKind::DISTINCT_STEP
        }
        T![replicate] => {
            p.bump_any();
            SyntaxKind::REPLICATE_STEP
        }
        _ if at_join(p)
            || matches!(kind, T![join] | T![left_join] | T![right_join] | T![full_join] | T![cross_join]) =>
        {
            join(p);
            SyntaxKind::JOIN_STEP
        }
        _ => {
            m.abandon(p);
            return false;
        }
    };
    m.complete(p, node);
    true
}

fn opt_alias(p: &mut Parser<'_>) {
    if p.eat(T![as]) {
        name(p, "an alias");
    }
}

fn join(p: &mut Parser<'_>) {
    p.clause = "`join`";
    let is_cross = matches!(p.current(), T![cross] | T![cross_join]);
    if at_join(p) {
        p.bump_any();
    }
    p.bump_any();
    name_ref(p, "the name of a model");
    if p.at(T!["."]) {
        p.error("a joined model is a single name");
        let m = p.start();
        while p.eat(T!["."]) {
            if at_name(p) {
                p.bump_any();
            }
        }
        m.complete(p, SyntaxKind::ERROR);
    }
    opt_alias(p);
    if p.eat(T![on]) {
        loop {
            let m = p.start();
            if !name_ref(p, "a key column") {
                m.abandon(p);
                break;
            }
            m.complete(p, SyntaxKind::JOIN_KEY);
            if matches!(p.current(), T!["."] | T!["=="] | T!["="]) {
                p.error("the keys of a join are names of columns that both sides have, separated by commas");
                let m = p.start();
                while !at_step(p) && !p.at(T!["{"]) {
                    p.bump_any();
                }
                m.complete(p, SyntaxKind::ERROR);
            }
            if !p.eat(T![","]) {
                break;
            }
        }
    } else if !is_cross {
        p.expected("`on` and the key columns");
    }
    if p.at(T!["{"]) {
        let m = p.start();
        let opened = p.position();
        p.bump_any();
        p.expect(T![keep]);
        braced(p, Some(opened), "a column to keep", |p| at_name(p) && column_ref(p).is_some());
        m.complete(p, SyntaxKind::KEEP_LIST);
    }
}

/// `a, b` up to a bracket.
fn names_by_comma(p: &mut Parser<'_>, node: SyntaxKind, end: SyntaxKind) {
    while !p.at(end) && !at_step(p) {
        let m = p.start();
        if !name_ref(p, "a column") {
            m.abandon(p);
            return;
        }
        m.complete(p, node);
        if !p.eat(T![","]) {
            return;
        }
    }
}

/// `{ name: expr, .. }`.
fn derived_list(p: &mut Parser<'_>) {
    let m = p.start();
    let Some(opened) = opening_brace(p, |p| at_name(p) && p.nth_at(1, T![":"])) else {
        m.abandon(p);
        return;
    };
    braced(p, opened, "a column name", |p| {
        if !at_name(p) {
            return false;
        }
        let m = p.start();
        word_as(p, SyntaxKind::NAME);
        if p.at(T!["="]) {
            p.error("expected `:` between the name of a column and its expression, found `=`");
            p.skip_token();
            expr(p);
        } else if p.expect(T![":"]) && expr(p).is_none() {
            p.expected("an expression");
        }
        m.complete(p, SyntaxKind::DERIVED_COLUMN);
        true
    });
    m.complete(p, SyntaxKind::DERIVED_LIST);
}

/// `{ *, a, t.b }`.
fn selected_list(p: &mut Parser<'_>) {
    let m = p.start();
    let Some(opened) = opening_brace(p, |p| at_name(p) || p.at(T!["*"])) else {
        m.abandon(p);
        return;
    };
    braced(p, opened, "a column", |p| {
        if p.at(T!["*"]) {
            let m = p.start();
            p.bump_any();
            m.complete(p, SyntaxKind::STAR_EXPR);
            return true;
        }
        if !at_name(p) {
            return false;
        }
        column_ref(p);
        if p.at(T![":"]) || p.at(T!["("]) {
            p.error("`select` takes names of columns only: compute with `derive` before it");
            if p.eat(T![":"]) {
                let m = p.start();
                expr(p);
                m.complete(p, SyntaxKind::ERROR);
            }
        }
        true
    });
    m.complete(p, SyntaxKind::SELECTED_LIST);
}

/// The brace in front of a list, and where it stands. Where it is forgotten but items follow, that is the only mistake:
/// `Some(None)`.
fn opening_brace(p: &mut Parser<'_>, starts_item: impl Fn(&Parser<'_>) -> bool) -> Option<Option<usize>> {
    let at = p.position();
    if p.eat(T!["{"]) {
        return Some(Some(at));
    }
    p.expected("`{`");
    (starts_item(p) && !at_step(p)).then_some(None)
}

/// Items up to `}`, the opening brace at `opened` being consumed; commas are optional. Without an opening brace there may
/// be no closing one.
fn braced(
    p: &mut Parser<'_>,
    opened: Option<usize>,
    what: &str,
    mut item: impl FnMut(&mut Parser<'_>) -> bool,
) {
    while !matches!(p.current(), T!["}"] | SyntaxKind::EOF) {
        let start = p.position();
        if !item(p) {
            // A step's word never stands in braces: the brace was forgotten.
            if p.at_set(STEPS) || at_join(p) || p.at(T![let]) {
                break;
            }
            p.expected(what);
            if !p.at(T![","]) {
                let m = p.start();
                while !matches!(p.current(), T![","] | T!["}"]) && !at_step(p) {
                    p.bump_any();
                }
                m.complete(p, SyntaxKind::ERROR);
            }
        }
        if !p.eat(T![","]) && p.position() == start {
            p.skip_token();
        }
    }
    match opened {
        Some(opened) => p.expect_closing(T!["}"], opened),
        None => drop(p.eat(T!["}"])),
    }
}

pub(super) fn sort_key(p: &mut Parser<'_>) {
    let m = p.start();
    p.eat(T!["-"]);
    if name_ref(p, "a column") {
        p.eat_set(TokenSet::new(&[T![asc], T![desc]]));
    }
    m.complete(p, SyntaxKind::SORT_KEY);
}
