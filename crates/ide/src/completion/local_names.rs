//! Windows and the parameters of lambdas: names that a `SELECT` or an expression has for itself.

use super::{
    scope::Scope,
    sql::{Proposals, Rank},
};
use crate::{CompletionKind, symbol::Symbol};
use base::Ident;
use dialect::{Family, Type};
use hir::{Anchor, Expr, ExprId};
use sema::{Nullability, UnknownReason, ValueType};

impl Scope<'_> {
    /// The parameters of the lambdas and comprehensions around the place, the innermost first.
    pub(super) fn parameters(&self) -> Vec<(Ident, ExprId, u32)> {
        let mut around = Vec::new();
        for (expr, data) in self.view.body.exprs.iter() {
            let (Expr::Lambda { parameters, .. } | Expr::Comprehension { parameters, .. }) = data else {
                continue;
            };
            let Some(range) = Anchor::Expr(expr).range(self.view.map) else { continue };
            // The body may be yet to come.
            let is_around = range.contains_inclusive(self.offset) || self.is_right_behind(range.end());
            if !is_around {
                continue;
            }
            for (index, name) in (0..).zip(parameters) {
                let written = Anchor::NamePart(expr, index).range(self.view.map);
                if written.is_none_or(|it| !it.contains_inclusive(self.offset)) {
                    around.push((range.len(), std::cmp::Reverse(index), name.clone(), expr));
                }
            }
        }
        around.sort_by_key(|it| (it.0, it.1));
        let mut found: Vec<(Ident, ExprId, u32)> = Vec::new();
        for (_, index, name, expr) in around {
            if !found.iter().any(|it| dialect::same_name(&it.0, &name, self.view.dialect)) {
                found.push((name, expr, index.0));
            }
        }
        found
    }
}

impl Proposals<'_> {
    /// The parameters around the place.
    pub(super) fn parameters(&mut self, expected: Option<Family>) {
        let view = self.scope.view;
        for (name, lambda, index) in self.scope.parameters() {
            let ty = self.type_of_parameter(lambda, index);
            let value = match ty {
                Some(ty) => ValueType::known(ty, Nullability::Unknown),
                None => ValueType::unknown(UnknownReason::Construct("a lambda parameter".into())),
            };
            let rank = match expected {
                Some(family) if family != value.ty.family() => Rank::EXPECTED,
                _ => Rank::PARAMETER,
            };
            let detail = self.detail(&value, Some("parameter"));
            let symbol = Some(Symbol::Parameter(view.file, lambda, index));
            self.add_name(CompletionKind::Parameter, &[name], detail, rank, symbol);
        }
    }

    /// The type of the parameter around the place that a name means, where it is known.
    pub(super) fn parameter_type(&self, name: &Ident) -> Option<Type> {
        let mut parameters = self.scope.parameters().into_iter();
        let (_, lambda, index) = parameters.find(|it| dialect::same_name(&it.0, name, self.dialect()))?;
        Some(self.type_of_parameter(lambda, index).unwrap_or_default())
    }

    fn type_of_parameter(&self, lambda: ExprId, index: u32) -> Option<Type> {
        let types = self.scope.view.inference.parameters.get(&lambda)?;
        types.get(index as usize).filter(|it| **it != Type::Unknown).cloned()
    }

    /// The windows of the innermost `SELECT` that can be named at the place: in the definition of one, those before it.
    pub(super) fn windows(&mut self) {
        let Some(level) = self.scope.levels().into_iter().next() else { return };
        let view = self.scope.view;
        let ranges = view.map.selects.get(level.select).map_or(&[][..], |it| &it.windows);
        let here = ranges.iter().position(|it| self.scope.is_in(it.full));
        let windows = &view.body.selects[level.select].windows;
        for (index, (name, _)) in (0..).zip(windows).take(here.unwrap_or(windows.len())) {
            let detail = Some("window".to_owned());
            let symbol = Some(Symbol::Window(view.file, level.select, index));
            self.add_name(CompletionKind::Window, std::slice::from_ref(name), detail, Rank::ALIAS, symbol);
        }
    }
}
