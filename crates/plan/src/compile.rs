//! Models as the warehouse sees them: references rewritten to physical tables, ephemeral models inlined.

use crate::ephemeral::{Ephemerals, ephemerals, is_ephemeral};
use crate::print::ident_sql;
use crate::target::table_reference;
use crate::{Substitutions, TableName, Unprintable, print};
use base::{DialectKind, Ident, TextRange, TextSize};
use db::{Db, SourceFile};
use hir::{QueryBody, Relation, RelationId};
use sema::Target;

/// The query of a model as the warehouse sees it: one statement without a semicolon, every reference to a model
/// replaced by that model's table, ephemeral models inlined as common table expressions.
///
/// A SQL model keeps its text, comments and layout included, with its placeholders filled in; a DSL model is printed.
///
/// # Errors
/// The model or an ephemeral one that it reads has no complete query. Whoever checks diagnostics first never sees it.
pub fn compiled_sql(db: &dyn Db, model: SourceFile) -> Result<String, Unprintable> {
    compiled_sql_in(db, model, db::dialect(db, model))
}

/// SQL as the warehouse sees it, and what of it stands in the model's own text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompiledSql {
    /// The query.
    pub text: String,
    /// What was taken over as it is written, in order and apart from each other. Of a model of the DSL nothing is.
    pub verbatim: Vec<Verbatim>,
}

/// A stretch of text that a model and its compiled SQL have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verbatim {
    /// Where the model has it.
    pub source: TextRange,
    /// Where the compiled SQL has it.
    pub compiled: TextRange,
}

/// As [`compiled_sql`], with the way back to the model's text, for whoever shows both of a text that is being typed.
///
/// # Errors
/// As [`compiled_sql`]; or the model or an ephemeral one that it reads has a syntax error, so that it is not known what
/// is to be rewritten.
pub fn compiled(db: &dyn Db, model: SourceFile) -> Result<CompiledSql, Unprintable> {
    let ephemerals = ephemerals(db, model);
    check_syntax(db, model, &ephemerals)?;
    compiled_in(db, model, &ephemerals, db::dialect(db, model), Part::Whole)
}

/// A query of the rows of one common table expression of a model: as [`compiled_sql`], with those before it.
///
/// # Errors
/// As [`compiled`]; or the model's query has no such common table expression of its own.
pub fn compiled_cte(db: &dyn Db, model: SourceFile, cte: &str) -> Result<String, Unprintable> {
    let ephemerals = ephemerals(db, model);
    check_syntax(db, model, &ephemerals)?;
    let index = cte_position(db, model, cte)?;
    compiled_in(db, model, &ephemerals, db::dialect(db, model), Part::Cte(index)).map(|it| it.text)
}

/// Where in a model's query a common table expression of its own stands among those.
///
/// # Errors
/// There is none of that name.
pub fn cte_position(db: &dyn Db, model: SourceFile, cte: &str) -> Result<usize, Unprintable> {
    if model.path(db).extension() == Some("rocky") {
        return Err(Unprintable::new(
            "only SQL has common table expressions, and the model is written in the Rocky DSL",
        ));
    }
    let body = hir::body(db, model);
    let ctes = body.root.map_or(&[][..], |it| &body.queries[it].ctes);
    ctes.iter().position(|it| it.name.as_str().eq_ignore_ascii_case(cte)).ok_or_else(|| {
        let names = ctes.iter().map(|it| it.name.as_str());
        let hint = base::closest(cte, names).map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
        Unprintable::new(format!("its query has no common table expression `{cte}`{hint}"))
    })
}

/// What of a model is compiled.
#[derive(Clone, Copy)]
enum Part {
    /// Its query.
    Whole,
    /// The common table expression at this position, and those before it.
    Cte(usize),
}

fn check_syntax(db: &dyn Db, model: SourceFile, ephemerals: &Ephemerals) -> Result<(), Unprintable> {
    for &part in ephemerals.models.iter().chain([&model]) {
        if let Some(error) = hir::lowered(db, part).syntax.errors.first() {
            let within = match part == model {
                true => String::new(),
                false => format!("in the ephemeral model `{}`, ", sema::declared_name(db, part)),
            };
            return Err(Unprintable::new(format!("{within}the syntax is wrong: {}", error.message)));
        }
    }
    Ok(())
}

/// As [`compiled_sql`], for a warehouse of another dialect. Only models of the DSL can be had in any: SQL is not
/// translated.
///
/// # Errors
/// As [`compiled_sql`]; or the model or an ephemeral one that it reads is written in another dialect's SQL, or asks for
/// what the dialect does not have.
pub fn compiled_sql_in(db: &dyn Db, model: SourceFile, dialect: DialectKind) -> Result<String, Unprintable> {
    compiled_in(db, model, &ephemerals(db, model), dialect, Part::Whole).map(|it| it.text)
}

fn compiled_in(
    db: &dyn Db,
    model: SourceFile,
    ephemerals: &Ephemerals,
    dialect: DialectKind,
    of: Part,
) -> Result<CompiledSql, Unprintable> {
    let mut ctes = Vec::new();
    for &part in &ephemerals.models {
        let sql = query_text(db, part, ephemerals, Vec::new(), dialect, Part::Whole);
        let sql = sql.map_err(|error| {
            let name = sema::declared_name(db, part);
            Unprintable::new(format!("in the ephemeral model `{name}`, {}", error.reason))
        })?;
        if let Some(name) = ephemerals.names.get(&part) {
            ctes.push((ident_sql(name, dialect), sql.text));
        }
    }
    query_text(db, model, ephemerals, ctes, dialect, of)
}

fn query_text(
    db: &dyn Db,
    file: SourceFile,
    ephemerals: &Ephemerals,
    ctes: Vec<(String, String)>,
    dialect: DialectKind,
    of: Part,
) -> Result<CompiledSql, Unprintable> {
    let substitutions = Substitutions { relations: relations(db, file, ephemerals, dialect).collect(), ctes };
    match (file.path(db).extension(), db::dialect(db, file)) {
        (Some("rocky"), _) => print(&hir::body(db, file), dialect, &substitutions)
            .map(|text| CompiledSql { text, verbatim: Vec::new() }),
        (_, own) if own == dialect => rewritten(db, file, &substitutions, of),
        (_, own) => Err(Unprintable::new(format!(
            "it is written in the SQL of {own}, which is not translated into that of {dialect}: only models of the Rocky DSL \
             can be had in every dialect"
        ))),
    }
}

/// What takes the place of each reference to a model.
fn relations<'a>(
    db: &'a dyn Db,
    file: SourceFile,
    ephemerals: &'a Ephemerals,
    dialect: DialectKind,
) -> impl Iterator<Item = (RelationId, TableName)> + 'a {
    let body = hir::body(db, file);
    let references = sema::references(db, file);
    let names: Vec<_> = body
        .relations
        .iter()
        .filter_map(|(id, relation)| match relation {
            Relation::Name { path, cte: None, .. } => Some((id, path.clone())),
            _ => None,
        })
        .collect();
    names.into_iter().filter_map(move |(id, path)| {
        let Target::Model(model) = references.target(&path) else { return None };
        Some((id, replacement(db, &path, *model, ephemerals, dialect)?))
    })
}

fn replacement(
    db: &dyn Db,
    path: &[Ident],
    model: SourceFile,
    ephemerals: &Ephemerals,
    dialect: DialectKind,
) -> Option<TableName> {
    if !is_ephemeral(db, model) {
        return Some(table_reference(&sema::model(db, model).target, path, dialect));
    }
    let name = ephemerals.names.get(&model)?;
    let written = path.last().filter(|it| !dialect::same_name(it, name, dialect));
    let alias = written.map(|it| ident_sql(it, dialect));
    Some(TableName { name: ident_sql(name, dialect), alias })
}

/// A replacement of a range of the analysed text.
struct Edit {
    range: TextRange,
    text: String,
}

/// The text of a SQL model's query with the substitutions made in it.
fn rewritten(
    db: &dyn Db,
    file: SourceFile,
    substitutions: &Substitutions,
    of: Part,
) -> Result<CompiledSql, Unprintable> {
    let body = hir::body(db, file);
    let (text, map) = hir::analysed(db, file);
    let no_query = || Unprintable::new("the model has no query");
    let root = body.root.ok_or_else(no_query)?;
    let ranges = map.queries.get(root).ok_or_else(no_query)?;
    let mut edits = Vec::new();
    for (relation, table) in &substitutions.relations {
        let Some(place) = map.relations.get(*relation) else { continue };
        let (Some(first), Some(last)) = (place.path.first(), place.path.last()) else { continue };
        let range = first.cover(*last);
        // `TABLE t` begins before its name, and takes no alias.
        let takes_alias = place.alias.is_none() && place.full.start() == range.start();
        let alias = table.alias.as_ref().filter(|_| takes_alias);
        let text = match alias {
            Some(alias) => format!("{} AS {alias}", table.name),
            None => table.name.clone(),
        };
        edits.push(Edit { range, text });
    }
    let (mut before, mut after) = (String::new(), String::new());
    if !substitutions.ctes.is_empty() {
        let ctes: Vec<_> =
            substitutions.ctes.iter().map(|(name, sql)| format!("{name} AS (\n{sql}\n)")).collect();
        let ctes = ctes.join(",\n");
        match (ranges.ctes.first(), &body.queries[root].body) {
            (Some(first), _) => {
                edits.push(Edit { range: TextRange::empty(first.full.start()), text: format!("{ctes},\n") });
            }
            // DuckDB does not read WITH before parentheses that begin with WITH.
            (None, QueryBody::Nested(_)) => {
                before = format!("WITH {ctes}\nSELECT * FROM (\n");
                after = "\n) AS nested".to_owned();
            }
            (None, _) => before = format!("WITH {ctes}\n"),
        }
    }
    let mut end = ranges.full.end();
    if let Part::Cte(index) = of {
        let cte = ranges.ctes.get(index).zip(body.queries[root].ctes.get(index)).ok_or_else(no_query)?;
        end = cte.0.full.end();
        after = format!("\nSELECT * FROM {}", ident_sql(&cte.1.name, db::dialect(db, file)));
        edits.retain(|it| it.range.end() <= end);
    }
    edits.sort_by_key(|it| it.range.start());
    let mut out = CompiledSql { text: before, verbatim: Vec::new() };
    let mut done = ranges.full.start();
    for edit in edits {
        out.take_over(db, file, text, done, edit.range.start());
        out.text.push_str(&edit.text);
        done = edit.range.end();
    }
    out.take_over(db, file, text, done, end);
    out.text.push_str(&after);
    Ok(out)
}

impl CompiledSql {
    /// Adds a part of the analysed text, and says which parts of it are written so.
    fn take_over(&mut self, db: &dyn Db, file: SourceFile, analysed: &str, from: TextSize, to: TextSize) {
        if from >= to {
            return;
        }
        let range = TextRange::new(from, to);
        let start = TextSize::of(self.text.as_str());
        let own = |written: TextRange, analysed: TextRange| Verbatim {
            source: written,
            compiled: TextRange::at(start + (analysed.start() - from), analysed.len()),
        };
        match hir::substitution(db, file) {
            Some(it) => self.verbatim.extend(it.verbatim(range).into_iter().map(|(w, a)| own(w, a))),
            None => self.verbatim.push(own(range, range)),
        }
        self.text.push_str(analysed.get(std::ops::Range::<usize>::from(range)).unwrap_or_default());
    }
}
