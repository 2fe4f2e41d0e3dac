//! Keys that a file declares of a table: `primary_key` and `unique`.

use crate::{ConfigDiagnostic, DeclaredColumn, Spanned, read};
use base::{Code, SmolStr};
use syntax::toml::{Table, Value};

/// Columns of which no two rows share their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredKey {
    /// Their names.
    pub columns: Vec<Spanned<SmolStr>>,
    /// Whether several rows may have NULL in one of them: true of `unique`, as of a constraint of that name.
    pub nulls_repeat: bool,
}

impl DeclaredKey {
    /// `primary_key = ["a"]`, `unique = [["b"], ["c", "d"]]`.
    pub(crate) fn read_all(table: &Table) -> Vec<DeclaredKey> {
        let primary = DeclaredKey { columns: read::strings(table, "primary_key"), nulls_repeat: false };
        let lists = table.get("unique").and_then(Value::as_array).unwrap_or_default();
        let unique = lists.iter().filter_map(Value::as_array).map(|list| DeclaredKey {
            columns: list.iter().filter_map(read::spanned_string).collect(),
            nulls_repeat: true,
        });
        std::iter::once(primary).chain(unique).filter(|it| !it.columns.is_empty()).collect()
    }

    /// Reports columns of keys that are none of the table's.
    pub(crate) fn check(keys: &[DeclaredKey], columns: &[DeclaredColumn], found: &mut Vec<ConfigDiagnostic>) {
        let is_column =
            |name: &SmolStr| columns.iter().any(|it| it.name.value.eq_ignore_ascii_case(name.as_str()));
        for name in keys.iter().flat_map(|it| &it.columns).filter(|it| !is_column(&it.value)) {
            let message = format!("`{}` is no column of this table", name.value);
            found.push(ConfigDiagnostic::new(Code::V060, name.range, message));
        }
    }
}
