//! Joins: what they merge, what they make optional, and what they hide.

use super::{
    Context, OutputColumn,
    scope::{ColumnPlace, Merged, Scope, position},
};
use crate::{Facts, Finding, Nullability, ValueType};
use base::{Code, DialectKind, Ident, closest};
use dialect::Operand;
use hir::{Anchor, JoinConstraint, JoinKind, RelationId};
use std::ops::Range;

impl Context<'_> {
    pub(super) fn join(
        &mut self,
        id: RelationId,
        (kind, natural): (JoinKind, bool),
        left: RelationId,
        right: RelationId,
        constraint: &JoinConstraint,
        scope: &mut Scope<'_>,
    ) {
        let start = scope.tables.len();
        self.relation(left, scope);
        let middle = scope.tables.len();
        self.relation(right, scope);
        let sides = (start..middle, middle..scope.tables.len());
        match constraint {
            JoinConstraint::On(condition) => {
                self.condition(*condition, scope);
                if matches!(kind, JoinKind::Inner | JoinKind::AsOf) {
                    self.learn_not_null(*condition);
                }
            }
            JoinConstraint::Using(names) => {
                for (index, name) in names.iter().enumerate() {
                    let anchor = Anchor::UsingColumn(id, index as u32);
                    self.merge(name, anchor, kind, &sides, scope);
                }
            }
            JoinConstraint::None if natural => {
                let names = self.common_names(&sides, scope);
                if names.is_empty() {
                    self.report_nothing_in_common(id, &sides, scope);
                }
                for name in names {
                    self.merge(&name, Anchor::Relation(id), kind, &sides, scope);
                }
            }
            JoinConstraint::None => {}
        }
        let optional =
            |tables: &mut [super::scope::Table]| tables.iter_mut().for_each(|it| it.optional = true);
        if kind.left_may_be_missing() {
            optional(&mut scope.tables[sides.0]);
        }
        if kind.right_may_be_missing() {
            optional(&mut scope.tables[sides.1.clone()]);
        }
        if !kind.shows_right() {
            scope.tables[sides.1].iter_mut().for_each(|it| {
                it.visible = false;
                it.qualifies = false;
            });
        }
    }

    /// Makes one column of the two called `name`.
    fn merge(
        &mut self,
        name: &Ident,
        anchor: Anchor,
        kind: JoinKind,
        (left, right): &(Range<usize>, Range<usize>),
        scope: &mut Scope<'_>,
    ) {
        let earlier = scope.merged.iter().position(|it| {
            super::scope::names_column(self.dialect, name, &it.name) && left.contains(&it.parts[0].0)
        });
        let left_place = match earlier {
            Some(index) => Some(scope.merged[index].parts[0]),
            None => self.side_column(name, anchor, left.clone(), scope),
        };
        let right_place = self.side_column(name, anchor, right.clone(), scope);
        let (Some(left_place), Some(right_place)) = (left_place, right_place) else { return };
        let left_value = match earlier {
            Some(index) => scope.merged[index].value.clone(),
            None => self.column(scope, left_place).1,
        };
        let right_value = self.column(scope, right_place).1;
        self.compare_keys(anchor, name, &left_value, &right_value);
        let value = match kind {
            JoinKind::Right => right_value,
            JoinKind::Full => self.either_side(&left_value, &right_value),
            JoinKind::Inner | JoinKind::AsOf => ValueType { null: Nullability::Never, ..left_value },
            _ => left_value,
        };
        match earlier {
            Some(index) => {
                scope.merged[index].parts.push(right_place);
                scope.merged[index].value = value;
            }
            None => scope.merged.push(Merged {
                // GoogleSQL takes the spelling of the USING: `array_joins.test` among its compliance tests.
                name: match self.dialect {
                    DialectKind::BigQuery => name.text.clone(),
                    _ => scope.tables[left_place.0].output.columns[left_place.1].name.clone(),
                },
                parts: vec![left_place, right_place],
                value,
            }),
        }
    }

    /// The value of a column that a full join merges: COALESCE of both.
    fn either_side(&self, left: &ValueType, right: &ValueType) -> ValueType {
        let null = left.null.either(right.null);
        let operands = [left, right].map(|it| Operand::of(it.ty.clone()));
        match dialect::unify_all(self.engine, &operands) {
            Some(ty) if left.is_known() && right.is_known() && ty != dialect::Type::Unknown => {
                ValueType::known(ty, null)
            }
            _ => ValueType { null, ..left.clone() },
        }
    }

    fn report_ambiguous_key(
        &mut self,
        name: &Ident,
        anchor: Anchor,
        places: [ColumnPlace; 2],
        scope: &Scope<'_>,
    ) {
        let tables = places.map(|(table, _)| &scope.tables[table]);
        let message = match tables.map(|it| super::path_text(&it.name)) {
            [first, second] if !first.is_empty() && !second.is_empty() && first != second => {
                format!("`{name}` is ambiguous on this side of the join: `{first}` and `{second}` have it")
            }
            _ => format!("`{name}` is ambiguous on this side of the join"),
        };
        let finding = Finding::new(Code::E004, self.place(anchor), name.text.clone(), message)
            .facts(Facts::column(name.text.clone()));
        self.report(finding.suggest("join with ON, and say which column is meant"));
    }

    /// The column called `name` on one side of a join; reports it where it is certain to be absent.
    fn side_column(
        &mut self,
        name: &Ident,
        anchor: Anchor,
        side: Range<usize>,
        scope: &Scope<'_>,
    ) -> Option<ColumnPlace> {
        let mut found = side
            .clone()
            .filter_map(|table| Some((table, position(self.dialect, name, &scope.tables[table].output)?)));
        if let Some(place) = found.next() {
            let is_one = |other: ColumnPlace| {
                scope.merged.iter().any(|it| it.parts.contains(&place) && it.parts.contains(&other))
            };
            if let Some(other) = found.find(|it| !is_one(*it)) {
                self.report_ambiguous_key(name, anchor, [place, other], scope);
            }
            return Some(place);
        }
        let tables = &scope.tables[side.clone()];
        if tables.iter().any(|it| super::scope::may_have(name, &it.output)) {
            return None;
        }
        let which = if side.start == 0 { "left" } else { "right" };
        let message = match tables {
            [only] if !only.name.is_empty() => {
                format!("`{}` has no column `{name}`", super::path_text(&only.name))
            }
            _ => format!("the {which} side of the join has no column `{name}`"),
        };
        let names = tables.iter().flat_map(|it| &it.output.columns).map(|it| it.name.as_str());
        let guess = closest(name.as_str(), names.filter(|it| !it.is_empty())).map(|it| self.quoted(it));
        let columns: Vec<&OutputColumn> = tables.iter().flat_map(|it| &it.output.columns).collect();
        let finding = Finding::new(Code::E003, self.place(anchor), name.text.clone(), message)
            .facts(self.column_facts(name, &columns));
        self.report(finding.did_you_mean(guess));
        None
    }

    fn common_names(&self, (left, right): &(Range<usize>, Range<usize>), scope: &Scope<'_>) -> Vec<Ident> {
        let columns =
            |side: &Range<usize>| scope.tables[side.clone()].iter().flat_map(|it| &it.output.columns);
        let shared =
            |name: &Ident| columns(right).any(|it| super::scope::names_column(self.dialect, name, &it.name));
        let mut names: Vec<Ident> = Vec::new();
        for column in columns(left).filter(|it| !it.name.is_empty()) {
            let name = Ident::quoted(column.name.clone());
            if shared(&name) && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// DuckDB refuses a NATURAL JOIN of nothing; in Databricks and Snowflake it is a cross join.
    fn report_nothing_in_common(
        &mut self,
        id: RelationId,
        (left, right): &(Range<usize>, Range<usize>),
        scope: &Scope<'_>,
    ) {
        let mut outputs = scope.tables[left.clone()].iter().chain(&scope.tables[right.clone()]);
        let is_known = |it: &super::scope::Table| {
            it.output.open.is_none() && it.output.columns.iter().all(|it| !it.name.is_empty())
        };
        if self.dialect != DialectKind::DuckDb
            || left.is_empty()
            || right.is_empty()
            || !outputs.all(is_known)
        {
            return;
        }
        let message = "the sides of the NATURAL JOIN have no column in common";
        let finding = Finding::new(Code::E003, self.place(Anchor::Relation(id)), "NATURAL", message);
        self.report(finding.suggest("join with ON and say which rows belong together"));
    }

    fn compare_keys(&mut self, anchor: Anchor, name: &Ident, left: &ValueType, right: &ValueType) {
        let place = self.place(anchor);
        let operands = [left, right].map(|it| Operand::of(it.ty.clone()));
        self.report_comparison(place, name.text.clone(), &operands, dialect::compare, None);
    }

    /// Whether `*` puts merged columns before all others.
    pub(super) fn merged_come_first(&self) -> bool {
        self.dialect != DialectKind::DuckDb
    }
}
