//! Shapes of the DSL's steps: what a step takes, and in which part of it the cursor is.

use super::shape::Shape;
use crate::{
    CallSignature,
    tokens::{is_close, is_open, word},
};
use base::TextSize;
use syntax::{
    SyntaxKind, SyntaxNode, SyntaxToken,
    ast::{AstNode, LetBinding, MatchExpr, Step},
};

/// Which part of a step the cursor is in, as far as its tokens say.
#[derive(Default)]
struct Typed {
    /// The words outside braces, in lower case, the step's own first.
    words: Vec<String>,
    /// Whether the cursor is in the step's braces, and whether behind the `:` or the `=>` of the entry there.
    braces: Option<bool>,
    /// Whether its braces have been closed.
    is_closed: bool,
}

/// The shape of the step or the `match` around the token before the cursor.
pub(super) fn around(before: &SyntaxToken, offset: TextSize) -> Option<CallSignature> {
    for node in before.parent_ancestors() {
        let found = match node.kind() {
            kind if MatchExpr::can_cast(kind) => shape_of_match(&typed(&node, offset)),
            kind if Step::can_cast(kind) => Step::cast(node.clone()).and_then(|it| of_step(&it, offset)),
            kind if LetBinding::can_cast(kind) => shape_of_let(&typed(&node, offset)),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn typed(node: &SyntaxNode, offset: TextSize) -> Typed {
    let mut typed = Typed::default();
    let mut depth = 0_u32;
    let tokens = node.descendants_with_tokens().filter_map(|it| it.into_token());
    for token in tokens.take_while(|it| it.text_range().start() < offset) {
        let kind = token.kind();
        match kind {
            _ if kind.is_trivia() || token.text().is_empty() => {}
            _ if is_open(kind) => {
                depth += 1;
                if depth == 1 && kind == SyntaxKind::L_BRACE {
                    typed.braces = Some(false);
                }
            }
            _ if is_close(kind) => {
                depth = depth.saturating_sub(1);
                if depth == 0 && kind == SyntaxKind::R_BRACE {
                    typed.braces = None;
                    typed.is_closed = true;
                }
            }
            SyntaxKind::COMMA if depth == 1 && typed.braces.is_some() => typed.braces = Some(false),
            _ if depth == 1 && typed.braces.is_some() && matches!(token.text(), ":" | "=>") => {
                typed.braces = Some(true);
            }
            _ if depth == 0 => typed.words.push(word(&token)),
            _ => {}
        }
    }
    typed
}

fn of_step(step: &Step, offset: TextSize) -> Option<CallSignature> {
    let typed = typed(step.syntax(), offset);
    let has = |wanted: &str| typed.words.iter().any(|it| it == wanted);
    let in_braces = |of_name: usize| typed.braces.map(|is_behind| of_name + usize::from(is_behind));
    let (shape, part, documentation) = match step {
        Step::FromStep(_) => (
            "from ‹model› as ‹name›",
            Some(usize::from(has("as"))),
            "the rows of a model, a table, or what a `let` above has bound",
        ),
        Step::WhereStep(_) => ("where ‹condition›", Some(0), "the rows for which the condition is true"),
        Step::GroupStep(_) => (
            "group ‹key, …› { ‹name›: ‹aggregate›, … }",
            in_braces(1).or(Some(0)),
            "one row for each combination of the keys, with what is made of its rows",
        ),
        Step::DeriveStep(_) => (
            "derive { ‹name›: ‹expression›, … }",
            in_braces(0),
            "columns beside those that are there; an expression may name those before it",
        ),
        Step::SelectStep(_) => ("select { ‹column, …› }", typed.braces.map(|_| 0), "these columns only"),
        Step::JoinStep(_) => {
            let part = match typed.braces {
                Some(_) => 3,
                None if has("on") => 2,
                None if has("as") => 1,
                None => 0,
            };
            (
                "[left | right | full | cross] join ‹model› as ‹name› on ‹key, …› { keep ‹column, …› }",
                Some(part),
                "the rows of both sides whose keys, which both have, are equal; of the joined side the columns that are kept",
            )
        }
        Step::SortStep(_) => ("sort ‹column [asc | desc], …›", Some(0), "the rows in this order"),
        Step::TakeStep(_) => ("take ‹count›", Some(0), "so many rows"),
        Step::DistinctStep(_) => ("distinct", None, "each row once"),
        Step::ReplicateStep(_) => ("replicate", None, "all rows and columns as they are"),
    };
    (!typed.is_closed).then(|| Shape::parse(shape).signature(part, documentation))
}

fn shape_of_match(typed: &Typed) -> Option<CallSignature> {
    let part = match typed.braces {
        Some(is_behind) => 1 + usize::from(is_behind),
        None => 0,
    };
    let shape = "match ‹value› { ‹pattern› => ‹result›, … }";
    let documentation = "the result behind the first pattern that fits: a value, a comparison such as `> 5`, or `_` for the rest";
    (!typed.is_closed).then(|| Shape::parse(shape).signature(Some(part), documentation))
}

fn shape_of_let(typed: &Typed) -> Option<CallSignature> {
    // The name comes second, and behind it the sign, which is no word.
    let part = usize::from(typed.words.len() > 2);
    let documentation = "names the rows of a pipeline, for `from` and `join` below";
    Some(Shape::parse("let ‹name› = ‹steps›").signature(Some(part), documentation))
}
