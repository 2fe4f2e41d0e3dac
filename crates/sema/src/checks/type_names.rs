//! E019: types that the warehouse of a model does not have.

use crate::{Facts, Finding, Place, Rewriter, WrittenTypeName};
use base::{Code, DialectKind, SmolStr};
use db::{Db, SourceFile};
use hir::{Body, Expr, Literal};

/// Names of types that the model's dialect is known to lack. The parser of Databricks says so itself, and in DuckDB any
/// name may be that of a type that somebody has created
/// (<https://duckdb.org/docs/stable/sql/statements/create_type>).
pub(super) fn type_name_findings(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let dialect = db::dialect(db, file);
    let is_closed = matches!(dialect, DialectKind::BigQuery | DialectKind::Snowflake | DialectKind::Trino);
    if !is_closed || !may_lack_one(&hir::body(db, file), dialect) {
        return;
    }
    let rewriter = Rewriter::new(db, file);
    for WrittenTypeName { name, range, has_arguments } in rewriter.lacking_type_names() {
        let label = name.text.to_ascii_uppercase();
        let message = format!("{dialect} has no type `{label}`");
        let remedy = if has_arguments { None } else { rewriter.type_name(range, &[]) };
        findings.push(
            Finding::new(Code::E019, Place::Range(file, range), label, message)
                .facts(Facts::dialects([dialect]))
                .remedies(remedy),
        );
    }
}

/// Whether a word of any type is such a name: the tree, which tells where, is made anew for each question.
fn may_lack_one(body: &Body, dialect: DialectKind) -> bool {
    let lacks = |ty: &SmolStr| {
        let mut words = ty.split(|it: char| !it.is_ascii_alphanumeric() && it != '_');
        words.any(|it| dialect::has_type_name(dialect, it, false) == Some(false))
    };
    body.exprs.iter().any(|(_, it)| match it {
        Expr::Cast { ty, .. } | Expr::Typed { ty, .. } | Expr::Literal(Literal::Typed { ty, .. }) => {
            lacks(ty)
        }
        _ => false,
    })
}
