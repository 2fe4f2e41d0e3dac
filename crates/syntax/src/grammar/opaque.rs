//! Statements and clauses that are not looked into, and blocks of scripts.

use super::names::nth_is_word;
use crate::parser::{Marker, Parser, TokenSet};
use crate::{SyntaxKind, T};
use base::DialectKind;

/// The first words of statements that are not looked into.
const FIRST_WORDS: TokenSet = TokenSet::new(&[
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

/// Further first words, of one dialect each.
fn dialect_words(dialect: DialectKind) -> &'static [&'static str] {
    match dialect {
        DialectKind::DuckDb => &[],
        // <https://docs.databricks.com/en/sql/language-manual/index.html>
        DialectKind::Databricks => &[
            "APPLY", "CONVERT", "DENY", "DFS", "FSCK", "GENERATE", "IF", "FOR", "LEAVE", "ITERATE", "LOOP",
            "REORG", "REPAIR", "REPEAT", "RESIGNAL", "RESTORE", "SIGNAL", "SYNC", "WHILE",
        ],
        // <https://docs.snowflake.com/en/sql-reference/sql-all>
        DialectKind::Snowflake => &[
            "BREAK",
            "CONTINUE",
            "DEFINE",
            "EXCEPTION",
            "FOR",
            "IF",
            "LET",
            "LOOP",
            "LS",
            "RAISE",
            "REPEAT",
            "RETURN",
            "RM",
            "WHILE",
        ],
        // <https://cloud.google.com/bigquery/docs/reference/standard-sql/procedural-language>
        DialectKind::BigQuery => &[
            "ABORT",
            "ASSERT",
            "BREAK",
            "CLONE",
            "CONTINUE",
            "DEFINE",
            "EXCEPTION",
            "FOR",
            "IF",
            "ITERATE",
            "LEAVE",
            "LOOP",
            "MODULE",
            "RAISE",
            "RENAME",
            "REPEAT",
            "RETURN",
            "RUN",
            "WHILE",
        ],
        // <https://trino.io/docs/current/sql.html>
        DialectKind::Trino => &["DENY"],
    }
}

/// Whether the word `n` places ahead is one of these, whatever its case.
pub(super) fn nth_is_one_of(p: &Parser<'_>, n: usize, words: &[&str]) -> bool {
    if !nth_is_word(p, n) {
        return false;
    }
    let text = p.text(n);
    words.iter().any(|it| text.eq_ignore_ascii_case(it))
}

/// Whether a statement that is not looked into starts here.
pub(super) fn at_opaque(p: &Parser<'_>) -> bool {
    let is_labelled = p.nth_at(1, T![":"]) && starts_block(p, 2) && p.dialect != DialectKind::DuckDb;
    p.at_set(FIRST_WORDS) || nth_is_one_of(p, 0, dialect_words(p.dialect)) || is_labelled
}

/// Anything up to the next `;`, or the block that starts here.
pub(super) fn opaque(p: &mut Parser<'_>) {
    let m = p.start();
    let has_blocks = p.dialect != DialectKind::DuckDb;
    if has_blocks && p.at(T![declare]) && p.dialect == DialectKind::Snowflake && declares_block(p) {
        while !p.at(T![begin]) {
            p.bump_any();
        }
        block(p);
    } else if has_blocks && is_routine(p) {
        while !(p.at_end() || p.at(T![begin]) && starts_block(p, 0)) {
            // The declarations before the block end in `;` too.
            if p.at(T![declare]) && p.dialect == DialectKind::Snowflake && declares_block(p) {
                while !p.at(T![begin]) {
                    p.bump_any();
                }
                break;
            }
            p.bump_any();
        }
        block(p);
    } else if has_blocks && (starts_block(p, 0) || p.nth_at(1, T![":"]) && starts_block(p, 2)) {
        block(p);
    }
    opaque_rest(p, m);
}

/// Completes a statement that turned out not to be looked into.
pub(super) fn opaque_rest(p: &mut Parser<'_>, m: Marker) {
    while !p.at_end() {
        p.bump_any();
    }
    m.complete(p, SyntaxKind::OPAQUE_STATEMENT);
}

/// The rest of a statement, if there is any, as clauses that are not looked into.
pub(super) fn rest(p: &mut Parser<'_>) {
    options_until(p, |_| false);
}

/// Clauses that are not looked into, up to the end of the statement or, outside brackets, where `stop` says so.
pub(super) fn options_until(p: &mut Parser<'_>, stop: impl Fn(&Parser<'_>) -> bool) {
    if p.at_end() || stop(p) {
        return;
    }
    let m = p.start();
    while !p.at_end() && !stop(p) {
        let is_opening = matches!(p.current(), T!["("] | T!["["] | T!["{"]);
        p.bump_any();
        if is_opening {
            p.skip_balanced();
            p.eat_set(TokenSet::new(&[T![")"], T!["]"], T!["}"]]));
        }
    }
    m.complete(p, SyntaxKind::STATEMENT_OPTIONS);
}

/// CREATE PROCEDURE, FUNCTION, TASK and the like, whose body may be a block.
fn is_routine(p: &Parser<'_>) -> bool {
    p.at(T![create])
        && (1..7).any(|n| nth_is_one_of(p, n, &["PROCEDURE", "FUNCTION", "TASK", "TRIGGER", "ALERT"]))
}

/// Snowflake's `DECLARE .. BEGIN .. END`: whether a block follows the declarations.
fn declares_block(p: &Parser<'_>) -> bool {
    let mut at = p.position();
    while p.kind_at(at) != SyntaxKind::EOF {
        if p.kind_at(at) == T![begin] {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether the word `n` places ahead, where a statement starts, opens a block that `END` closes.
fn starts_block(p: &Parser<'_>, n: usize) -> bool {
    if p.nth_at(n, T![begin]) {
        let is_transaction = matches!(p.nth(n + 1), T![";"] | SyntaxKind::EOF)
            || nth_is_one_of(p, n + 1, &["TRANSACTION", "TRAN", "WORK", "NAME"]);
        return !is_transaction;
    }
    p.nth_at(n, T![case])
        || p.nth_at(n, T![if]) && !nth_is_one_of(p, n + 1, &["EXISTS", "NOT"])
        || p.nth_at(n, T![for])
        || nth_is_one_of(p, n, &["LOOP", "WHILE", "REPEAT"])
}

/// A block with the blocks in it, from the word that opens it to the END that closes it, with its `;`.
pub(super) fn block(p: &mut Parser<'_>) {
    let mut open = 0_usize;
    let mut starts_statement = true;
    while p.current() != SyntaxKind::EOF {
        if p.at(T![end]) {
            p.bump_any();
            open = open.saturating_sub(1);
            // END IF, END FOR, END CASE
            if p.at_set(TokenSet::new(&[T![if], T![for], T![case]]))
                || nth_is_one_of(p, 0, &["LOOP", "WHILE", "REPEAT"])
            {
                p.bump_any();
            }
            if open == 0 {
                return;
            }
            starts_statement = false;
            continue;
        }
        // CASE is closed by END in expressions too.
        // A handler's block stands behind the condition that it handles.
        let opens = p.at(T![case]) || (starts_statement || p.at(T![begin])) && starts_block(p, 0);
        if opens {
            open += 1;
        }
        if open == 0 && p.at(T![";"]) {
            return;
        }
        starts_statement =
            p.at_set(TokenSet::new(&[T![begin], T![then], T![else], T![do], T![";"], T![":"]]))
                || nth_is_one_of(p, 0, &["LOOP", "REPEAT"]);
        p.bump_any();
    }
}
