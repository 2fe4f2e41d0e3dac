//! The queries of this layer.

use crate::{Body, Head, Lowering, lower_rocky, lower_sql};
use base::TextRange;
use db::{Db, SourceFile};
use std::sync::Arc;
use syntax::{FeatureUse, Parse, SyntaxError};

/// Everything that lowering a file yields. Changes with every edit; [`head`] and [`body`] do not.
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

/// The tree of a SQL or DSL file. Trees cost many times their text, so only the editor's features ask for one, and few
/// are kept.
#[salsa::tracked(no_eq, lru = 32, returns(clone))]
pub fn parsed(db: &dyn Db, file: SourceFile) -> Parse {
    let text = &file.text(db).text;
    match file.path(db).extension() {
        Some("rocky") => syntax::parse_rocky(text),
        _ => syntax::parse_sql(text, db::dialect(db, file)),
    }
}

/// The lowered form of a SQL or DSL file. Parses privately and drops the tree.
#[salsa::tracked(no_eq, lru = 64)]
pub fn lowered(db: &dyn Db, file: SourceFile) -> LoweredFile {
    let text = &file.text(db).text;
    let dialect = db::dialect(db, file);
    let (parse, mut lowering) = match file.path(db).extension() {
        Some("rocky") => {
            let parse = syntax::parse_rocky(text);
            let lowering = parse.rocky_file().map(|it| lower_rocky(&it, dialect));
            (parse, lowering.unwrap_or_default())
        }
        _ => {
            let parse = syntax::parse_sql(text, dialect);
            let lowering = parse.sql_file().map(|it| lower_sql(&it, dialect, &parse.errors));
            (parse, lowering.unwrap_or_default())
        }
    };
    LoweredFile {
        head: Arc::new(std::mem::take(&mut lowering.head)),
        body: Arc::new(std::mem::take(&mut lowering.body)),
        syntax: SyntaxFindings {
            errors: parse.errors,
            features: parse.features,
            extra_statements: lowering.extra_statements.clone().into(),
        },
        lowering,
    }
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
