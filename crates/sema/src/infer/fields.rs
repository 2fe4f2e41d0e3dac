//! Fields of values: what follows a column in a dotted name, or a value in parentheses.

use super::Context;
use crate::{Facts, Finding, Nullability, UnknownReason, ValueType};
use base::{Code, Ident, closest};
use dialect::Type;
use hir::{Anchor, ExprId};

impl Context<'_> {
    /// Walks the struct fields that follow a column in a dotted name.
    pub(super) fn fields(
        &mut self,
        expr: ExprId,
        parts: &[Ident],
        from: usize,
        mut value: ValueType,
    ) -> ValueType {
        if from < parts.len() {
            self.inference.fields.insert(expr, from as u32);
        }
        for (index, field) in parts.iter().enumerate().skip(from) {
            value = self.field(Anchor::NamePart(expr, index as u32), field, value);
        }
        value
    }

    /// The value of `field` of a struct.
    pub(super) fn field(&mut self, anchor: Anchor, field: &Ident, base: ValueType) -> ValueType {
        match &base.ty {
            Type::Struct(fields) => {
                let named = |it: &&dialect::Field| {
                    dialect::same_name(field, &Ident::quoted(it.name.clone()), self.dialect)
                };
                if let Some(found) = fields.iter().find(named) {
                    return ValueType::known(found.ty.clone(), base.null.either(Nullability::Unknown));
                }
                let guess = closest(field.as_str(), fields.iter().map(|it| it.name.as_str()));
                let message = format!("the struct has no field `{field}`");
                let typed =
                    |it: &dialect::Field| (it.name.clone(), Some(it.ty.display(self.dialect).to_string()));
                let facts =
                    Facts::column(field.text.clone()).candidates(field.as_str(), fields.iter().map(typed));
                let finding =
                    Finding::new(Code::E003, self.place(anchor), field.text.clone(), message).facts(facts);
                self.report(finding.did_you_mean(guess.map(|it| self.quoted(it))));
                ValueType::unknown(UnknownReason::Fault)
            }
            Type::Unknown => base,
            _ => match dialect::field_type(self.dialect, &base.ty, field) {
                Ok(Type::Unknown) => ValueType::unknown(UnknownReason::Construct("field access".into())),
                Ok(ty) => ValueType::known(ty, Nullability::Possible),
                Err(dialect::AccessError::NotAccessible(reason)) => {
                    let message = format!("no field `{field}`: {reason}");
                    self.report(Finding::new(Code::E003, self.place(anchor), field.text.clone(), message));
                    ValueType::unknown(UnknownReason::Fault)
                }
                Err(_) => ValueType::unknown(UnknownReason::Construct("field access".into())),
            },
        }
    }
}
