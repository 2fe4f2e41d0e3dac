//! Whether two expressions are one.

use super::{Inference, Resolution};
use base::DialectKind;
use hir::{Body, Expr, ExprId, RelationId, SelectId, SelectItem};

/// Whether two expressions of a select are one, names by what they mean. May say yes for some that differ in a
/// detail: a doubt is no error.
pub(crate) fn is_same(
    body: &Body,
    inference: &Inference,
    dialect: DialectKind,
    select: SelectId,
    pair: (ExprId, ExprId),
) -> bool {
    let unaliased = |expr: ExprId| match inference.resolutions.get(&expr) {
        Some(Resolution::Item(of, item)) if *of == select => {
            match body.selects[select].items.get(*item as usize) {
                Some(SelectItem::Expr { expr, .. }) => *expr,
                _ => expr,
            }
        }
        _ => expr,
    };
    let mut stack = vec![pair];
    while let Some((a, b)) = stack.pop() {
        let a = unaliased(a);
        let b = unaliased(b);
        if a == b {
            continue;
        }
        let (left, right) = (&body.exprs[a], &body.exprs[b]);
        let resolved = (inference.resolutions.get(&a), inference.resolutions.get(&b));
        match resolved {
            (Some(left), Some(right)) => {
                if !overlap(left, right) {
                    return false;
                }
                continue;
            }
            (None, None) => {}
            _ => return false,
        }
        let alike = match (left, right) {
            (Expr::Name(x), Expr::Name(y)) => x == y,
            (Expr::Literal(x), Expr::Literal(y)) => x == y,
            (Expr::Binary { operator: x, .. }, Expr::Binary { operator: y, .. }) => x == y,
            (Expr::Unary { operator: x, .. }, Expr::Unary { operator: y, .. }) => x == y,
            (Expr::Cast { ty: x, .. }, Expr::Cast { ty: y, .. }) => x.eq_ignore_ascii_case(y),
            (Expr::Extract { field: x, .. }, Expr::Extract { field: y, .. }) => x.eq_ignore_ascii_case(y),
            (Expr::Field { field: x, .. }, Expr::Field { field: y, .. }) => dialect::same_name(x, y, dialect),
            (Expr::Call(x), Expr::Call(y)) => {
                let names = x.name.iter().zip(&y.name);
                x.name.len() == y.name.len()
                    && names.into_iter().all(|(x, y)| x.text.eq_ignore_ascii_case(&y.text))
            }
            (left, right) => std::mem::discriminant(left) == std::mem::discriminant(right),
        };
        if !alike {
            return false;
        }
        let (mut xs, mut ys) = (Vec::new(), Vec::new());
        left.for_each_operand(|it| xs.push(it));
        right.for_each_operand(|it| ys.push(it));
        if xs.len() != ys.len() {
            return false;
        }
        stack.extend(xs.into_iter().zip(ys));
    }
    true
}

/// Whether two names may mean one column.
fn overlap(left: &Resolution, right: &Resolution) -> bool {
    let places = |it: &Resolution| -> Vec<(RelationId, u32)> {
        match it {
            Resolution::Column(relation, index) => vec![(*relation, *index)],
            Resolution::Merged(parts) => parts.to_vec(),
            _ => Vec::new(),
        }
    };
    let (a, b) = (places(left), places(right));
    if a.is_empty() || b.is_empty() { left == right } else { a.iter().any(|it| b.contains(it)) }
}
