//! The SQL that the tests of a model hold, and the columns of the model that it names.

use base::{Ident, SmolStr, TextRange, TextSize};
use config::{Sidecar, Spanned};
use db::{Db, SourceFile};
use syntax::{
    ast::{AstNode, ColumnRef, Query},
    toml::Content,
};

/// The SQL in the tests of a model, about its rows.
pub(crate) fn row_sql(sidecar: &Sidecar) -> impl Iterator<Item = &Spanned<SmolStr>> {
    sidecar.tests.iter().flat_map(|it| it.row_sql()).map(|it| it.1)
}

/// Whether a range lies in the SQL of a test of the model that `file` describes.
pub(crate) fn is_in_sql(db: &dyn Db, file: SourceFile, range: TextRange) -> bool {
    let Some(model) = crate::links::configured_model(db, file) else { return false };
    let described = sema::model(db, model);
    let mut sql = described.sidecar.iter().flat_map(|it| row_sql(&it.value));
    sql.any(|it| it.range.contains_range(range) && it.range != range)
}

/// The names of columns of `model` in SQL that stands in a string of `file`, and where they stand. `None` where that cannot
/// be said: it does not parse, or a query of its own may mean another table's columns.
pub(crate) fn column_names(
    db: &dyn Db,
    (model, file): (SourceFile, SourceFile),
    sql: &Spanned<SmolStr>,
) -> Option<Vec<(TextRange, Ident)>> {
    const PREFIX: &str = "SELECT ";
    let dialect = db::dialect(db, model);
    let string = file.text(db).text.get(std::ops::Range::<usize>::from(sql.range))?;
    let content = Content::of(string, &sql.value)?;
    let parse = syntax::parse_sql(&format!("{PREFIX}{}", sql.value), dialect);
    let tree = parse.syntax();
    let queries = tree.descendants().filter(|it| Query::can_cast(it.kind()));
    if !parse.errors.is_empty() || queries.count() != 1 {
        return None;
    }
    let is_table = |it: &Ident| it.text.eq_ignore_ascii_case(&sema::declared_name(db, model));
    let mut names = Vec::new();
    for column in tree.descendants().filter_map(ColumnRef::cast) {
        let parts: Vec<_> = column.segments().collect();
        let is_qualified = parts.len() > 1 && parts[0].ident().is_some_and(|it| is_table(&it));
        let Some(part) = parts.get(usize::from(is_qualified)) else { continue };
        if let Some(ident) = part.ident() {
            let range = content.range(syntax::trimmed(part.syntax()) - TextSize::of(PREFIX))?;
            names.push((range + sql.range.start(), ident));
        }
    }
    Some(names)
}
