//! What is under the cursor, and what it is called everywhere.

use base::{Ident, SmolStr, TextRange, TextSize};
use db::{Db, SourceFile};
use hir::{Anchor, Body, CteId, Expr, ExprId, RelationId, SelectId, SelectItem, SourceMap};
use sema::{
    Definition, ExternalTable, Inference, Origin, OutputColumn, Owner, Resolution, Target, inference,
};
use std::sync::Arc;

/// A thing with a name. Equal symbols are the same thing, whatever file they were found in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Symbol {
    /// An output column of a model.
    ModelColumn(SourceFile, u32),
    /// A column of a table outside the project.
    ExternalColumn(Arc<ExternalTable>, u32),
    /// A select item of a model that is not part of its output: a column of a CTE or subquery.
    Item(SourceFile, SelectId, u32),
    /// A model.
    Model(SourceFile),
    /// A table outside the project.
    External(Arc<ExternalTable>),
    /// A common table expression of a model.
    Cte(SourceFile, CteId),
    /// A relation of a model under its alias.
    Alias(SourceFile, RelationId),
    /// A star of a model.
    Star(SourceFile, SelectId, u32),
    /// A function.
    Function(SmolStr),
    /// An expression that is nothing but its value.
    Value(SourceFile, ExprId),
}

/// A SQL or DSL file with everything that features ask of it.
pub(crate) struct FileView<'a> {
    pub(crate) file: SourceFile,
    pub(crate) body: Arc<Body>,
    pub(crate) map: &'a SourceMap,
    pub(crate) inference: &'a Inference,
    pub(crate) dialect: base::DialectKind,
}

impl<'a> FileView<'a> {
    pub(crate) fn new(db: &'a dyn Db, file: SourceFile) -> FileView<'a> {
        FileView {
            file,
            body: hir::body(db, file),
            map: &hir::lowered(db, file).lowering.source_map,
            inference: inference(db, file),
            dialect: db::dialect(db, file),
        }
    }

    /// Every symbol that is named at a place, with the place, unsorted.
    pub(crate) fn occurrences(&self, db: &dyn Db) -> Vec<(TextRange, Symbol)> {
        let mut found = Vec::new();
        for (expr, _) in self.body.exprs.iter() {
            self.expr_occurrences(expr, &mut found);
        }
        for (relation, data) in self.body.relations.iter() {
            self.relation_occurrences(db, relation, data, &mut found);
        }
        for (select, data) in self.body.selects.iter() {
            for (index, item) in data.items.iter().enumerate() {
                let index = index as u32;
                match item {
                    SelectItem::Expr { alias: Some(_), .. } => {
                        let range = Anchor::ItemName(select, index).range(self.map);
                        found.extend(range.map(|it| (it, self.item_symbol(select, index))));
                    }
                    SelectItem::Star(_) => {
                        let range = Anchor::ItemStar(select, index).range(self.map);
                        found.extend(range.map(|it| (it, Symbol::Star(self.file, select, index))));
                    }
                    _ => {}
                }
            }
        }
        for (query, data) in self.body.queries.iter() {
            for index in 0..data.ctes.len() as u32 {
                let range = Anchor::CteName(query, index).range(self.map);
                found.extend(range.map(|it| (it, Symbol::Cte(self.file, (query, index)))));
            }
        }
        found
    }

    /// The smallest symbol that contains `offset`, or ends there.
    pub(crate) fn symbol_at(&self, db: &dyn Db, offset: TextSize) -> Option<(TextRange, Symbol)> {
        let occurrences = self.occurrences(db);
        let touching = occurrences.into_iter().filter(|(range, _)| range.contains_inclusive(offset));
        // Where two names meet, the one that begins here is meant.
        touching.min_by_key(|(range, _)| (range.len(), range.end() == offset))
    }

    fn expr_occurrences(&self, expr: ExprId, found: &mut Vec<(TextRange, Symbol)>) {
        match &self.body.exprs[expr] {
            Expr::Name(parts) => self.name_occurrences(expr, parts, found),
            Expr::Call(call) => {
                let name = call.name.last().map(|it| it.text.clone());
                let range = Anchor::FunctionName(expr).range(self.map);
                found.extend(range.zip(name).map(|(range, name)| (range, Symbol::Function(name))));
            }
            Expr::Literal(_) | Expr::Cast { .. } => {
                let range = Anchor::Expr(expr).range(self.map);
                found.extend(range.map(|it| (it, Symbol::Value(self.file, expr))));
            }
            _ => {}
        }
    }

    fn name_occurrences(&self, expr: ExprId, parts: &[Ident], found: &mut Vec<(TextRange, Symbol)>) {
        let mut add = |part: usize, symbol: Symbol| {
            let range = Anchor::NamePart(expr, part as u32).range(self.map);
            found.extend(range.map(|it| (it, symbol)));
        };
        let value = Symbol::Value(self.file, expr);
        match self.inference.resolutions.get(&expr) {
            Some(Resolution::Column(relation, index)) => {
                let Some(column) = self.column(*relation, *index) else { return };
                let at = self.column_part(parts, column);
                for part in 0..parts.len() {
                    add(
                        part,
                        match part.cmp(&at) {
                            std::cmp::Ordering::Less => self.relation_symbol(*relation),
                            std::cmp::Ordering::Equal => {
                                self.column_symbol(column).unwrap_or_else(|| value.clone())
                            }
                            std::cmp::Ordering::Greater => value.clone(),
                        },
                    );
                }
            }
            Some(Resolution::Merged(columns)) => {
                let first = columns.first().and_then(|&(relation, index)| self.column(relation, index));
                add(0, first.and_then(|it| self.column_symbol(it)).unwrap_or(value));
            }
            Some(Resolution::Item(select, item)) => add(0, self.item_symbol(*select, *item)),
            Some(Resolution::Relation(relation)) => add(0, self.relation_symbol(*relation)),
            Some(Resolution::Open(relation)) => {
                (0..parts.len().saturating_sub(1)).for_each(|it| add(it, self.relation_symbol(*relation)));
                add(parts.len() - 1, value);
            }
            Some(Resolution::Parameter) | None => add(parts.len() - 1, value),
        }
    }

    /// Which part of a dotted name is the column: those before it name the table, those behind it are fields.
    fn column_part(&self, parts: &[Ident], column: &OutputColumn) -> usize {
        let named = |it: &Ident| dialect::same_name(it, &Ident::quoted(column.name.clone()), self.dialect);
        let last = parts.len() - 1;
        if named(&parts[last]) { last } else { parts.iter().position(named).unwrap_or(last) }
    }

    pub(crate) fn column(&self, relation: RelationId, index: u32) -> Option<&OutputColumn> {
        self.inference.relations.get(relation)?.columns.get(index as usize)
    }

    /// The symbol that a column is, by where it is defined.
    pub(crate) fn column_symbol(&self, column: &OutputColumn) -> Option<Symbol> {
        match &column.definition {
            Definition::Item(select, item) => Some(self.item_symbol(*select, *item)),
            Definition::Origin(origin) => Some(origin_symbol(origin)),
            Definition::Construct => None,
        }
    }

    /// The symbol of a select item: a column of the model, where it is one.
    pub(crate) fn item_symbol(&self, select: SelectId, item: u32) -> Symbol {
        let defined = Definition::Item(select, item);
        let output = self.inference.output.columns.iter().position(|it| it.definition == defined);
        match output {
            Some(index) => Symbol::ModelColumn(self.file, index as u32),
            None => Symbol::Item(self.file, select, item),
        }
    }

    /// The symbol of a relation as a qualifier: its alias, or what it names.
    fn relation_symbol(&self, relation: RelationId) -> Symbol {
        Symbol::Alias(self.file, relation)
    }

    fn relation_occurrences(
        &self,
        db: &dyn Db,
        id: RelationId,
        relation: &hir::Relation,
        found: &mut Vec<(TextRange, Symbol)>,
    ) {
        if let hir::Relation::Name { path, cte, .. } = relation
            && let Some(range) = Anchor::RelationName(id).range(self.map)
        {
            let symbol = match cte {
                Some(cte) => Some(Symbol::Cte(self.file, *cte)),
                None => target_symbol(sema::references(db, self.file).target(path)),
            };
            found.push((range, symbol.unwrap_or(Symbol::Alias(self.file, id))));
        }
        if let Some(ranges) = self.map.relations.get(id) {
            found.extend(ranges.alias.map(|it| (it, Symbol::Alias(self.file, id))));
            if let hir::Relation::Join { constraint: hir::JoinConstraint::Using(names), left, .. } = relation
            {
                for (range, name) in ranges.using.iter().zip(names) {
                    let symbol = self.using_symbol(*left, name);
                    found.extend(symbol.map(|it| (*range, it)));
                }
            }
        }
    }

    /// The column that a name in `USING` means on the left side.
    fn using_symbol(&self, left: RelationId, name: &Ident) -> Option<Symbol> {
        let named =
            |it: &&OutputColumn| dialect::same_name(name, &Ident::quoted(it.name.clone()), self.dialect);
        match &self.body.relations[left] {
            hir::Relation::Join { left, right, .. } => {
                self.using_symbol(*left, name).or_else(|| self.using_symbol(*right, name))
            }
            _ => self.column_symbol(self.inference.relations.get(left)?.columns.iter().find(named)?),
        }
    }
}

/// The symbol of a column of another model or table.
pub(crate) fn origin_symbol(origin: &Origin) -> Symbol {
    match &origin.owner {
        Owner::Model(model) => Symbol::ModelColumn(*model, origin.index),
        Owner::External(table) => Symbol::ExternalColumn(Arc::clone(table), origin.index),
    }
}

pub(crate) fn target_symbol(target: &Target) -> Option<Symbol> {
    match target {
        Target::Model(model) => Some(Symbol::Model(*model)),
        Target::External(table) => Some(Symbol::External(Arc::clone(table))),
        Target::Undescribed | Target::Absent { .. } => None,
    }
}

/// Whether features of SQL and the DSL apply to a file.
pub(crate) fn has_body(db: &dyn Db, file: SourceFile) -> bool {
    sema::is_model(db, file) && file.text(db).problem.is_none()
}
