//! What is wrong with the tests that a model's description declares: the tables, columns and values that they name, and
//! the SQL that they hold, which is read as a query of the model's own rows.

use crate::{
    Facts, Finding, Place, References, Remedy, Schema, Target,
    infer::inference_of_own_rows,
    project::{declared_name, model, resolve_relation},
    remedy::{Boundary, Edit, Piece},
    schema,
};
use base::{Applicability, Code, Ident, SmolStr, TextRange, TextSize, closest};
use config::{DeclaredTest, Spanned, TestKind, is_plain_name};
use db::{Db, SourceFile};
use dialect::{Comparison, Literal, Operand, Type};
use hir::Relation;
use std::sync::Arc;
use syntax::toml::Content;

/// What is wrong with the tests in `file`, the description of `model_file`; placed in it.
pub(super) fn test_findings(
    db: &dyn Db,
    model_file: SourceFile,
    file: SourceFile,
    findings: &mut Vec<Finding>,
) {
    let described = model(db, model_file);
    let Some(sidecar) = described.sidecar.as_ref().filter(|_| described.described_in == Some(file)) else {
        return;
    };
    if sidecar.value.tests.is_empty() {
        return;
    }
    let check = Check { db, model: model_file, file, schema: schema(db, model_file) };
    for test in &sidecar.value.tests {
        check.values(test, findings);
        for (clause, sql) in test.row_sql() {
            check.sql(clause, sql, findings);
        }
    }
}

/// The models whose columns the findings about a model's tests need, beside those that it reads. Ask for their schemas
/// first, as for those of its dependencies ([`crate::rings_in_cone`]).
#[salsa::tracked]
pub fn models_in_tests(db: &dyn Db, model_file: SourceFile) -> Box<[SourceFile]> {
    let described = model(db, model_file);
    let mut found = Vec::new();
    let mut add = |target: Target| {
        if let Target::Model(named) = target
            && named != model_file
            && !found.contains(&named)
        {
            found.push(named);
        }
    };
    for test in described.sidecar.iter().flat_map(|it| &it.value.tests) {
        if let TestKind::Relationships { to_table: Some(table), .. } = &test.kind.value {
            add(looked_up_table(db, model_file, &table.value));
        }
        for (clause, sql) in test.row_sql() {
            // Nothing else names a relation.
            if sql.value.to_ascii_lowercase().contains("from") {
                let query = TestQuery::read(db, model_file, clause, sql);
                query
                    .iter()
                    .flat_map(|it| it.lowering.body.relations.values())
                    .filter_map(read_name)
                    .for_each(|it| add(resolve_relation(db, model_file, it)));
            }
        }
    }
    found.into()
}

/// What the `to_table` of a test of a model means.
pub fn looked_up_table(db: &dyn Db, model: SourceFile, to_table: &str) -> Target {
    resolve_relation(db, model, &to_table.split('.').map(Ident::new).collect::<Vec<_>>())
}

/// The name that a relation is read by, where that is none of the query's own.
fn read_name(relation: &Relation) -> Option<&[Ident]> {
    match relation {
        Relation::Name { path, cte: None, .. } => Some(path),
        _ => None,
    }
}

/// SQL about a model's rows, as the query that runs it.
struct TestQuery {
    /// What stands before the SQL.
    before: TextSize,
    /// What the query calls the model.
    own: Ident,
    errors: Box<[syntax::SyntaxError]>,
    lowering: hir::Lowering,
}

impl TestQuery {
    /// `None` where what it means is not known: a placeholder may stand for anything.
    fn read(db: &dyn Db, model: SourceFile, clause: &str, sql: &Spanned<SmolStr>) -> Option<TestQuery> {
        if sql.value.contains("@var(") || sql.value.trim().is_empty() {
            return None;
        }
        let dialect = db::dialect(db, model);
        // Bare where it can be, so that the SQL may qualify columns by it as it is used to.
        let name = declared_name(db, model);
        let (own, spelled) = match is_plain_name(&name) && !dialect::is_reserved(&name, dialect) {
            true => (Ident::new(name.clone()), name.to_string()),
            false => (Ident::quoted(name.clone()), dialect::quote_always(&name, dialect)),
        };
        let before = format!("SELECT 1 FROM {spelled} {clause} ");
        let parse = syntax::parse_sql(&format!("{before}{}", sql.value), dialect);
        let lowering =
            parse.sql_file().map(|it| hir::lower_sql(&it, dialect, &parse.errors)).unwrap_or_default();
        Some(TestQuery { before: TextSize::of(before.as_str()), own, errors: parse.errors, lowering })
    }
}

struct Check<'a> {
    db: &'a dyn Db,
    model: SourceFile,
    /// Where the tests are declared.
    file: SourceFile,
    schema: Arc<Schema>,
}

impl Check<'_> {
    fn values(&self, test: &DeclaredTest, findings: &mut Vec<Finding>) {
        let column = test.column.as_ref();
        match &test.kind.value {
            TestKind::Relationships { to_table: Some(table), to_column } => {
                self.relationship(column, table, to_column.as_ref(), findings);
            }
            TestKind::AcceptedValues(values) => {
                let Some(ty) = column.and_then(|it| self.type_of(it)) else { return };
                for value in values {
                    let literal = self.literal(Literal::String(value.value.clone()));
                    self.compared((&ty, &literal), (value, column), dialect::compare, findings);
                }
            }
            TestKind::InRange { min, max } => {
                let Some(ty) = column.and_then(|it| self.type_of(it)) else { return };
                for bound in [min, max].into_iter().flatten() {
                    let literal = self.literal(Literal::Number(bound.value.clone()));
                    self.compared((&ty, &literal), (bound, column), dialect::compare_order, findings);
                }
            }
            _ => {}
        }
    }

    fn literal(&self, literal: Literal) -> Operand {
        Operand::literal(db::dialect(self.db, self.model), literal)
    }

    /// The type of a column of the model, where it is known.
    fn type_of(&self, column: &Spanned<SmolStr>) -> Option<Operand> {
        let index = self.schema.position(&column.value)?;
        Some(Operand::of(self.schema.columns[index].value.ty.clone()))
    }

    /// E002, W015, E015, E001 and W001 of the table and the column in which values are looked up.
    fn relationship(
        &self,
        column: Option<&Spanned<SmolStr>>,
        table: &Spanned<SmolStr>,
        to_column: Option<&Spanned<SmolStr>>,
        findings: &mut Vec<Finding>,
    ) {
        let name = table.value.as_str();
        let target = looked_up_table(self.db, self.model, name);
        let columns: Option<Vec<(SmolStr, Type)>> = match target {
            Target::Absent { certain, closest } => {
                let (code, message) = match certain {
                    true => (Code::E002, format!("no model or table is called `{name}`")),
                    false => (Code::W015, format!("`{name}` is neither a model nor a known table")),
                };
                let finding = self.finding(code, table.range, name, message);
                let guess = closest.map(|it| config::quoted(&it));
                findings.push(finding.facts(Facts::relation(name)).did_you_mean(guess));
                return;
            }
            Target::Undescribed => None,
            Target::Model(target) => {
                let schema = schema(self.db, target);
                let is_whole = schema.open.is_none() && schema.columns.iter().all(|it| !it.name.is_empty());
                let columns = schema.columns.iter().map(|it| (it.name.clone(), it.value.ty.clone()));
                is_whole.then(|| columns.collect())
            }
            Target::External(table) => {
                let columns = table.columns.as_ref();
                columns.map(|it| it.iter().map(|it| (it.name.clone(), it.ty.clone())).collect())
            }
        };
        let (Some(columns), Some(to_column)) = (columns, to_column) else { return };
        if !is_plain_name(&to_column.value) {
            return;
        }
        let found = columns.iter().find(|it| it.0.eq_ignore_ascii_case(&to_column.value));
        let Some((_, ty)) = found else {
            let wanted = to_column.as_str();
            let message = format!("`{name}` has no column `{wanted}`, which a test looks values up in");
            let finding = self.finding(Code::E015, to_column.range, wanted, message);
            let guess = closest(wanted, columns.iter().map(|it| it.0.as_str())).map(config::quoted);
            findings.push(finding.facts(Facts::column(wanted)).did_you_mean(guess));
            return;
        };
        if let Some(own) = column.and_then(|it| self.type_of(it)) {
            let other = Operand::of(ty.clone());
            self.compared((&own, &other), (to_column, column), dialect::compare, findings);
        }
    }

    /// E001 and W001 of a value or a column that a column of the model is compared with.
    fn compared(
        &self,
        (own, other): (&Operand, &Operand),
        (at, column): (&Spanned<SmolStr>, Option<&Spanned<SmolStr>>),
        compare: fn(dialect::Engine, &Operand, &Operand) -> Comparison,
        findings: &mut Vec<Finding>,
    ) {
        let dialect = db::dialect(self.db, self.model);
        let spelled = |ty: &Type| ty.display(dialect).to_string();
        let (code, message) = match compare(db::engine(self.db, self.model), own, other) {
            Comparison::Unknown | Comparison::Same | Comparison::Coerced { crosses_families: false, .. } => {
                return;
            }
            // How the values of a test are written into its query is not the author's to say.
            Comparison::Coerced { .. } if other.literal.is_some() => return,
            Comparison::Coerced { to, .. } => {
                let (own, other, to) = (spelled(&own.ty), spelled(&other.ty), spelled(&to));
                (Code::W001, format!("{own} is compared with {other}: the engine silently casts to {to}"))
            }
            Comparison::Incompatible { .. } if other.string().is_some() => return,
            Comparison::Incompatible { reason } => (Code::E001, reason),
            Comparison::LiteralDoesNotConvert { literal, to } => {
                (Code::E001, format!("the literal '{literal}' cannot be converted to {}", spelled(&to)))
            }
        };
        let mut finding = self.finding(code, at.range, at.as_str(), message);
        finding = finding.facts(Facts::types(spelled(&own.ty), spelled(&other.ty)));
        if let Some(column) = column {
            let place = Place::Range(self.file, column.range);
            finding = finding.related(place, format!("this is {}", spelled(&own.ty)));
        }
        findings.push(finding);
    }

    fn finding(&self, code: Code, range: TextRange, subject: &str, message: String) -> Finding {
        let subject = base::format_smolstr!("{}.{subject}", declared_name(self.db, self.model));
        Finding::new(code, Place::Range(self.file, range), subject, message)
    }

    /// What is wrong with SQL about the model's rows, which stands in this clause of the query that runs it.
    fn sql(&self, clause: &str, sql: &Spanned<SmolStr>, findings: &mut Vec<Finding>) {
        let Some(query) = TestQuery::read(self.db, self.model, clause, sql) else { return };
        let TestQuery { before, own, errors, lowering } = query;
        let written = Written::new(self.db, self.file, sql, before);
        for error in &errors {
            let place = Place::Range(self.file, written.range(error.range));
            findings.push(Finding::new(Code::E018, place, "", error.message.clone()));
        }
        let target = |path: &[Ident]| match path {
            [name] if *name == own => Target::Model(self.model),
            path => resolve_relation(self.db, self.model, path),
        };
        let names = lowering.body.relations.values().filter_map(read_name);
        let references = References::of(names.map(|path| (path.into(), target(path))));
        let inference = inference_of_own_rows(self.db, self.model, &lowering.body, &references);
        let place = |place: Place| match place {
            Place::Body(file, anchor) if file == self.model => {
                let range = anchor.range(&lowering.source_map)?;
                (range.end() > written.start).then(|| Place::Range(self.file, written.range(range)))
            }
            other => Some(other),
        };
        let found = inference.findings.into_iter().filter_map(|it| moved(it, &place));
        // Where in the string it stands is not known, so nothing of it can be replaced.
        let mended =
            |it: Finding| if written.content.is_some() { it } else { Finding { remedies: Vec::new(), ..it } };
        findings.extend(found.map(mended));
    }
}

/// Where SQL in a string of TOML is written.
struct Written {
    /// Where it begins in the query.
    start: TextSize,
    /// Where its parts stand in the string; absent where that cannot be said.
    content: Option<Content>,
    /// The string.
    string: TextRange,
}

impl Written {
    fn new(db: &dyn Db, file: SourceFile, sql: &Spanned<SmolStr>, start: TextSize) -> Written {
        let string = sql.range;
        let text = file.text(db).text.get(std::ops::Range::<usize>::from(string)).unwrap_or_default();
        Written { start, content: Content::of(text, &sql.value), string }
    }

    /// The range of the file for one of the query.
    fn range(&self, range: TextRange) -> TextRange {
        let offset = |it: TextSize| it.checked_sub(self.start).unwrap_or_default();
        let within = TextRange::new(offset(range.start()), offset(range.end()));
        let written = self.content.as_ref().and_then(|it| it.range(within));
        written.map_or(self.string, |it| it + self.string.start())
    }
}

/// A finding at other places; none where its own is nowhere, and without what needs a place that is.
fn moved(finding: Finding, place: &impl Fn(Place) -> Option<Place>) -> Option<Finding> {
    let related = finding.related.into_iter();
    let remedies = finding.remedies.into_iter().filter_map(|it| moved_remedy(it, place)).collect();
    Some(Finding {
        place: place(finding.place)?,
        related: related.filter_map(|(it, words)| Some((place(it)?, words))).collect(),
        remedies,
        ..finding
    })
}

fn moved_remedy(remedy: Remedy, place: &impl Fn(Place) -> Option<Place>) -> Option<Remedy> {
    let boundary = |it: Boundary| {
        Some(match it {
            Boundary::Start(it) => Boundary::Start(place(it)?),
            Boundary::End(it) => Boundary::End(place(it)?),
        })
    };
    let mut edits = Vec::new();
    for edit in remedy.edits {
        // What is written into a string of TOML must need no escapes there.
        let is_plain = |it: &Piece| matches!(it, Piece::Words(it) if !it.contains(['"', '\'', '\\', '\n']));
        if !edit.text.0.iter().all(is_plain) {
            return None;
        }
        edits.push(Edit { start: boundary(edit.start)?, end: boundary(edit.end)?, ..edit });
    }
    Some(Remedy { edits, applicability: remedy.applicability.max(Applicability::MaybeIncorrect), ..remedy })
}
