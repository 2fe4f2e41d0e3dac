//! The queries of this layer.

use crate::{Body, Filled, Filling, Head, Lowering, SourceMap, lower_rocky, lower_sql, substitution};
use base::{DialectKind, TextRange};
use db::{Db, SourceFile};
use std::{borrow::Cow, sync::Arc};
use syntax::{FeatureUse, Parse, SyntaxError};

/// Everything that lowering a file yields; ranges are those of the text as written. Changes with every edit; [`head`]
/// and [`body`] do not.
#[derive(Clone, Debug, Default)]
pub struct LoweredFile {
    /// The lowered file.
    pub lowering: Lowering,
    /// The head, shared with [`head`].
    pub head: Arc<Head>,
    /// The body, shared with [`body`]; `lowering.body` is empty.
    pub body: Arc<Body>,
    /// What the syntax alone says.
    pub syntax: SyntaxFindings,
}

/// What can be said of a file by its syntax alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyntaxFindings {
    /// Mistakes in the grammar.
    pub errors: Box<[SyntaxError]>,
    /// The constructs that not every dialect has.
    pub features: Box<[FeatureUse]>,
    /// The statements after the first query.
    pub extra_statements: Box<[TextRange]>,
}

impl SyntaxFindings {
    /// Replaces every range.
    fn map_ranges(&mut self, map: impl Fn(TextRange) -> TextRange) {
        for SyntaxError { range, fix, opened, .. } in &mut self.errors {
            *range = map(*range);
            *opened = opened.map(&map);
            if let Some(fix) = fix {
                fix.range = map(fix.range);
            }
        }
        self.features.iter_mut().for_each(|it| it.range = map(it.range));
        self.extra_statements.iter_mut().for_each(|it| *it = map(*it));
    }
}

/// The tree of a SQL or DSL file as it is written, placeholders and all. Trees cost many times their text, so only the
/// editor's features ask for one, and few are kept.
#[salsa::tracked(no_eq, lru = 32, returns(clone))]
pub fn parsed(db: &dyn Db, file: SourceFile) -> Parse {
    let text = &file.text(db).text;
    match file.path(db).extension() {
        Some("rocky") => syntax::parse_rocky(text),
        _ => syntax::parse_sql(text, db::dialect(db, file)),
    }
}

/// Whether the text has run variables: what they stand for may be any name.
#[salsa::tracked(returns(copy))]
pub fn has_variables(db: &dyn Db, file: SourceFile) -> bool {
    let is_variable = |it: &Filled| !matches!(it.filling, Filling::StartDate | Filling::EndDate);
    substitution(db, file).is_some_and(|it| it.placeholders.iter().any(is_variable))
}

/// The lowered form of a SQL or DSL file. Parses privately and drops the tree.
#[salsa::tracked(no_eq, lru = 64)]
pub fn lowered(db: &dyn Db, file: SourceFile) -> LoweredFile {
    let (mut lowering, mut syntax) = lower(db, file, analysed_text(db, file), db::dialect(db, file));
    map_to_written(db, file, &mut lowering, &mut syntax);
    LoweredFile {
        head: Arc::new(std::mem::take(&mut lowering.head)),
        body: Arc::new(std::mem::take(&mut lowering.body)),
        syntax,
        lowering,
    }
}

/// The text that is analysed, placeholders filled in, and where the parts of the body stand in it: for whoever makes SQL
/// of a SQL model.
pub fn analysed(db: &dyn Db, file: SourceFile) -> (&str, Cow<'_, SourceMap>) {
    let text = analysed_text(db, file);
    let map = match substitution(db, file) {
        Some(_) => Cow::Owned(lower(db, file, text, db::dialect(db, file)).0.source_map),
        None => Cow::Borrowed(&lowered(db, file).lowering.source_map),
    };
    (text, map)
}

/// The tree of the text that is analysed, made anew for whoever looks at its spelling. Its ranges are those of
/// [`analysed`]'s text.
pub fn analysed_tree(db: &dyn Db, file: SourceFile) -> Parse {
    let text = analysed_text(db, file);
    match file.path(db).extension() {
        Some("rocky") => syntax::parse_rocky(text),
        _ => syntax::parse_sql(text, db::dialect(db, file)),
    }
}

/// What `dialect` reads in `text`, which has the length of the analysed text and stands in its place. Ranges are those
/// of the text as written.
pub fn read_as(
    db: &dyn Db,
    file: SourceFile,
    text: &str,
    dialect: DialectKind,
) -> (Lowering, SyntaxFindings) {
    let (mut lowering, mut syntax) = lower(db, file, text, dialect);
    map_to_written(db, file, &mut lowering, &mut syntax);
    (lowering, syntax)
}

fn map_to_written(db: &dyn Db, file: SourceFile, lowering: &mut Lowering, syntax: &mut SyntaxFindings) {
    if let Some(substitution) = substitution(db, file) {
        let written = |it| substitution.written(it);
        lowering.map_ranges(written);
        syntax.map_ranges(written);
    }
}

/// The text that is analysed: placeholders are filled in.
pub fn analysed_text(db: &dyn Db, file: SourceFile) -> &str {
    match substitution(db, file) {
        Some(substitution) => &substitution.text,
        None => &file.text(db).text,
    }
}

/// Lowers a text in the place of a file's own, as `dialect` reads it; all ranges are those of this text.
fn lower(db: &dyn Db, file: SourceFile, text: &str, dialect: DialectKind) -> (Lowering, SyntaxFindings) {
    let (parse, lowering) = match file.path(db).extension() {
        Some("rocky") => {
            let parse = syntax::parse_rocky(text);
            let lowering = parse.rocky_file().map(|it| lower_rocky(&it, dialect));
            (parse, lowering)
        }
        _ => {
            let parse = syntax::parse_sql(text, dialect);
            let lowering = parse.sql_file().map(|it| lower_sql(&it, dialect, &parse.errors));
            (parse, lowering)
        }
    };
    let lowering = lowering.unwrap_or_default();
    let syntax = SyntaxFindings {
        errors: parse.errors,
        features: parse.features,
        extra_statements: lowering.extra_statements.clone().into(),
    };
    (lowering, syntax)
}

/// The names that a model reads. Equal unless an edit changes them.
#[salsa::tracked(returns(clone))]
pub fn head(db: &dyn Db, file: SourceFile) -> Arc<Head> {
    lowered(db, file).head.clone()
}

/// The meaning of a model. Equal unless an edit changes it: blanks and comments do not.
#[salsa::tracked(returns(clone), lru = 64)]
pub fn body(db: &dyn Db, file: SourceFile) -> Arc<Body> {
    lowered(db, file).body.clone()
}

/// What can be said of a file by its syntax alone.
#[salsa::tracked]
pub fn syntax_findings(db: &dyn Db, file: SourceFile) -> SyntaxFindings {
    lowered(db, file).syntax.clone()
}
