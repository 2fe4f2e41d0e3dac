//! Names, aliases, and words that look like misspelt keywords.

use super::lists::{at_clause_start, at_list_end, parenthesized};
use crate::parser::{Anchor, CompletedMarker, ParseFix, Parser, TokenSet};
use crate::validation;
use crate::{Feature, SyntaxKind, T};
use base::DialectKind;

/// Whether the token `n` places ahead is a name: not a reserved word.
pub(super) fn nth_is_name(p: &Parser<'_>, n: usize) -> bool {
    match p.nth(n) {
        T![ident] | T![quoted_ident] => true,
        kind if !kind.is_keyword() => false,
        kind => !p.reserved.words.contains(kind) || p.dialect == DialectKind::Databricks && is_lone(p, n),
    }
}

/// Whether a reserved word stands where nothing but a name can. Spark reserves no word for good:
/// <https://docs.databricks.com/en/sql/language-manual/sql-ref-reserved-words.html>
fn is_lone(p: &Parser<'_>, n: usize) -> bool {
    let stands_alone =
        matches!(p.nth(n + 1), T![","] | T![")"] | T!["."] | T![from] | T![as] | SyntaxKind::EOF);
    stands_alone && SOFT.contains(p.nth(n))
}

/// The reserved words that start no clause and are no values.
const SOFT: TokenSet =
    TokenSet::new(&[T![all], T![any], T![create], T![end], T![for], T![in], T![is], T![then], T![when]]);

pub(super) fn at_name(p: &Parser<'_>) -> bool {
    nth_is_name(p, 0)
}

/// Whether the token `n` places ahead is a word, reserved or not.
pub(super) fn nth_is_word(p: &Parser<'_>, n: usize) -> bool {
    let kind = p.nth(n);
    matches!(kind, T![ident] | T![quoted_ident]) || kind.is_keyword()
}

/// Whether the token `n` places ahead is this word, which is a keyword nowhere else.
pub(super) fn nth_is(p: &Parser<'_>, n: usize, word: &str) -> bool {
    let kind = p.nth(n);
    (kind == T![ident] || kind.is_keyword()) && p.text(n).eq_ignore_ascii_case(word)
}

/// Whether `IDENTIFIER(..)` stands `n` places ahead: a name that an expression spells.
/// <https://docs.databricks.com/en/sql/language-manual/sql-ref-names-identifier-clause.html>
pub(super) fn nth_is_identifier_clause(p: &Parser<'_>, n: usize) -> bool {
    matches!(p.dialect, DialectKind::Databricks | DialectKind::Snowflake)
        && p.nth_at(n + 1, T!["("])
        && nth_is(p, n, "identifier")
}

/// Takes `IDENTIFIER(..)` as a name. A lone string is the name.
fn identifier_clause(p: &mut Parser<'_>, node: SyntaxKind) -> CompletedMarker {
    if p.nth_at(2, T![string]) && p.nth_at(3, T![")"]) {
        p.bump_as(T![ident]);
        p.bump(T!["("]);
        let m = p.start();
        p.bump(T![string]);
        let name = m.complete(p, node);
        p.bump(T![")"]);
        return name;
    }
    let m = p.start();
    p.bump_as(T![ident]);
    p.bump(T!["("]);
    p.skip_balanced();
    p.expect(T![")"]);
    m.complete(p, node)
}

/// Takes the current word as a node of one name.
pub(super) fn word_as(p: &mut Parser<'_>, node: SyntaxKind) -> CompletedMarker {
    let m = p.start();
    match p.current() {
        kind @ (T![quoted_ident] | T![string]) => p.bump(kind),
        _ => p.bump_as(T![ident]),
    }
    validation::duckdb::name(p);
    m.complete(p, node)
}

/// A name that is being given.
pub(super) fn name(p: &mut Parser<'_>, what: &str) -> bool {
    let found = at_name(p);
    if nth_is_identifier_clause(p, 0) {
        identifier_clause(p, SyntaxKind::NAME);
    } else if found {
        word_as(p, SyntaxKind::NAME);
    } else {
        p.expected(what);
    }
    found
}

/// A name that is given behind AS: even a reserved word, unless it plainly starts the next clause.
pub(super) fn opt_name_behind_as(p: &mut Parser<'_>) -> bool {
    let strict = matches!(p.dialect, DialectKind::BigQuery | DialectKind::Trino);
    let is_name = at_name(p) || p.at(T![string]) && !strict;
    let found = is_name || p.current().is_keyword() && !starts_next_clause(p);
    if nth_is_identifier_clause(p, 0) {
        identifier_clause(p, SyntaxKind::NAME);
    } else if found {
        // The rows of UNPIVOT are named by values.
        if p.at(T![string]) && p.clause != "UNPIVOT" {
            p.uses(Feature::StringAsAlias, 1);
        }
        if !is_name && strict {
            let word = p.text(0);
            p.error(format!("`{word}` is a reserved word: put it into quotes to use it as a name"));
        }
        word_as(p, SyntaxKind::NAME);
    }
    found
}

fn starts_next_clause(p: &Parser<'_>) -> bool {
    at_clause_start(p) && !matches!(p.nth(1), T![","] | T![")"] | T![from] | T![";"] | SyntaxKind::EOF)
        || p.at(T![from]) && !matches!(p.nth(1), T![from] | T![","])
}

/// Dotted names. Behind a dot any word is a name, if no blank stands between: `t. FROM u` lacks a name.
pub(super) fn path(p: &mut Parser<'_>, what: &str) -> Option<CompletedMarker> {
    path_from(p, what, 1)
}

/// As [`path`], for the name of a table, whose first part may have dashes in GoogleSQL: `my-project-123.data.orders`.
/// <https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#table_names>
pub(super) fn table_path(p: &mut Parser<'_>, what: &str) -> Option<CompletedMarker> {
    let tokens = if p.dialect == DialectKind::BigQuery { dashed_tokens(p) } else { 1 };
    path_from(p, what, tokens)
}

/// How many tokens are one name with dashes, without blanks between them.
fn dashed_tokens(p: &Parser<'_>) -> u8 {
    let mut tokens = 1_u8;
    if !p.nth_at(0, T![ident]) {
        return tokens;
    }
    loop {
        let n = usize::from(tokens);
        let goes_on = p.nth_at(n, T!["-"])
            && (p.nth_at(n + 1, T![number]) || nth_is_name(p, n + 1) && !p.nth_at(n + 1, T![quoted_ident]))
            && p.is_joint(n - 1)
            && p.is_joint(n);
        if !goes_on || tokens > u8::MAX - 2 {
            return tokens;
        }
        tokens += 2;
    }
}

/// A path whose first name is made of so many tokens.
fn path_from(p: &mut Parser<'_>, what: &str, tokens: u8) -> Option<CompletedMarker> {
    if !at_name(p) {
        p.expected(what);
        return None;
    }
    let m = p.start();
    // Snowflake: `database..table` is in the schema that every database has.
    if p.dialect == DialectKind::Snowflake && p.nth_at(1, T![".."]) && nth_is_name(p, 2) {
        p.bump_any();
        p.bump(T![".."]);
    }
    if tokens > 1 {
        let m = p.start();
        p.bump_joined(tokens, T![ident]);
        m.complete(p, SyntaxKind::NAME_REF);
    } else {
        word_as(p, SyntaxKind::NAME_REF);
    }
    while p.at(T!["."]) {
        if p.nth_at(1, T!["."]) {
            break;
        }
        let joint = p.is_joint(0);
        p.bump(T!["."]);
        if !segment(p, joint, what) {
            break;
        }
    }
    Some(m.complete(p, SyntaxKind::PATH))
}

/// The name behind a dot.
pub(super) fn segment(p: &mut Parser<'_>, joint: bool, what: &str) -> bool {
    let is_suffix = !joint && p.at(T![nulls]) && matches!(p.nth(1), T![first] | T![last]);
    let found = at_name(p) && !is_suffix || joint && p.current().is_keyword();
    if found {
        word_as(p, SyntaxKind::NAME_REF);
    } else {
        p.expected(what);
    }
    found
}

/// `(a, b)` as names.
pub(super) fn column_name_list(p: &mut Parser<'_>) {
    let m = p.start();
    parenthesized(p, "a column name", |p| {
        let found = at_name(p) || p.at(T![string]);
        if nth_is_identifier_clause(p, 0) {
            identifier_clause(p, SyntaxKind::NAME);
        } else if found {
            word_as(p, SyntaxKind::NAME);
        }
        found
    });
    m.complete(p, SyntaxKind::COLUMN_NAME_LIST);
}

/// The alias of an expression.
pub(super) fn opt_alias(p: &mut Parser<'_>) {
    if p.at(T![as]) {
        let m = p.start();
        p.bump(T![as]);
        if p.dialect == DialectKind::Databricks && p.at(T!["("]) {
            column_name_list(p);
        } else if !opt_name_behind_as(p) {
            p.expected("an alias");
        }
        m.complete(p, SyntaxKind::ALIAS);
        return;
    }
    let kind = p.current();
    // Spark: `stack(2, 1, 2) (a, b)`
    if kind == T!["("] && p.dialect == DialectKind::Databricks && p.previous() == T![")"] && nth_is_name(p, 1)
    {
        let m = p.start();
        column_name_list(p);
        m.complete(p, SyntaxKind::ALIAS);
        return;
    }
    let is_alias = match kind {
        T![ident] | T![quoted_ident] => true,
        T![string] => p.dialect == DialectKind::DuckDb,
        _ => {
            kind.is_keyword()
                && !p.reserved.column_alias.contains(kind)
                && !set_operator_behind(p)
                && !super::set_operations::at_set_operator(p)
        }
    };
    if is_alias && !recover_misspelt(p, BEHIND_SELECT_LIST) {
        let m = p.start();
        word_as(p, SyntaxKind::NAME);
        m.complete(p, SyntaxKind::ALIAS);
    }
}

/// Whether a word such as `anti` or `left` is the kind of a join here.
fn set_operator_behind(p: &Parser<'_>) -> bool {
    matches!(p.current(), T![left] | T![right] | T![full] | T![inner] | T![cross] | T![semi] | T![anti])
        && matches!(p.nth(1), T![join] | T![outer] | T![semi] | T![anti])
}

/// What may follow a select list.
pub(super) const BEHIND_SELECT_LIST: &[SyntaxKind] =
    &[T![from], T![where], T![union], T![order], T![group], T![limit]];

/// What may follow a table.
pub(super) const BEHIND_TABLE: &[SyntaxKind] = &[
    T![where],
    T![join],
    T![left],
    T![right],
    T![full],
    T![inner],
    T![cross],
    T![group],
    T![order],
    T![having],
    T![limit],
    T![union],
    T![qualify],
    T![on],
    T![using],
];

/// What may follow a condition.
pub(super) const BEHIND_CONDITION: &[SyntaxKind] = &[
    T![and],
    T![group],
    T![order],
    T![having],
    T![limit],
    T![union],
    T![qualify],
    T![where],
    T![join],
    T![left],
    T![right],
    T![inner],
    T![window],
    T![except],
    T![intersect],
];

/// If the current word is nearly one of these keywords, and what follows shows that it was meant, reports that and
/// takes it for the keyword.
pub(super) fn recover_misspelt(p: &mut Parser<'_>, candidates: &[SyntaxKind]) -> bool {
    if !p.at(T![ident]) {
        return false;
    }
    // What cannot stand behind an alias.
    let goes_on = matches!(
        p.nth(1),
        T![ident]
            | T![quoted_ident]
            | T![number]
            | T![string]
            | T![by]
            | T![join]
            | T![outer]
            | T![all]
            | T![select]
            | T![parameter]
    );
    if !goes_on {
        return false;
    }
    let Some(kind) = nearest_keyword(p.text(0), candidates) else { return false };
    // `orders` is a table more often than a slip.
    if matches!(kind, T![order] | T![group]) && !p.nth_at(1, T![by]) {
        return false;
    }
    report_misspelt(p, kind);
    true
}

/// Reports the current word as a misspelt keyword and takes it for that keyword.
pub(super) fn report_misspelt(p: &mut Parser<'_>, kind: SyntaxKind) {
    let keyword = kind.spelling().unwrap_or_default();
    let written = p.text(0);
    let at = p.position();
    let is_lower = written.chars().all(|c| c.is_lowercase());
    let replacement = if is_lower { keyword.to_lowercase() } else { keyword.to_owned() };
    let message = format!("`{written}` is not a keyword: did you mean `{keyword}`?");
    p.error_at(Anchor::Token(at), message, Some(ParseFix::Replace(at, replacement)));
    p.remap(kind);
}

/// The keyword that a word is nearly: one slip for short words, two for longer ones.
pub(super) fn nearest_keyword(word: &str, candidates: &[SyntaxKind]) -> Option<SyntaxKind> {
    if word.len() < 3 || word.len() > 20 {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let spelling = |it: &SyntaxKind| it.spelling().unwrap_or_default().to_ascii_lowercase();
    let names: Vec<String> = candidates.iter().map(spelling).collect();
    let best = base::closest(&word, names.iter().map(String::as_str))?;
    let at = names.iter().position(|it| it == best)?;
    (best.len().abs_diff(word.len()) <= 1).then(|| candidates[at])
}

/// Whether a table's alias without AS may stand here.
pub(super) fn at_table_alias(p: &Parser<'_>) -> bool {
    match p.current() {
        T![quoted_ident] => true,
        T![ident] => !super::object_suffixes::starts_suffix(p),
        T![nearest] if matches!(p.nth(1), T![number] | T![by]) => false,
        _ if super::object_suffixes::starts_suffix(p) => false,
        // GoogleSQL and Spark take the word for an alias, which surely was not meant.
        T![asof] if p.nth_at(1, T![join]) => false,
        T![pivot] | T![unpivot] => {
            !super::pivot::at_pivot(p) && !p.reserved.table_alias.contains(p.current())
        }
        T![match_recognize] => !p.nth_at(1, T!["("]) && !p.reserved.table_alias.contains(p.current()),
        kind => kind.is_keyword() && !p.reserved.table_alias.contains(kind) && !at_list_end(p),
    }
}
