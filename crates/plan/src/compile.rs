//! Models as the warehouse sees them: references rewritten to physical tables, ephemeral models inlined.

use crate::ephemeral::{Ephemerals, ephemerals, is_ephemeral};
use crate::print::ident_sql;
use crate::target::table_reference;
use crate::{Substitutions, TableName, Unprintable, print};
use base::{DialectKind, Ident, TextRange};
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

/// As [`compiled_sql`], for a warehouse of another dialect. Only models of the DSL can be had in any: SQL is not
/// translated.
///
/// # Errors
/// As [`compiled_sql`]; or the model or an ephemeral one that it reads is written in another dialect's SQL, or asks for
/// what the dialect does not have.
pub fn compiled_sql_in(db: &dyn Db, model: SourceFile, dialect: DialectKind) -> Result<String, Unprintable> {
    let ephemerals = ephemerals(db, model);
    let mut ctes = Vec::new();
    for &part in &ephemerals.models {
        let text = query_text(db, part, &ephemerals, Vec::new(), dialect);
        let text = text.map_err(|error| {
            let name = sema::declared_name(db, part);
            Unprintable::new(format!("in the ephemeral model `{name}`, {}", error.reason))
        })?;
        if let Some(name) = ephemerals.names.get(&part) {
            ctes.push((ident_sql(name, dialect), text));
        }
    }
    query_text(db, model, &ephemerals, ctes, dialect)
}

fn query_text(
    db: &dyn Db,
    file: SourceFile,
    ephemerals: &Ephemerals,
    ctes: Vec<(String, String)>,
    dialect: DialectKind,
) -> Result<String, Unprintable> {
    let substitutions = Substitutions { relations: relations(db, file, ephemerals, dialect).collect(), ctes };
    match (file.path(db).extension(), db::dialect(db, file)) {
        (Some("rocky"), _) => print(&hir::body(db, file), dialect, &substitutions),
        (_, own) if own == dialect => rewritten(db, file, &substitutions),
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
fn rewritten(db: &dyn Db, file: SourceFile, substitutions: &Substitutions) -> Result<String, Unprintable> {
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
    let (mut before, mut after) = (String::new(), "");
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
                after = "\n) AS nested";
            }
            (None, _) => before = format!("WITH {ctes}\n"),
        }
    }
    edits.sort_by_key(|it| it.range.start());
    let slice = |from, to| text.get(usize::from(from)..usize::from(to)).unwrap_or_default();
    let mut out = before;
    let mut done = ranges.full.start();
    for edit in edits {
        out.push_str(slice(done, edit.range.start()));
        out.push_str(&edit.text);
        done = edit.range.end();
    }
    out.push_str(slice(done, ranges.full.end()));
    out.push_str(after);
    Ok(out)
}
