//! Casts that make types meet.

use super::{Remedy, Writer};
use base::Applicability;
use dialect::{BinaryOperator, CastKind, Comparison, Engine, Family, Operand, Type};
use hir::{ExprId, SelectId};

/// Compares two operands in one of the ways in which an engine does.
pub(crate) type Compare = fn(Engine, &Operand, &Operand) -> Comparison;

impl Writer<'_> {
    /// What makes a comparison one of equal types. Where the engine converts by itself, the very same cast in words;
    /// where it refuses, a cast that it takes.
    pub(crate) fn comparison(
        &self,
        sides: [(ExprId, &Operand); 2],
        verdict: &Comparison,
        compare: Compare,
    ) -> Option<Remedy> {
        let is_settled = |left: &Operand, right: &Operand| {
            let after = compare(self.engine, left, right);
            matches!(after, Comparison::Same | Comparison::Coerced { crosses_families: false, .. })
        };
        match verdict {
            Comparison::Coerced { to, crosses_families: true } => {
                let after = sides.map(|(_, operand)| match operand.ty == *to {
                    true => operand.clone(),
                    false => Operand::of(to.clone()),
                });
                let foreign = sides.iter().filter(|(_, operand)| operand.ty != *to).map(|it| it.0);
                is_settled(&after[0], &after[1])
                    .then(|| self.casts(foreign, to, Applicability::MachineApplicable))?
            }
            Comparison::Incompatible { .. } => self.cast_of_one(sides, is_settled),
            _ => None,
        }
    }

    /// What gives an operator operands that it takes.
    pub(crate) fn operator(
        &self,
        operator: BinaryOperator,
        sides: [(ExprId, &Operand); 2],
    ) -> Option<Remedy> {
        self.cast_of_one(sides, |left, right| {
            dialect::binary_type(self.engine, operator, left, right).is_ok_and(|it| !it.is_unknown())
        })
    }

    /// What gives branches a common type: a cast of the one to blame, or of the one that it does not go with.
    pub(crate) fn branches(
        &self,
        branches: &[(ExprId, Operand)],
        [other, blamed]: [usize; 2],
    ) -> Option<Remedy> {
        let sides = [other, blamed].map(|at| (branches[at].0, &branches[at].1));
        self.cast_of_one(sides, |left, right| {
            let mut operands: Vec<Operand> = branches.iter().map(|it| it.1.clone()).collect();
            operands[other] = left.clone();
            operands[blamed] = right.clone();
            dialect::unify_all(self.engine, &operands).is_some()
        })
    }

    /// What makes a condition of a value: a number is compared with 0, another value is cast.
    pub(crate) fn condition(&self, expr: ExprId, ty: &Type) -> Option<Remedy> {
        if ty.is_number() {
            let remedy = Remedy::new("Compare it with 0", Applicability::MaybeIncorrect);
            let different = if self.is_dsl { " != 0" } else { " <> 0" };
            return Some(
                remedy.replace(self.place(hir::Anchor::Operand(expr)), self.operand(expr).words(different)),
            );
        }
        let exists = dialect::cast_exists(self.engine, ty, &Type::Boolean) != CastKind::Never;
        exists.then(|| self.casts([expr], &Type::Boolean, Applicability::MaybeIncorrect))?
    }

    /// What says the conversion of arms of a set operation in words, item by item; `column` is the arms' column of the
    /// result.
    pub(crate) fn arms(&self, items: &[(SelectId, u32)], column: &str, ty: &Type) -> Option<Remedy> {
        let mut remedy = self.cast_remedy(ty, Applicability::MachineApplicable)?;
        for &item in items {
            remedy = self.cast_item(remedy, item, column, ty)?;
        }
        Some(remedy)
    }

    /// Casts the value of a select item.
    pub(super) fn cast_item(
        &self,
        remedy: Remedy,
        item: (SelectId, u32),
        column: &str,
        ty: &Type,
    ) -> Option<Remedy> {
        let close = format!(" AS {})", self.type_name(ty)?);
        self.wrap_item(remedy, item, column, ("CAST(", &close))
    }

    pub(super) fn cast_remedy(&self, ty: &Type, applicability: Applicability) -> Option<Remedy> {
        Some(Remedy::new(format!("Cast to {}", self.type_name(ty)?), applicability))
    }

    fn casts(
        &self,
        exprs: impl IntoIterator<Item = ExprId>,
        ty: &Type,
        applicability: Applicability,
    ) -> Option<Remedy> {
        if self.is_dsl {
            return None;
        }
        let close = format!(" AS {})", self.type_name(ty)?);
        let remedy = self.cast_remedy(ty, applicability)?;
        Some(exprs.into_iter().fold(remedy, |remedy, it| self.wrap(remedy, it, "CAST(", &close)))
    }

    /// Casts one side to the type of the other, the narrower before the wider, if that settles it.
    fn cast_of_one(
        &self,
        sides: [(ExprId, &Operand); 2],
        is_settled: impl Fn(&Operand, &Operand) -> bool,
    ) -> Option<Remedy> {
        let [left, right] = sides.map(|it| it.1);
        let order = if width(&left.ty) <= width(&right.ty) { [0, 1] } else { [1, 0] };
        order.into_iter().find_map(|narrow| {
            let (expr, from) = sides[narrow];
            let to = &sides[1 - narrow].1.ty;
            let is_value = from.literal.is_none() && !from.ty.is_unknown() && from.ty != Type::Null;
            if !is_value || dialect::cast_exists(self.engine, &from.ty, to) == CastKind::Never {
                return None;
            }
            let cast = Operand::of(to.clone());
            let settled = if narrow == 0 { is_settled(&cast, right) } else { is_settled(left, &cast) };
            settled.then(|| self.casts([expr], to, Applicability::MaybeIncorrect))?
        })
    }
}

/// How much a type can say: what gives way to what. Text comes first, since whoever compares it with something else
/// takes it for such a thing.
fn width(ty: &Type) -> u8 {
    match (ty.family(), ty) {
        (Family::Text, _) => 0,
        (Family::Boolean, _) => 1,
        (Family::Number, Type::Integer { .. }) => 2,
        (Family::Number, Type::Decimal { .. }) => 3,
        (Family::Number, _) => 4,
        (_, Type::Date) => 5,
        (_, Type::Timestamp { zone: false, .. }) => 6,
        (_, Type::Timestamp { zone: true, .. }) => 7,
        _ => 8,
    }
}
