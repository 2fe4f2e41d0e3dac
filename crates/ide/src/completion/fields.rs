//! The fields of structs.

use super::sql::{Proposals, Rank, stored};
use crate::CompletionKind;
use base::Ident;

impl Proposals<'_> {
    /// The fields of the value before the dot, which is no name.
    pub(super) fn fields_of_value(&mut self) {
        let view = self.scope.view;
        let Some(end) = self.context.value_end else { return };
        let map = view.map;
        let parenthesized = map.parentheses.iter().map(|(id, range)| (*id, *range));
        let ranges = map.exprs.iter().map(|(id, range)| (id, *range)).chain(parenthesized);
        // The bracket before the dot belongs to the smallest of those that end with it.
        let value = ranges.filter(|it| it.1.end() == end).min_by_key(|it| it.1.len());
        let ty = value.and_then(|it| view.inference.values.get(it.0)).map(|it| it.ty.clone());
        let path: Vec<Ident> = self.context.qualifier.iter().cloned().map(Ident::new).collect();
        self.fields(&ty.unwrap_or_default(), &path);
    }

    /// The fields of a struct, or of a struct within it.
    pub(super) fn fields(&mut self, ty: &dialect::Type, path: &[Ident]) {
        let mut ty = ty;
        for part in path {
            let dialect::Type::Struct(fields) = ty else { return };
            let Some(field) = fields.iter().find(|it| self.scope.view.is_called(part, &it.name)) else {
                return;
            };
            ty = &field.ty;
        }
        if let dialect::Type::Struct(fields) = ty {
            for field in fields.iter() {
                let detail = Some(field.ty.display(self.dialect()).to_string());
                let name = stored(&field.name);
                self.add_name(CompletionKind::Column, &[name], detail, Rank::COLUMN, None);
            }
        }
    }
}
