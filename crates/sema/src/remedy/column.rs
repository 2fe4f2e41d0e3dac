//! Output columns: their names, those that a contract misses, and what it says of their values.

use super::{NewText, Remedy, Writer};
use crate::{Inference, OutputColumn};
use base::{Applicability, DialectKind, Ident, closest};
use dialect::{CastKind, Family, Type, TypePattern};
use hir::{Anchor, ExprId, RelationId, SelectId, SelectItem};

impl Writer<'_> {
    /// Gives a select item another name.
    fn rename(&self, remedy: Remedy, (select, item): (SelectId, u32), name: &str) -> Option<Remedy> {
        let name = self.quoted(name);
        match self.body.selects[select].items.get(item as usize)? {
            SelectItem::Expr { expr, alias: None } if self.is_bare_key(*expr) => None,
            SelectItem::Expr { alias: Some(_), .. } => {
                Some(remedy.replace(self.place(Anchor::ItemName(select, item)), name))
            }
            SelectItem::Expr { alias: None, .. } if self.is_dsl => {
                Some(remedy.before(self.place(Anchor::Item(select, item)), format!("{name}: ")))
            }
            SelectItem::Expr { alias: None, .. } => {
                Some(remedy.behind(self.place(Anchor::Item(select, item)), format!(" AS {name}")))
            }
            _ => None,
        }
    }

    /// Whether an expression is a key of the DSL's `group`, which is a word and nothing else: it has no place for a name or
    /// for a qualifier.
    pub(crate) fn is_bare_key(&self, expr: ExprId) -> bool {
        self.is_dsl && self.body.selects.values().any(|it| it.group_by.keys.contains(&expr))
    }

    /// Gives the second column of a name the one by which the engine calls it, so that readers see no difference; or else
    /// one that no column has.
    pub(crate) fn alias(
        &self,
        item: (SelectId, u32),
        engine_name: Option<&str>,
        columns: &[OutputColumn],
    ) -> Option<Remedy> {
        if Some(item.0) != self.only_select() {
            return None;
        }
        let (name, applicability) = match engine_name {
            Some(name) => (name.to_owned(), Applicability::MachineApplicable),
            None => {
                let own = self.name_of(item)?;
                let is_free = |name: &String| columns.iter().all(|it| !it.name.eq_ignore_ascii_case(name));
                let name = (2..).map(|number| format!("{own}_{number}")).find(is_free)?;
                (name, Applicability::MaybeIncorrect)
            }
        };
        self.rename(Remedy::new(format!("Name it `{name}`"), applicability), item, &name)
    }

    /// The name of a select item's column, as the engine stores it.
    fn name_of(&self, (select, item): (SelectId, u32)) -> Option<String> {
        let name = match self.body.selects[select].items.get(item as usize)? {
            SelectItem::Expr { alias: Some(alias), .. } => alias,
            SelectItem::Expr { expr, .. } => match &self.body.exprs[*expr] {
                hir::Expr::Name(parts) => parts.last()?,
                _ => return None,
            },
            _ => return None,
        };
        Some(match self.engine.dialect {
            DialectKind::Snowflake => dialect::fold(name, self.engine.dialect).to_string(),
            _ => name.text.to_string(),
        })
    }

    /// Brings a column back that a contract asks for: out of what the query reads, else one that looks renamed, else one
    /// that a person must fill in. `is_promised` says which columns the contract asks for as well.
    pub(crate) fn missing_column(
        &self,
        inference: &Inference,
        name: &str,
        ty: Option<Type>,
        is_promised: impl Fn(&str) -> bool,
    ) -> Option<Remedy> {
        let select = self.only_select()?;
        let list = self.place(Anchor::SelectList(select));
        let block = &self.body.selects[select];
        let is_list = !self.is_dsl && !matches!(block.items[..], [] | [SelectItem::Missing]);
        if is_list
            && block.group_by.keys.is_empty()
            && !block.group_by.all
            && let Some(text) = self.readable(inference, select, name)
        {
            let remedy = Remedy::new(format!("Add `{text}`"), Applicability::MaybeIncorrect);
            return Some(remedy.behind(list, format!(", {text}")));
        }
        if let Some(remedy) = self.renamed_back(inference, select, name, is_promised) {
            return Some(remedy);
        }
        let value = match ty.and_then(|it| self.type_name(&it)) {
            Some(ty) => format!("CAST(NULL AS {ty})"),
            None => "NULL".to_owned(),
        };
        let text = NewText::default().words(format!(", {value} AS {}", self.quoted(name)));
        let title = format!("Add a column `{name}`, and write what it is");
        is_list.then(|| Remedy::new(title, Applicability::HasPlaceholders).behind(list, text))
    }

    /// A column of just one relation that a `SELECT` reads, as it is named there.
    fn readable(&self, inference: &Inference, select: SelectId, name: &str) -> Option<String> {
        let relations = inference.scopes.get(select)?;
        let has = |it: &RelationId| {
            let output = inference.relations.get(*it)?;
            output.columns.iter().find(|it| it.name.eq_ignore_ascii_case(name)).map(|it| it.name.clone())
        };
        let mut found = relations.iter().filter_map(|it| Some((*it, has(it)?)));
        let (relation, column) = found.next().filter(|_| found.next().is_none())?;
        let column = self.quoted(&column);
        match relations.len() {
            1 => Some(column),
            _ => Some(format!("{}.{column}", self.written(self.relation_name(relation)?))),
        }
    }

    fn renamed_back(
        &self,
        inference: &Inference,
        select: SelectId,
        name: &str,
        is_promised: impl Fn(&str) -> bool,
    ) -> Option<Remedy> {
        let columns = &inference.output.columns;
        let others = columns.iter().map(|it| it.name.as_str());
        let old = closest(name, others.filter(|it| !it.is_empty() && !is_promised(it)))?;
        let column = columns.iter().find(|it| it.name == old)?;
        let crate::Definition::Item(of, item) = column.definition else { return None };
        if of != select {
            return None;
        }
        let title = format!("Rename `{old}` to `{name}`");
        self.rename(Remedy::new(title, Applicability::MaybeIncorrect), (of, item), name)
    }

    /// Casts a column to what a contract promises.
    pub(crate) fn cast_to_promise(
        &self,
        inference: &Inference,
        index: usize,
        pattern: &TypePattern,
        written: &str,
    ) -> Option<Remedy> {
        let (item, column) = self.own_item(inference, index)?;
        // The neutral names of contracts are no types of the warehouse, so the cast needs its spelling.
        let ty = dialect::parse_type(written, self.engine.dialect).or_else(|| only_type(pattern))?;
        if !pattern.matches(&ty)
            || dialect::cast_exists(self.engine, &column.value.ty, &ty) == CastKind::Never
        {
            return None;
        }
        let remedy = self.cast_remedy(&ty, Applicability::MaybeIncorrect)?;
        self.cast_item(remedy, item, &column.name, &ty)
    }

    /// Gives the NULLs of a column a value.
    pub(crate) fn coalesce(&self, inference: &Inference, index: usize) -> Option<Remedy> {
        let (item, column) = self.own_item(inference, index)?;
        let value = match column.value.ty.family() {
            Family::Number => "0",
            Family::Text => "''",
            Family::Boolean => "FALSE",
            _ => return None,
        };
        let remedy = Remedy::new(format!("Take {value} for NULL"), Applicability::MaybeIncorrect);
        self.wrap_item(remedy, item, &column.name, ("COALESCE(", &format!(", {value})")))
    }

    /// The item of the body's own list that makes an output column.
    fn own_item<'i>(
        &self,
        inference: &'i Inference,
        index: usize,
    ) -> Option<((SelectId, u32), &'i OutputColumn)> {
        let column = inference.output.columns.get(index)?;
        let crate::Definition::Item(select, item) = column.definition else { return None };
        (self.only_select() == Some(select)).then_some(((select, item), column))
    }

    /// The qualified forms of an ambiguous name, one for each relation that has it.
    pub(crate) fn qualified(&self, name: ExprId, column: &Ident, relation: &Ident) -> Remedy {
        let text = format!("{}.{}", self.written(relation), self.written(column));
        Remedy::new(format!("Change to `{text}`"), Applicability::MaybeIncorrect)
            .replace(self.place(Anchor::NamePart(name, 0)), text)
    }
}

/// The type that a pattern means, where it is one.
pub(crate) fn only_type(pattern: &TypePattern) -> Option<Type> {
    match pattern {
        TypePattern::Exactly(ty) => Some(ty.clone()),
        TypePattern::OneOf(patterns) => patterns.iter().find_map(only_type),
        _ => None,
    }
}
