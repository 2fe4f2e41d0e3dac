//! The SQL that the tests of a model hold, and the columns of the model that it names.

use base::{Ident, SmolStr, TextRange, TextSize};
use config::{DeclaredTest, Spanned, TestKind};
use db::{Db, SourceFile};
use syntax::{
    ast::{AstNode, ColumnRef, Query},
    toml::Content,
};

/// The SQL of a test, about rows of its model.
pub(crate) fn sql_of(test: &DeclaredTest) -> impl Iterator<Item = &Spanned<SmolStr>> {
    let own = match &test.kind.value {
        TestKind::Expression(it) | TestKind::UniqueExpr(it) => it.as_ref(),
        _ => None,
    };
    own.into_iter().chain(&test.filter)
}

/// Whether a range lies in the SQL of a test of the model that `file` describes.
pub(crate) fn is_in_sql(db: &dyn Db, file: SourceFile, range: TextRange) -> bool {
    let Some(model) = crate::links::configured_model(db, file) else { return false };
    let described = sema::model(db, model);
    let tests = described.sidecar.iter().flat_map(|it| &it.value.tests);
    tests.flat_map(sql_of).any(|it| it.range.contains_range(range) && it.range != range)
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
