//! Contracts held against what the model was in another revision: rules about change rather than about state.

use super::{Check, contract_file};
use crate::{Finding, Place, project::declared_name, schema};
use base::Code;
use db::{Db, SourceFile};

/// What a column was in the other revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WasColumn {
    /// It was not there.
    Absent,
    /// It was there, and never NULL.
    NeverNull,
}

/// What broke a promise of a contract, where it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Where it is now: the column under its new name, or the model that no longer has it.
    pub place: Place,
    /// What happened there, in words.
    pub message: String,
}

/// E012 of a column that may be NULL, by the rule `no_new_nullable`.
pub fn new_nullable_finding(
    db: &dyn Db,
    model: SourceFile,
    column: usize,
    was: WasColumn,
) -> Option<Finding> {
    let file = contract_file(db, model)?;
    let decoded = db::contract(db, file);
    let rule = decoded.value.no_new_nullable.as_ref().filter(|it| it.value)?;
    let schema = schema(db, model);
    let name = &schema.columns.get(column)?.name;
    let check =
        Check { db, model, file, contract: &decoded.value, name: declared_name(db, model), schema: &schema };
    let message = match was {
        WasColumn::Absent => {
            format!("`{name}` is new and may be NULL, and the contract allows no new nullable columns")
        }
        WasColumn::NeverNull => {
            format!("`{name}` may be NULL now, and the contract allows no new nullable columns")
        }
    };
    let subject = base::format_smolstr!("{}.{name}", check.name);
    let finding = Finding::new(Code::E012, check.column_place(column), subject, message)
        .related(Place::Range(file, rule.range), "forbidden here")
        .suggest("filter the NULLs out, or give them a value with COALESCE");
    Some(check.with_origin(finding, column))
}

/// The findings E013 of a model, with the columns that they are about.
pub fn protected_findings(db: &dyn Db, model: SourceFile) -> Vec<(base::SmolStr, Finding)> {
    let name = declared_name(db, model);
    let found = crate::findings(db, model).iter().filter(|it| it.code == Code::E013);
    let with_column = |it: &Finding| {
        let column = it.subject.strip_prefix(name.as_str())?.strip_prefix('.')?;
        Some((column.into(), it.clone()))
    };
    found.filter_map(with_column).collect()
}

impl Finding {
    /// Says what broke the promise.
    pub fn caused_by(mut self, cause: Cause) -> Finding {
        self.suggestion = Some(cause.message.clone());
        self.related(cause.place, cause.message)
    }
}
