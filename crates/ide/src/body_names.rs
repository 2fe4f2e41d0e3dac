//! The names in a SQL or DSL file.

mod makers;
mod stars;

use crate::{
    local_names::{self, Parameters},
    own_table::own_columns,
    symbol::{Name, Role, Symbol, target_symbol},
};
use base::{Ident, SmolStr, TextRange};
use db::{Db, SourceFile};
use hir::{
    Anchor, Body, Cte, CteId, Expr, ExprId, JoinConstraint, QueryBody, QueryId, Relation, RelationId,
    SelectId, SelectItem, SourceMap,
};
use makers::Makers;
use rustc_hash::FxHashMap;
use sema::{Definition, Inference, Output, OutputColumn, Resolution, inference};
use std::{cmp::Ordering, sync::Arc};

/// Whether features of SQL and the DSL apply to a file.
pub(crate) fn has_body(db: &dyn Db, file: SourceFile) -> bool {
    sema::is_statement(db, file) && file.text(db).problem.is_none()
}

/// A SQL or DSL file with everything that features ask of it.
pub(crate) struct FileView<'a> {
    pub(crate) file: SourceFile,
    pub(crate) body: Arc<Body>,
    pub(crate) map: &'a SourceMap,
    pub(crate) inference: &'a Inference,
    pub(crate) dialect: base::DialectKind,
    /// Whether it is written in the DSL.
    pub(crate) is_rocky: bool,
    makers: Makers,
    /// Names that mean columns of the model's own table, and which.
    pub(crate) own_columns: FxHashMap<ExprId, u32>,
    /// Names in the `ORDER BY` of a query that is no `SELECT`: they mean its columns.
    order_keys: FxHashMap<ExprId, QueryId>,
    parameters: Parameters,
}

impl<'a> FileView<'a> {
    pub(crate) fn new(db: &'a dyn Db, file: SourceFile) -> FileView<'a> {
        let mut view = FileView {
            file,
            body: hir::body(db, file),
            map: &hir::lowered(db, file).lowering.source_map,
            inference: inference(db, file),
            dialect: db::dialect(db, file),
            is_rocky: file.path(db).extension() == Some("rocky"),
            makers: Makers::default(),
            own_columns: FxHashMap::default(),
            order_keys: FxHashMap::default(),
            parameters: Parameters::default(),
        };
        view.parameters = Parameters::of(&view.body, view.map);
        view.own_columns = own_columns(&view.body, view.map, view.inference, view.dialect);
        view.makers = Makers::of(&view);
        view.find_order_keys();
        view
    }

    fn find_order_keys(&mut self) {
        for (query, data) in self.body.queries.iter() {
            if matches!(data.body, QueryBody::Select(_)) {
                continue;
            }
            let mut pending = data.order_by.to_vec();
            while let Some(expr) = pending.pop() {
                self.order_keys.insert(expr, query);
                self.body.exprs[expr].for_each_operand(|it| pending.push(it));
            }
        }
    }

    /// Every name, unsorted.
    pub(crate) fn names(&self, db: &dyn Db) -> Vec<Name> {
        let mut names = Vec::new();
        for (expr, data) in self.body.exprs.iter() {
            self.expr_names(db, expr, data, &mut names);
        }
        for (relation, data) in self.body.relations.iter() {
            self.relation_names(db, relation, data, &mut names);
        }
        for (select, data) in self.body.selects.iter() {
            for (index, item) in data.items.iter().enumerate() {
                self.item_names(db, select, index as u32, item, &mut names);
            }
            let unlisted = self.map.selects.get(select).map_or(&[][..], |it| &it.unlisted);
            for (expr, range) in data.unlisted.iter().zip(unlisted) {
                let Some(range) = *range else { continue };
                let symbol = Symbol::Derived(self.file, range);
                names.push(Name { range, symbol, role: Role::Definition, expr: Some(*expr) });
            }
        }
        for (query, data) in self.body.queries.iter() {
            for (index, cte) in data.ctes.iter().enumerate() {
                self.cte_names((query, index as u32), cte, &mut names);
            }
        }
        local_names::windows(self, &mut names);
        self.parameters.definitions(self, &mut names);
        for it in &self.map.inlined {
            let symbol = Symbol::Derived(self.file, it.definition);
            names.push(Name {
                range: it.range,
                symbol: symbol.clone(),
                role: Role::Read,
                expr: Some(it.expr),
            });
            names.push(Name { range: it.definition, symbol, role: Role::Definition, expr: Some(it.expr) });
        }
        // What the text does not say has an empty place: the qualifiers that the DSL's joins imply.
        names.retain(|it| !it.range.is_empty());
        names
    }

    fn cte_names(&self, (query, index): CteId, cte: &Cte, names: &mut Vec<Name>) {
        let ranges = self.map.queries.get(query).and_then(|it| it.ctes.get(index as usize));
        let Some(ranges) = ranges else { return };
        names.push(Name::definition(ranges.name, Symbol::Cte(self.file, (query, index))));
        let columns = self.inference.queries.get(cte.query).map_or(&[][..], |it| &it.columns);
        for (at, range) in ranges.columns.iter().enumerate() {
            let own = || self.maker_symbol(Anchor::CteColumn(query, index, at as u32));
            let passed = columns.get(at).and_then(|it| self.column_symbol(it));
            names.push(match passed {
                Some(symbol) => Name::read(*range, symbol),
                None => Name::definition(*range, own()),
            });
        }
    }

    fn expr_names(&self, db: &dyn Db, expr: ExprId, data: &Expr, names: &mut Vec<Name>) {
        let last = match data {
            Expr::Name(parts) => parts.len().saturating_sub(1) as u32,
            _ => 0,
        };
        let mut add = |anchor: Anchor, symbol: Symbol| {
            // The value is that of the last part: a field, where there is one.
            let has_value = !matches!(anchor, Anchor::NamePart(_, part) if part != last);
            let expr = has_value.then_some(expr);
            let range = anchor.range(self.map);
            names.extend(range.map(|range| Name { range, symbol, role: Role::Read, expr }));
        };
        match data {
            Expr::Name(parts) => self.dotted_names(db, expr, parts, add),
            Expr::Call(call) => {
                if let Some(name) = call.name.last() {
                    let declared = self.declared_function(db, call);
                    let symbol =
                        declared.unwrap_or_else(|| Symbol::Function(name.text.to_lowercase().into()));
                    add(Anchor::FunctionName(expr), symbol);
                }
            }
            Expr::Literal(_) | Expr::Cast { .. } => add(Anchor::Expr(expr), Symbol::Value(self.file, expr)),
            _ => {}
        }
    }

    /// The function of the project that a call is of.
    fn declared_function(&self, db: &dyn Db, call: &hir::Call) -> Option<Symbol> {
        let project = self.file.project(db);
        let index = sema::declared_function(db, project, &call.name)?;
        Some(Symbol::DeclaredFunction(db::rocky_toml_file(db, project)?, u32::try_from(index).ok()?))
    }

    fn dotted_names(&self, db: &dyn Db, expr: ExprId, parts: &[Ident], mut add: impl FnMut(Anchor, Symbol)) {
        let part = |index: usize| Anchor::NamePart(expr, index as u32);
        let value = || Symbol::Value(self.file, expr);
        let qualifier = |relation: RelationId| self.qualifier_symbol(db, relation).unwrap_or_else(value);
        let Some(last) = parts.len().checked_sub(1) else { return };
        if let Some(index) = self.own_columns.get(&expr) {
            let relation = match self.inference.resolutions.get(&expr) {
                Some(Resolution::Open(relation)) => self.qualifier_symbol(db, *relation),
                _ => None,
            };
            (0..last).for_each(|it| add(part(it), relation.clone().unwrap_or_else(value)));
            return add(part(last), Symbol::ModelColumn(self.file, *index));
        }
        match self.inference.resolutions.get(&expr) {
            Some(Resolution::Column(relation, index)) => {
                let Some(column) = self.resolved_column(expr, *relation, *index) else { return };
                let at = self.column_part(expr, parts);
                for index in 0..=last {
                    let symbol = match index.cmp(&at) {
                        Ordering::Less => self.qualifier_symbol(db, *relation),
                        Ordering::Equal => self.column_symbol(column),
                        Ordering::Greater => None,
                    };
                    add(part(index), symbol.unwrap_or_else(value));
                }
            }
            Some(Resolution::Merged(columns)) => {
                let columns = columns.iter().filter_map(|it| self.column(it.0, it.1));
                let symbols: Vec<Symbol> = columns.filter_map(|it| self.column_symbol(it)).collect();
                symbols.into_iter().for_each(|it| add(part(0), it));
                (1..=last).for_each(|it| add(part(it), value()));
            }
            Some(Resolution::Item(select, item)) => add(part(last), self.item_symbol((*select, *item))),
            Some(Resolution::Parameter(lambda, index)) => {
                add(part(0), self.parameters.symbol(self, *lambda, *index));
                (1..=last).for_each(|it| add(part(it), value()));
            }
            Some(Resolution::Relation(_) | Resolution::Open(_)) | None => {
                match self.inference.qualifiers.get(&expr) {
                    Some((relation, count)) => {
                        let count = *count as usize;
                        (0..count).for_each(|it| add(part(it), qualifier(*relation)));
                        (count..=last).for_each(|it| add(part(it), value()));
                    }
                    None => add(part(last), value()),
                }
            }
        }
    }

    /// Which part of a dotted name, but for its last, stands at `range`.
    pub(crate) fn inner_part(&self, expr: ExprId, parts: &[Ident], range: TextRange) -> Option<usize> {
        let inner = 0..parts.len().saturating_sub(1);
        inner.into_iter().find(|it| Anchor::NamePart(expr, *it as u32).range(self.map) == Some(range))
    }

    /// The type of a field that further fields of a dotted name are of.
    pub(crate) fn inner_field(&self, expr: ExprId, parts: &[Ident], part: usize) -> Option<dialect::Type> {
        let Some(Resolution::Column(relation, index)) = self.inference.resolutions.get(&expr) else {
            return None;
        };
        let column = self.resolved_column(expr, *relation, *index)?;
        let fields = parts.get(self.column_part(expr, parts) + 1..=part)?;
        let field = |ty: dialect::Type, field| dialect::field_type(self.dialect, &ty, field).ok();
        fields.iter().try_fold(column.value.ty.clone(), field)
    }

    /// Which part of the dotted name of a column is its own: those before it name the table, those behind it are fields.
    pub(crate) fn column_part(&self, expr: ExprId, parts: &[Ident]) -> usize {
        let end = self.inference.fields.get(&expr).map_or(parts.len(), |it| *it as usize);
        end.saturating_sub(1)
    }

    fn resolved_column(&self, expr: ExprId, relation: RelationId, index: u32) -> Option<&OutputColumn> {
        let of_query = || self.inference.queries.get(*self.order_keys.get(&expr)?);
        let output = self.inference.relations.get(relation).or_else(of_query)?;
        output.columns.get(index as usize)
    }

    pub(crate) fn column(&self, relation: RelationId, index: u32) -> Option<&OutputColumn> {
        self.inference.relations.get(relation)?.columns.get(index as usize)
    }

    /// What qualifies the columns of a relation: its alias, or what its name means.
    fn qualifier_symbol(&self, db: &dyn Db, relation: RelationId) -> Option<Symbol> {
        let data = self.relation(relation)?;
        match data.alias() {
            Some(_) => Some(self.alias_symbol(relation)),
            None => self.relation_symbol(db, data).or(Some(Symbol::Alias(self.file, relation))),
        }
    }

    /// A relation of the body; absent for the stand-ins that inference uses.
    pub(crate) fn relation(&self, relation: RelationId) -> Option<&Relation> {
        self.inference.relations.get(relation)?;
        Some(&self.body.relations[relation])
    }

    /// What the name of a relation means.
    pub(crate) fn relation_symbol(&self, db: &dyn Db, relation: &Relation) -> Option<Symbol> {
        let Relation::Name { path, cte, .. } = relation else { return None };
        match cte {
            Some(cte) => Some(Symbol::Cte(self.file, *cte)),
            None => target_symbol(sema::references(db, self.file).target(path)),
        }
    }

    /// What qualifies the columns of a relation, as written: its alias, or the last part of its name.
    pub(crate) fn qualifier(&self, relation: RelationId) -> Option<&Ident> {
        let data = self.relation(relation)?;
        match (data.alias(), data) {
            (Some(alias), _) => Some(&alias.name),
            (None, Relation::Name { path, .. }) => path.last(),
            _ => None,
        }
    }

    fn relation_names(&self, db: &dyn Db, id: RelationId, relation: &Relation, names: &mut Vec<Name>) {
        let alias = self.alias_symbol(id);
        if let Relation::Name { .. } = relation
            && let Some(range) = Anchor::RelationName(id).range(self.map)
        {
            let symbol = self.relation_symbol(db, relation);
            names.push(Name::read(range, symbol.unwrap_or_else(|| alias.clone())));
        }
        let Some(ranges) = self.map.relations.get(id) else { return };
        names.extend(ranges.alias.map(|it| Name::definition(it, alias)));
        for (index, range) in (0..).zip(&ranges.alias_columns) {
            let Some(column) = self.column(id, index) else { continue };
            let is_own = column.definition == Definition::Named(Anchor::AliasColumn(id, index));
            let name = if is_own { Name::definition } else { Name::read };
            names.extend(self.column_symbol(column).map(|it| name(*range, it)));
        }
        for (index, range) in (0..).zip(&ranges.columns) {
            names.push(Name::definition(*range, self.maker_symbol(Anchor::RelationColumn(id, index))));
        }
        if let Relation::Join { constraint: JoinConstraint::Using(columns), left, right, .. } = relation {
            for (range, name) in ranges.using.iter().zip(columns) {
                let sides = [*left, *right].into_iter().filter_map(|it| self.joined_column(it, name));
                let symbols = sides.filter_map(|it| self.column_symbol(it));
                names.extend(symbols.map(|it| Name::read(*range, it)));
            }
        }
    }

    /// The first column of this name among those that a side of a join offers.
    fn joined_column(&self, side: RelationId, name: &Ident) -> Option<&OutputColumn> {
        let mut pending = vec![side];
        while let Some(relation) = pending.pop() {
            match &self.body.relations[relation] {
                Relation::Join { left, right, .. } => pending.extend([*right, *left]),
                _ => {
                    let found = self.inference.relations.get(relation).and_then(|it| self.named(it, name));
                    if found.is_some() {
                        return found;
                    }
                }
            }
        }
        None
    }

    fn item_names(
        &self,
        db: &dyn Db,
        select: SelectId,
        index: u32,
        item: &SelectItem,
        names: &mut Vec<Name>,
    ) {
        match item {
            SelectItem::Expr { .. } => {
                let ranges = self.map.selects.get(select).and_then(|it| it.items.get(index as usize));
                let range = ranges.and_then(|it| it.name);
                let symbol = self.item_symbol((select, index));
                names.extend(range.map(|it| Name::definition(it, symbol)));
            }
            SelectItem::Star(star) => self.star_names(db, select, index, star, names),
            SelectItem::Missing => {}
        }
    }

    /// The column of an output that a name means.
    pub(crate) fn named<'o>(&self, output: &'o Output, name: &Ident) -> Option<&'o OutputColumn> {
        output.columns.iter().find(|it| self.is_called(name, &it.name))
    }

    /// Whether an identifier means a column of this spelling.
    pub(crate) fn is_called(&self, ident: &Ident, name: &SmolStr) -> bool {
        !name.is_empty() && dialect::same_name(ident, &Ident::quoted(name.clone()), self.dialect)
    }

    fn same(&self, a: &SmolStr, b: &SmolStr) -> bool {
        self.is_called(&Ident::quoted(a.clone()), b)
    }

    /// The output of the query that a select is the body of.
    pub(crate) fn output_of(&self, select: SelectId) -> Option<&Output> {
        let mut queries = self.body.queries.iter();
        let (query, _) = queries.find(|(_, it)| matches!(it.body, QueryBody::Select(it) if it == select))?;
        self.inference.queries.get(query).map(|it| &**it)
    }

    /// The text of a range.
    pub(crate) fn text(&self, db: &'a dyn Db, range: TextRange) -> Option<&'a str> {
        self.file.text(db).text.get(std::ops::Range::<usize>::from(range))
    }
}
