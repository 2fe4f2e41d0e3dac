//! Files and statements.

use super::definitions::{create_statement, is_known_definition};
use super::lists::{is_query_start, shown};
use super::names::{nearest_keyword, report_misspelt};
use super::queries::query;
use super::recovery::lacks_select;
use crate::parser::{Marker, Parser, TokenSet};
use crate::{SyntaxKind, T};
use base::DialectKind;

/// The first words of statements that are not looked into.
const OPAQUE: TokenSet = TokenSet::new(&[
    T![add],
    T![alter],
    T![analyse],
    T![analyze],
    T![attach],
    T![begin],
    T![cache],
    T![call],
    T![checkpoint],
    T![clear],
    T![comment],
    T![commit],
    T![copy],
    T![create],
    T![deallocate],
    T![declare],
    T![delete],
    T![desc],
    T![describe],
    T![detach],
    T![do],
    T![drop],
    T![end],
    T![execute],
    T![explain],
    T![export],
    T![force],
    T![get],
    T![grant],
    T![import],
    T![insert],
    T![install],
    T![list],
    T![load],
    T![lock],
    T![merge],
    T![msck],
    T![optimize],
    T![pragma],
    T![prepare],
    T![put],
    T![refresh],
    T![reindex],
    T![remove],
    T![replace],
    T![reset],
    T![revoke],
    T![rollback],
    T![set],
    T![show],
    T![start],
    T![summarize],
    T![truncate],
    T![uncache],
    T![undrop],
    T![unlock],
    T![unset],
    T![update],
    T![use],
    T![vacuum],
]);

/// What a misspelt first word may have been.
const STATEMENT_WORDS: &[SyntaxKind] = &[
    T![select],
    T![with],
    T![from],
    T![create],
    T![insert],
    T![update],
    T![delete],
    T![values],
    T![alter],
    T![drop],
    T![merge],
    T![copy],
];

/// The whole text.
pub(crate) fn file(p: &mut Parser<'_>) {
    let m = p.start();
    if p.at(T![frontmatter_open]) {
        let m = p.start();
        p.bump_any();
        p.eat(T![frontmatter_text]);
        p.eat(T![frontmatter_close]);
        m.complete(p, SyntaxKind::FRONTMATTER);
    }
    while p.current() != SyntaxKind::EOF {
        if p.eat(T![";"]) {
            continue;
        }
        p.unmute();
        statement(p);
        if p.at_end() {
            continue;
        }
        // Snowflake: the next statement reads the result of this one as `$1`.
        if p.at(T!["->>"]) && p.dialect == DialectKind::Snowflake {
            p.bump_any();
            if p.at_end() {
                p.expected_in("a statement", "");
            }
            continue;
        }
        if is_query_start(p, p.position()) && p.at_line_start() {
            p.error(format!("expected `;` between two statements, found `{}`", shown(p)));
            continue;
        }
        p.error(format!("unexpected `{}`", shown(p)));
        let m = p.start();
        while !p.at_end() {
            p.bump_any();
        }
        m.complete(p, SyntaxKind::ERROR);
    }
    m.complete(p, SyntaxKind::FILE);
}

fn statement(p: &mut Parser<'_>) {
    let at = p.position();
    if p.at(T![create]) && is_known_definition(p) {
        create_statement(p);
    } else if p.at_set(OPAQUE) && !is_pivot_like(p) {
        opaque(p);
    } else if is_query_start(p, at)
        || p.at(T!["("])
        || is_pivot_like(p)
        || p.at_set(QUERY_WORDS)
        || super::transform::at_map_or_reduce(p)
    {
        query_statement(p);
    } else if let Some(kind) = misspelt_statement(p) {
        report_misspelt(p, kind);
        statement(p);
    } else if lacks_select(p) {
        query_statement(p);
    } else {
        p.error(format!("expected a statement, found `{}`", shown(p)));
        let m = p.start();
        p.bump_any();
        while !p.at_end() && !is_query_start(p, p.position()) {
            p.bump_any();
        }
        m.complete(p, SyntaxKind::ERROR);
    }
}

const QUERY_WORDS: TokenSet = TokenSet::new(&[
    T![select],
    T![from],
    T![with],
    T![values],
    T![table],
    T![pivot],
    T![unpivot],
    T![pivot_wider],
    T![pivot_longer],
]);

/// `PIVOT t ON ..` as a statement.
fn is_pivot_like(p: &Parser<'_>) -> bool {
    matches!(p.current(), T![pivot] | T![unpivot] | T![pivot_wider] | T![pivot_longer])
}

fn misspelt_statement(p: &Parser<'_>) -> Option<SyntaxKind> {
    if !p.at(T![ident]) || p.nth_at(1, T!["."]) {
        return None;
    }
    nearest_keyword(p.text(0), STATEMENT_WORDS)
}

fn query_statement(p: &mut Parser<'_>) {
    let m = p.start();
    let opened = p.at(T![with]).then(|| p.position());
    query(p);
    if super::transform::at_multi_insert(p) {
        while !p.at_end() {
            p.bump_any();
        }
        m.complete(p, SyntaxKind::OPAQUE_STATEMENT);
        return;
    }
    if opened.is_some() && p.at_set(TokenSet::new(&[T![insert], T![update], T![delete], T![merge]])) {
        while !p.at_end() {
            p.bump_any();
        }
        m.complete(p, SyntaxKind::OPAQUE_STATEMENT);
        return;
    }
    m.complete(p, SyntaxKind::QUERY_STATEMENT);
}

/// Anything up to the next `;`.
fn opaque(p: &mut Parser<'_>) {
    let m = p.start();
    opaque_rest(p, m);
}

/// Completes a statement that turned out not to be looked into.
pub(super) fn opaque_rest(p: &mut Parser<'_>, m: Marker) {
    while !p.at_end() {
        p.bump_any();
    }
    m.complete(p, SyntaxKind::OPAQUE_STATEMENT);
}
