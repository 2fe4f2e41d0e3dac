//! Files and statements.

use super::definitions::{CHANGES, change_statement, create_statement, is_known_definition};
use super::lists::{behind_closing, is_query_start, shown};
use super::manipulation::{at_manipulation, manipulation};
use super::names::{nearest_keyword, report_misspelt};
use super::opaque::{at_opaque, nth_is_one_of, opaque, opaque_rest};
use super::queries::query;
use super::recovery::lacks_select;
use crate::parser::{Parser, TokenSet};
use crate::{SyntaxKind, T};
use base::DialectKind;

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
        // The lexer has said what is wrong with it: a template, for example, in front of a query.
        if p.at(SyntaxKind::ERROR_TOKEN) {
            p.skip_token();
            continue;
        }
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
    if is_known_definition(p) {
        create_statement(p);
    } else if inserts_behind(p) || calls_own_procedure(p) {
        let m = p.start();
        opaque_rest(p, m);
    } else if at_manipulation(p) {
        manipulation(p);
    } else if !(p.at_set(CHANGES) && change_statement(p)) && at_opaque(p) && !is_pivot_like(p) {
        opaque(p);
    } else if p.position() > at {
        // The statement is read.
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

/// Spark: `FROM t INSERT INTO u SELECT a INSERT INTO v SELECT b` writes several tables.
fn inserts_behind(p: &Parser<'_>) -> bool {
    if p.dialect != DialectKind::Databricks || !p.at(T![from]) && !p.at(T![with]) {
        return false;
    }
    let (mut at, mut seen_from) = (p.position(), false);
    loop {
        match p.kind_at(at) {
            T!["("] => match behind_closing(p, at) {
                Some(behind) => at = behind,
                None => return false,
            },
            T![select] | T![";"] | SyntaxKind::EOF => return false,
            T![insert] if seen_from => return true,
            kind => {
                seen_from |= kind == T![from];
                at += 1;
            }
        }
    }
}

/// Snowflake: `WITH p AS PROCEDURE (..) .. CALL p()`.
/// <https://docs.snowflake.com/en/sql-reference/sql/call-with>
fn calls_own_procedure(p: &Parser<'_>) -> bool {
    p.dialect == DialectKind::Snowflake
        && p.at(T![with])
        && p.nth_at(2, T![as])
        && nth_is_one_of(p, 3, &["PROCEDURE"])
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
    query(p);
    m.complete(p, SyntaxKind::QUERY_STATEMENT);
}
