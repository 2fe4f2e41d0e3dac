//! Resolution of names: what a dotted name in an expression means.

use super::{
    Context, OutputColumn, Resolution,
    scope::{Lookup, Scope, Table, may_have, position},
};
use crate::{Facts, Finding, Nullability, OpenReason, UnknownReason, ValueType};
use base::{Code, DialectKind, Ident};
use dialect::Type;
use hir::{Anchor, Expr, ExprId, SelectId, SelectItem};
use rustc_hash::FxHashMap;

/// A column found by a qualified or bare name, with the parts of the name that are left over as struct fields.
struct Found {
    resolution: Resolution,
    value: ValueType,
    rest: usize,
}

impl Context<'_> {
    /// The value that the name `parts` stands for at `expr`.
    pub(super) fn name(&mut self, expr: ExprId, parts: &[Ident], scope: &Scope<'_>) -> ValueType {
        if let [only] = parts
            && self.alias_first
            && let Some(value) = self.output_alias(expr, only, scope)
        {
            return value;
        }
        if let [first, field, ..] = parts
            && self.alias_first
            && self.dialect == DialectKind::Databricks
            && scope.chain().all(|it| it.tables_named(self.dialect, std::slice::from_ref(first)).is_empty())
            && let Some(value) = self.output_alias(expr, first, scope)
        {
            // It is a field of what the alias means, and no name of the alias itself. Spark goes on to the column of that
            // name where the alias has no such field.
            self.inference.resolutions.remove(&expr);
            let is_field = dialect::field_type(self.dialect, &value.ty, field).is_ok();
            if is_field || scope.chain().all(|it| matches!(it.column(self.dialect, first), Lookup::Absent)) {
                return self.fields(expr, parts, 1, value);
            }
        }
        // DuckDB's `alias.x` is the output alias `x`, even where a column is called so too.
        if let [prefix, only] = parts
            && self.dialect == DialectKind::DuckDb
            && prefix.text.eq_ignore_ascii_case("alias")
            && scope.chain().all(|it| it.tables_named(self.dialect, std::slice::from_ref(prefix)).is_empty())
            && let Some(value) = scope.chain().find_map(|it| self.output_alias(expr, only, it))
        {
            return value;
        }
        let mut open = false;
        for level in scope.chain() {
            if let Some(resolution) = self.parameter_named(level, &parts[0]) {
                self.inference.resolutions.insert(expr, resolution);
                let value = self.parameter(&parts[0]);
                return self.fields(expr, parts, 1, value);
            }
            // It may well be a column of the inner level, whose columns are not all known.
            if open && matches!(level.column(self.dialect, &parts[0]), Lookup::Ambiguous(_)) {
                break;
            }
            match self.name_in(expr, parts, level) {
                Step::Found(found) => {
                    self.inference.resolutions.insert(expr, found.resolution);
                    return self.fields(expr, parts, found.rest, found.value);
                }
                Step::Faulty => return ValueType::unknown(UnknownReason::Fault),
                Step::Open => open = true,
                Step::Absent => {}
            }
            if let [only] = parts
                && let Some(value) = self.output_alias(expr, only, level)
            {
                return value;
            }
        }
        if let [only] = parts
            && let Some(ty) = self.keyword_value(only)
        {
            return ValueType::not_null(ty);
        }
        if let Some(value) = self.row_identifier(parts, scope) {
            return value;
        }
        if let Some(value) = self.time_window(expr, parts) {
            return value;
        }
        if open {
            let reason = scope.chain().flat_map(|it| &it.tables).find_map(|it| it.output.open.clone());
            return ValueType::unknown(UnknownReason::Relation(reason.unwrap_or(OpenReason::SyntaxError)));
        }
        if let Some(value) = self.whole_row(expr, parts, scope) {
            return value;
        }
        if self.may_be_made_up(parts, scope) {
            return ValueType::unknown(UnknownReason::Construct("a name that the engine makes up".into()));
        }
        self.report_absent(expr, parts, scope);
        ValueType::unknown(UnknownReason::Fault)
    }

    /// The parameter that a name means in a scope: the last of its name.
    fn parameter_named(&self, level: &Scope<'_>, name: &Ident) -> Option<Resolution> {
        let lambda = level.lambda?;
        let (Expr::Lambda { parameters, .. } | Expr::Comprehension { parameters, .. }) =
            &self.body.exprs[lambda]
        else {
            return None;
        };
        let index = parameters.iter().rposition(|it| dialect::same_name(it, name, self.dialect))?;
        Some(Resolution::Parameter(lambda, u32::try_from(index).ok()?))
    }

    fn parameter(&self, name: &Ident) -> ValueType {
        let found = self.lambda_types.iter().rev().find(|it| dialect::same_name(&it.0, name, self.dialect));
        match found.map(|it| &it.1) {
            Some(Type::Unknown) | None => {
                ValueType::unknown(UnknownReason::Construct("a lambda parameter".into()))
            }
            Some(ty) => ValueType::known(ty.clone(), Nullability::Unknown),
        }
    }

    fn name_in(&mut self, expr: ExprId, parts: &[Ident], level: &Scope<'_>) -> Step {
        let mut qualifier_matched = None;
        for length in (1..parts.len()).rev() {
            match level.tables_named(self.dialect, &parts[..length])[..] {
                [] => {}
                [table] => {
                    let column = &parts[length];
                    if let Some(index) = position(self.dialect, column, &level.tables[table].output) {
                        let (resolution, value) = self.column(level, (table, index));
                        return Step::Found(Found { resolution, value, rest: length + 1 });
                    }
                    if may_have(column, &level.tables[table].output) {
                        let reason = level.tables[table].output.open.clone();
                        let reason = reason.unwrap_or(OpenReason::SyntaxError);
                        let value = ValueType::unknown(UnknownReason::Relation(reason));
                        let relation = level.tables[table].relation;
                        self.inference.qualifiers.insert(expr, (relation, length as u32));
                        let resolution = Resolution::Open(relation);
                        return Step::Found(Found { resolution, value, rest: parts.len() });
                    }
                    if is_row_identifier(self.dialect, column)
                        && self.has_rows_of_its_own(&level.tables[table])
                    {
                        let value = ValueType::not_null(Type::BIGINT);
                        let relation = level.tables[table].relation;
                        self.inference.qualifiers.insert(expr, (relation, length as u32));
                        let resolution = Resolution::Relation(relation);
                        return Step::Found(Found { resolution, value, rest: parts.len() });
                    }
                    if let Some(value) = hidden_column(self.dialect, column)
                        && self.has_rows_of_its_own(&level.tables[table])
                    {
                        let relation = level.tables[table].relation;
                        self.inference.qualifiers.insert(expr, (relation, length as u32));
                        let resolution = Resolution::Relation(relation);
                        return Step::Found(Found { resolution, value, rest: parts.len() });
                    }
                    qualifier_matched.get_or_insert((length, table));
                }
                [first, second, ..] => {
                    self.report_duplicate_alias(&level.tables[first], &level.tables[second]);
                    return Step::Faulty;
                }
            }
        }
        match level.column(self.dialect, &parts[0]) {
            Lookup::Column(place) => {
                let (resolution, value) = self.column(level, place);
                // `revenue.chanel`, where both a table and a column without fields are called so: the table was meant.
                if let Some((length, table)) = qualifier_matched
                    && let Some(field) = parts.get(1)
                    && dialect::field_type(self.dialect, &value.ty, field).is_err()
                {
                    self.report_missing_column(expr, length, &parts[length], &level.tables[table]);
                    return Step::Faulty;
                }
                return Step::Found(Found { resolution, value, rest: 1 });
            }
            Lookup::Merged(index) => {
                let merged = &level.merged[index];
                let places =
                    merged.parts.iter().map(|&(table, column)| (level.tables[table].relation, column as u32));
                let resolution = Resolution::Merged(places.collect());
                return Step::Found(Found { resolution, value: merged.value.clone(), rest: 1 });
            }
            Lookup::Ambiguous(places) if qualifier_matched.is_none() => {
                let tables: Vec<&Table> = places.iter().map(|it| &level.tables[it.0]).collect();
                self.report_ambiguous(expr, &parts[0], &tables);
                return Step::Faulty;
            }
            Lookup::Open if qualifier_matched.is_none() => return Step::Open,
            _ => {}
        }
        if let Some((length, table)) = qualifier_matched {
            self.report_missing_column(expr, length, &parts[length], &level.tables[table]);
            return Step::Faulty;
        }
        Step::Absent
    }

    /// The value of a column of a scope, NULLs that joins add and conditions exclude included.
    pub(super) fn column(
        &self,
        scope: &Scope<'_>,
        (table, index): (usize, usize),
    ) -> (Resolution, ValueType) {
        let table = &scope.tables[table];
        let column = &table.output.columns[index];
        let resolution = Resolution::Column(table.relation, index as u32);
        let mut value = if table.optional { column.value.or_null() } else { column.value.clone() };
        if self.proven_not_null.contains(&(table.relation, index as u32)) {
            value.null = Nullability::Never;
        }
        (resolution, value)
    }

    /// The value of an output alias of the select around `scope`, where the clause may use one.
    fn output_alias(&mut self, expr: ExprId, name: &Ident, scope: &Scope<'_>) -> Option<ValueType> {
        let select = scope.aliases?;
        let folded = dialect::fold(name, self.dialect);
        let item = *self.alias_items(select).get(&folded)?;
        // An item may use the aliases of those before it.
        let of_earlier = matches!(self.dialect, DialectKind::DuckDb | DialectKind::Databricks);
        if let Some((_, current)) = self.item.filter(|it| it.0 == select && of_earlier)
            && item >= current as usize
        {
            return None;
        }
        let body = self.body;
        let SelectItem::Expr { expr: target, .. } = &body.selects[select].items[item] else { return None };
        // An alias that is being computed cannot be used in its own definition.
        let source = match &body.exprs[*target] {
            Expr::Generated { call, .. } => call,
            _ => target,
        };
        if self.pending.contains(target) || self.pending.contains(source) {
            return None;
        }
        let value = self.expr(*target, scope);
        self.inference.resolutions.insert(expr, Resolution::Item(select, item as u32));
        Some(value)
    }

    /// The first item of each name. ORDER BY may name any output column, and a column that is an item of its own is one.
    fn alias_items(&mut self, select: SelectId) -> &FxHashMap<base::SmolStr, usize> {
        let (body, dialect, alias_first) = (self.body, self.dialect, self.alias_first);
        let is_databricks = dialect == DialectKind::Databricks;
        self.alias_items.entry((select, alias_first)).or_insert_with(|| {
            let mut items = FxHashMap::default();
            for (at, item) in body.selects[select].items.iter().enumerate() {
                let name = match item {
                    SelectItem::Expr { alias: Some(alias), .. } => Some(alias),
                    SelectItem::Expr { alias: None, expr } => match &body.exprs[*expr] {
                        // Databricks lets items behind it use the name of a field, too.
                        Expr::Name(parts) if alias_first || (is_databricks && parts.len() > 1) => {
                            parts.last()
                        }
                        _ => None,
                    },
                    _ => None,
                };
                if let Some(name) = name {
                    items.entry(dialect::fold(name, dialect)).or_insert(at);
                }
            }
            items
        })
    }

    /// DuckDB's pseudo-column `rowid`, which tables have and views and subqueries have not
    /// (<https://duckdb.org/docs/stable/sql/statements/select#row-ids>).
    fn row_identifier(&self, parts: &[Ident], scope: &Scope<'_>) -> Option<ValueType> {
        let [name] = parts else { return None };
        let table = || scope.chain().flat_map(|it| &it.tables).any(|it| self.has_rows_of_its_own(it));
        if let Some(value) = hidden_column(self.dialect, name)
            && table()
        {
            return Some(value);
        }
        (is_row_identifier(self.dialect, name) && table()).then(|| ValueType::not_null(Type::BIGINT))
    }

    fn has_rows_of_its_own(&self, table: &Table) -> bool {
        let relation =
            (table.relation != super::query::NO_RELATION).then(|| &self.body.relations[table.relation]);
        matches!(relation, Some(hir::Relation::Name { cte: None, .. }))
    }

    /// `t` where a table is called `t`: its row as a struct, in the dialects that have it.
    fn whole_row(&mut self, expr: ExprId, parts: &[Ident], scope: &Scope<'_>) -> Option<ValueType> {
        for level in scope.chain() {
            if let [table, ..] = level.tables_named(self.dialect, parts)[..] {
                let table = &level.tables[table];
                self.inference.qualifiers.insert(expr, (table.relation, parts.len() as u32));
                self.inference.resolutions.insert(expr, Resolution::Relation(table.relation));
                let fields = self.row_columns(table).iter().map(|it| (it.name.clone(), it.value.ty.clone()));
                let null = if table.optional { Nullability::Possible } else { Nullability::Never };
                return Some(ValueType::known(Type::structure(fields), null));
            }
        }
        None
    }

    /// The columns of a table's rows. BigQuery's offset of an element is no part of it.
    pub(super) fn row_columns<'t>(&self, table: &'t Table) -> &'t [OutputColumn] {
        let columns = &table.output.columns[..];
        let relation =
            (table.relation != super::query::NO_RELATION).then(|| &self.body.relations[table.relation]);
        match (self.dialect, relation, columns) {
            (
                DialectKind::BigQuery,
                Some(hir::Relation::Unnest { ordinality: Some(_), .. }),
                [elements @ .., _],
            ) => elements,
            _ => columns,
        }
    }

    /// Whether a name may be what the engine calls an item without an alias: only quoted names are spelled so. Databricks
    /// has `grouping__id` besides (<https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select-groupby.html>).
    fn may_be_made_up(&self, parts: &[Ident], scope: &Scope<'_>) -> bool {
        let [name] = parts else { return false };
        if self.dialect == DialectKind::Databricks && name.text.eq_ignore_ascii_case("grouping__id") {
            return self.grouped;
        }
        let Some(select) = scope.aliases.filter(|_| name.quoted && self.alias_first) else { return false };
        let is_made_up = |it: &SelectItem| match it {
            SelectItem::Expr { alias: None, expr } => !matches!(self.body.exprs[*expr], Expr::Name(_)),
            _ => false,
        };
        self.body.selects[select].items.iter().any(is_made_up)
    }

    /// Whether a name that resolves to no column is that of a function without parentheses.
    pub(super) fn is_keyword(&self, parts: &[Ident]) -> bool {
        matches!(parts, [name] if self.keyword_value(name).is_some())
    }

    fn keyword_value(&self, name: &Ident) -> Option<Type> {
        if name.quoted {
            return None;
        }
        dialect::keyword_function(self.engine, name.as_str()).map(|it| it.result)
    }

    fn report_ambiguous(&mut self, expr: ExprId, name: &Ident, tables: &[&Table]) {
        let names: Vec<String> = tables.iter().map(|it| format!("`{}`", path_text(&it.name))).collect();
        let message = format!("column `{name}` is ambiguous: it is in {}", join_words(&names));
        let place = self.place(Anchor::NamePart(expr, 0));
        let qualified = |it: &&Table| base::format_smolstr!("{}.{name}", path_text(&it.name));
        let candidates = tables.iter().map(|it| (qualified(it), None));
        let facts = Facts::column(name.text.clone()).candidates(name.as_str(), candidates);
        let mut finding = Finding::new(Code::E004, place.clone(), name.text.clone(), message).facts(facts);
        for table in tables {
            let anchor = Anchor::RelationAlias(table.relation);
            finding = finding.related(self.place(anchor), format!("`{name}` is one of its columns"));
        }
        let writer = self.writer();
        let aliases = tables.iter().filter_map(|it| it.name.last());
        if writer.is_bare_key(expr) {
            finding = finding.suggest("name one of them in `derive`, and group by that name");
        } else {
            let remedies: Vec<_> = aliases.map(|it| writer.qualified(expr, name, it)).collect();
            finding.remedies.extend(remedies);
        }
        self.report(finding);
    }

    pub(super) fn report_duplicate_alias(&mut self, first: &Table, second: &Table) {
        if !self.reported_aliases.insert(second.relation) {
            return;
        }
        let name = second.name.last().map(|it| it.text.clone()).unwrap_or_default();
        let message = format!("`{name}` is used twice in one FROM");
        let finding = Finding::new(
            Code::E004,
            self.place(Anchor::RelationAlias(second.relation)),
            name.clone(),
            message,
        )
        .facts(Facts::relation(name))
        .related(self.place(Anchor::RelationAlias(first.relation)), "first used here")
        .suggest("give one of them another alias");
        self.report(finding);
    }

    /// A name as it must be written in this dialect.
    pub(super) fn quoted(&self, name: &str) -> String {
        dialect::quote(name, self.dialect).into_owned()
    }

    /// The scope of a part of a `SELECT`, with the aliases of its list where the dialect lets them be named there.
    pub(super) fn with_aliases<'a>(
        &self,
        scope: &Scope<'a>,
        select: SelectId,
        place: dialect::NamingPlace,
    ) -> Scope<'a> {
        let is_seen = dialect::sees_aliases(place, self.dialect);
        Scope { aliases: is_seen.then_some(select), ..scope.clone() }
    }
}

fn is_row_identifier(dialect: DialectKind, name: &Ident) -> bool {
    dialect == DialectKind::DuckDb && name.text.eq_ignore_ascii_case("rowid")
}

/// The value of a column that tables have without declaring it. Trino's connectors have some such as `"$path"`, and which
/// and of what types is theirs to say (<https://trino.io/docs/current/connector/hive.html#metadata-columns>). BigQuery's
/// belong to partitioned, wildcard and external tables
/// (<https://cloud.google.com/bigquery/docs/querying-partitioned-tables#query_an_ingestion-time_partitioned_table>,
/// <https://cloud.google.com/bigquery/docs/querying-wildcard-tables>), Databricks' to tables of files
/// (<https://docs.databricks.com/en/ingestion/file-metadata-column.html>).
fn hidden_column(dialect: DialectKind, name: &Ident) -> Option<ValueType> {
    let ty = match (dialect, name.text.to_ascii_lowercase().as_str()) {
        (DialectKind::Trino, text) if text.starts_with('$') => Type::Unknown,
        (DialectKind::Databricks, "_metadata") => Type::Unknown,
        (DialectKind::BigQuery, "_partitiontime") => dialect::parse_type("TIMESTAMP", dialect)?,
        (DialectKind::BigQuery, "_partitiondate") => Type::Date,
        (DialectKind::BigQuery, "_table_suffix" | "_file_name") => Type::String { length: None },
        _ => return None,
    };
    Some(match ty {
        Type::Unknown => ValueType::unknown(UnknownReason::Construct("a hidden column".into())),
        ty => ValueType::known(ty, Nullability::Possible),
    })
}

enum Step {
    Found(Found),
    /// Reported already.
    Faulty,
    /// May be a column of a table whose columns are not all known.
    Open,
    Absent,
}

/// A dotted name for a message.
pub(crate) fn path_text(parts: &[Ident]) -> String {
    parts.iter().map(Ident::as_str).collect::<Vec<_>>().join(".")
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn join_words(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., last] => format!("{} and {last}", init.join(", ")),
    }
}
