//! What a token is by its place in the tree alone: for text whose names mean nothing, or nothing yet.

use super::SemanticKind;
use syntax::{SyntaxKind, SyntaxKind as K, SyntaxNode, SyntaxToken};

/// What a token is, and whether it defines a name.
pub(super) fn of(token: &SyntaxToken) -> Option<(SemanticKind, bool)> {
    let used = |kind| Some((kind, false));
    match token.kind() {
        K::WHITESPACE | K::ERROR_TOKEN | K::FRONTMATTER_TEXT => None,
        K::LINE_COMMENT | K::BLOCK_COMMENT | K::FRONTMATTER_OPEN | K::FRONTMATTER_CLOSE => {
            used(SemanticKind::Comment)
        }
        K::NUMBER | K::DATE_LITERAL => used(SemanticKind::Number),
        K::PARAMETER_TOKEN if token.text().starts_with('@') => used(SemanticKind::Placeholder),
        K::PARAMETER_TOKEN | K::POSITION => used(SemanticKind::Parameter),
        K::STRING if !is_name(token) => used(SemanticKind::String),
        K::IDENT | K::QUOTED_IDENT | K::STRING => named(token),
        K::L_PAREN | K::R_PAREN | K::L_BRACKET | K::R_BRACKET | K::L_BRACE | K::R_BRACE => None,
        K::COMMA | K::SEMICOLON | K::DOT | K::COLON => None,
        kind if kind.is_keyword() => used(SemanticKind::Keyword),
        _ => used(SemanticKind::Operator),
    }
}

fn is_name(token: &SyntaxToken) -> bool {
    let parent = token.parent().map(|it| it.kind());
    matches!(parent, Some(K::NAME | K::NAME_REF | K::NAMED_TABLE))
}

fn named(token: &SyntaxToken) -> Option<(SemanticKind, bool)> {
    let parent = token.parent()?;
    match parent.kind() {
        K::NAME => {
            let around = parent.parent()?.kind();
            // `f(name => 1)` uses the name of a parameter.
            Some((defined(around), around != K::ARG))
        }
        K::NAME_REF => Some((referred(&parent)?, false)),
        K::NAMED_TABLE => Some((SemanticKind::Relation, false)),
        K::PARAMETER => Some((SemanticKind::Parameter, false)),
        K::ERROR => None,
        // Words of the grammar that are keywords nowhere else.
        _ => Some((SemanticKind::Keyword, false)),
    }
}

/// What a name is that stands in a node of this kind.
fn defined(around: SyntaxKind) -> SemanticKind {
    match around {
        K::CTE | K::LET_BINDING => SemanticKind::Cte,
        K::TABLE_ALIAS | K::WINDOW_DEF | K::WITH_VARIABLE | K::FROM_STEP | K::JOIN_STEP | K::PIPE_AS => {
            SemanticKind::Alias
        }
        K::LAMBDA_PARAM | K::LIST_COMPREHENSION | K::INLINE_PARAMETER | K::ARG => SemanticKind::Parameter,
        K::LATERAL_VIEW_TABLE | K::SUBSET_DEF | K::PATTERN_DEFINITION => SemanticKind::Alias,
        _ => SemanticKind::Column,
    }
}

/// What a reference to a name is.
fn referred(name: &SyntaxNode) -> Option<SemanticKind> {
    let around = name.parent()?;
    let is_last = !name.siblings(syntax::Direction::Next).skip(1).any(|it| it.kind() == K::NAME_REF);
    Some(match around.kind() {
        K::COLUMN_REF if is_variable(&around) => SemanticKind::Parameter,
        K::COLUMN_REF if is_last => SemanticKind::Column,
        K::COLUMN_REF | K::STAR_EXPR | K::COLUMNS_EXPR => SemanticKind::Alias,
        K::PATH => {
            let kind = path_kind(around.parent().map(|it| it.kind()));
            if is_last || kind == SemanticKind::Type { kind } else { SemanticKind::Namespace }
        }
        K::METHOD_CALL_EXPR => SemanticKind::Function,
        K::OVER_CLAUSE | K::WINDOW_SPEC | K::WINDOW_DEF => SemanticKind::Alias,
        K::PATTERN_VARIABLE | K::SUBSET_DEF | K::AFTER_MATCH => SemanticKind::Alias,
        K::JOIN_STEP => SemanticKind::Relation,
        K::SAMPLE_CLAUSE => SemanticKind::Keyword,
        _ => SemanticKind::Column,
    })
}

/// Whether a column is none, but the name of a variable: the first argument of a placeholder.
fn is_variable(column: &SyntaxNode) -> bool {
    let argument = column.parent().filter(|it| it.kind() == K::ARG);
    let Some(argument) = argument.filter(|it| it.prev_sibling().is_none()) else { return false };
    let around = argument.parent().filter(|it| it.kind() == K::ARG_LIST).and_then(|it| it.parent());
    around.is_some_and(|it| it.kind() == K::PARAMETER)
}

/// What a dotted name is that stands in a node of this kind.
fn path_kind(around: Option<SyntaxKind>) -> SemanticKind {
    match around {
        Some(K::CALL_EXPR | K::INLINE_FUNCTION) => SemanticKind::Function,
        Some(K::TYPE_NAME | K::NEW_EXPR | K::CREATE_TYPE) => SemanticKind::Type,
        Some(
            K::EXCLUDE_LIST
            | K::RENAME_ITEM
            | K::PIPE_DROP
            | K::PIPE_SET_ITEM
            | K::BRACED_FIELD
            | K::FIELD_EXPR,
        ) => SemanticKind::Column,
        Some(K::CREATE_SCHEMA | K::COLLATE_EXPR) => SemanticKind::Namespace,
        _ => SemanticKind::Relation,
    }
}
