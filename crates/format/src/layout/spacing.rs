//! Blanks between tokens: what their kinds say, and the node that holds both.

use super::lists::is_loose;
use super::{Break, Child};
use crate::tokens::Token;
use syntax::SyntaxKind::{self, *};

/// What stands between two neighbours in a node, as far as no rule of the node says otherwise. Where nothing is known
/// it is what the author wrote.
pub(super) fn between(parent: SyntaxKind, left: &Child, right: &Child, tokens: &[Token<'_>]) -> Break {
    let (before, next) = (&tokens[left.last], &tokens[right.first]);
    let as_written = if next.was_apart { Break::Space } else { Break::None };
    if before.is_verbatim || next.is_verbatim {
        return if next.was_on_next_line { Break::Hard } else { as_written };
    }
    let (a, b) = (before.last_kind, next.kind);
    match (a, b) {
        (_, COMMA | SEMICOLON) => Break::None,
        // A second string on the next line continues the first.
        (STRING, STRING) if next.was_on_next_line => Break::Hard,
        (COMMA | SEMICOLON, _) => Break::Space,
        (NUMBER, DOT) | (DOT, NUMBER) => as_written,
        (DOT, _) | (_, DOT) | (COLON_COLON, _) | (_, COLON_COLON) => Break::None,
        (_, R_PAREN | R_BRACKET) | (L_PAREN | L_BRACKET, _) => Break::None,
        (L_BRACE, _) | (_, R_BRACE) => match parent {
            STRUCT_EXPR | MAP_EXPR => Break::None,
            _ => Break::Space,
        },
        (_, COLON) | (COLON, _) => colon(parent, a, as_written),
        (_, L_PAREN) => opening(parent, right, a, as_written),
        (_, L_BRACKET) => match parent {
            _ if is_loose(parent) && a != EQ => as_written,
            INDEX_EXPR | SLICE_EXPR | ARRAY_SUFFIX | TYPE_NAME | LIST_EXPR => Break::None,
            _ if a.is_keyword() || !is_word(a) && a != R_PAREN && a != R_BRACKET => Break::Space,
            _ => as_written,
        },
        _ => match parent {
            TYPE_FIELDS | TYPE_ARGUMENTS | TYPE_NAME if is_angle(a) || is_angle(b) => Break::None,
            LIST_EXPR | CALL_EXPR if is_angle(b) && right.kind != ARG_LIST => Break::None,
            COLUMNS_EXPR if a == STAR => Break::None,
            // Close to a word it would be a parameter.
            PREFIX_EXPR if a == AT_SIGN => as_written,
            PREFIX_EXPR if !is_word(a) => match is_word(b) {
                true => Break::None,
                false => as_written,
            },
            POSTFIX_EXPR => Break::None,
            PATH | PARAMETER => as_written,
            BINARY_EXPR if is_arrow(a) && is_word(b) || is_arrow(b) && !right.is_node => Break::None,
            BINARY_EXPR | ARG | LAMBDA_EXPR | MATCH_ARM | MATCH_PATTERN | ROCKY_FRAME | LET_BINDING
            | ASSIGNMENT | PIPE_SET_ITEM | SUBSET_DEF => Break::Space,
            STATEMENT_OPTIONS if a == EQ || b == EQ => Break::Space,
            _ if is_word(a) && is_word(b) || a.is_keyword() || b.is_keyword() => Break::Space,
            _ if is_closing(a) && is_word(b) => Break::Space,
            _ => as_written,
        },
    }
}

fn colon(parent: SyntaxKind, a: SyntaxKind, as_written: Break) -> Break {
    let is_behind = a == COLON;
    match parent {
        JSON_PATH_EXPR | SLICE_EXPR => match is_behind {
            true => as_written,
            false => Break::None,
        },
        PARAMETER => Break::None,
        _ if is_behind && !matches!(parent, INDEX_EXPR) => match parent {
            STRUCT_FIELD | MAP_ENTRY | DERIVED_COLUMN | ALIAS | TABLE_ALIAS | SELECT_ITEM | NAMED_TABLE
            | LAMBDA_EXPR | TYPE_FIELD => Break::Space,
            _ => as_written,
        },
        STRUCT_FIELD | MAP_ENTRY | DERIVED_COLUMN | ALIAS | TABLE_ALIAS | TYPE_FIELD => Break::None,
        _ => as_written,
    }
}

/// Between something and an opening parenthesis.
fn opening(parent: SyntaxKind, right: &Child, a: SyntaxKind, as_written: Break) -> Break {
    if right.is_node {
        return match right.kind {
            ARG_LIST | TYPE_MODIFIERS | TYPE_FIELDS | TYPE_ARGUMENTS => Break::None,
            COLUMN_NAME_LIST if parent == CTE => Break::None,
            _ if parent == PREFIX_EXPR && !is_word(a) => Break::None,
            _ => Break::Space,
        };
    }
    match parent {
        CAST_EXPR | EXTRACT_EXPR | SUBSTRING_EXPR | POSITION_EXPR | TRIM_EXPR | OVERLAY_EXPR
        | COLUMNS_EXPR | ARRAY_QUERY_EXPR | ROLLUP | CUBE | TABLE_ALIAS | FUNCTION_TABLE => Break::None,
        CTE
        | EXISTS_EXPR
        | QUANTIFIED_EXPR
        | FILTER_CLAUSE
        | WITHIN_GROUP
        | GROUPING_SETS
        | PIVOT_TABLE
        | UNPIVOT_TABLE
        | DISTINCT_CLAUSE
        | EXCLUDE_LIST
        | REPLACE_LIST
        | RENAME_LIST
        | COLUMN_CONSTRAINT
        | TABLE_CONSTRAINT
        | USING_KEY
        | JOIN_MATCH_CONDITION
        | SUBQUERY_TABLE
        | ROCKY_OVER
        | UNPIVOT_NAMES
        | PAREN_TABLE
        | MATCH_RECOGNIZE_TABLE
        | PATTERN_CLAUSE => Break::Space,
        _ => as_written,
    }
}

/// A name, a keyword or a literal.
fn is_word(kind: SyntaxKind) -> bool {
    kind.is_keyword()
        || matches!(kind, IDENT | QUOTED_IDENT | STRING | NUMBER | DATE_LITERAL | PARAMETER_TOKEN | POSITION)
}

fn is_closing(kind: SyntaxKind) -> bool {
    matches!(kind, R_PAREN | R_BRACKET | R_BRACE)
}

fn is_angle(kind: SyntaxKind) -> bool {
    matches!(kind, LT | GT | GT_GT | LT_GT)
}

fn is_arrow(kind: SyntaxKind) -> bool {
    matches!(kind, ARROW | ARROW_GT)
}
