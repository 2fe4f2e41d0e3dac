//! Tables as the warehouse described them, remembered in the state file.

use crate::JournalError;
use store::{StateStore, StoreError};
use warehouse::RememberedTable;

/// What the state file remembers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remembered {
    /// By name.
    pub tables: Vec<RememberedTable>,
    /// Entries that this build cannot read: name and reason.
    pub unreadable: Vec<(String, String)>,
}

/// Remembers tables, each in place of what was known of it.
///
/// # Errors
/// The file cannot be written.
pub fn remember_tables(store: &StateStore, tables: &[RememberedTable]) -> Result<(), JournalError> {
    let entry = |table: &RememberedTable| {
        let name = format!("{}.{}.{}", table.catalog, table.schema, table.name).to_lowercase();
        Ok((name, serde_json::to_vec(table).map_err(JournalError::Encode)?))
    };
    let entries: Vec<_> = tables.iter().map(entry).collect::<Result<_, JournalError>>()?;
    Ok(store.cache_schemas(&entries)?)
}

/// Every table that is remembered.
///
/// # Errors
/// The file cannot be read. A single entry that cannot be read is no error: it is in [`Remembered::unreadable`].
pub fn remembered_tables(store: &StateStore) -> Result<Remembered, StoreError> {
    let mut remembered = Remembered::default();
    for (name, entry) in store.cached_schemas()? {
        match serde_json::from_slice(&entry) {
            Ok(table) => remembered.tables.push(table),
            Err(error) => remembered.unreadable.push((name, error.to_string())),
        }
    }
    Ok(remembered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use warehouse::{CatalogColumn, Timestamp};

    #[test]
    fn what_is_remembered_comes_back() {
        let directory = tempfile::tempdir().unwrap();
        let store = StateStore::open(&directory.path().join("state.redb")).unwrap();
        let column = CatalogColumn { name: "Id".to_owned(), data_type: "BIGINT".to_owned(), nullable: false };
        let table = RememberedTable {
            catalog: "shop".to_owned(),
            schema: "Raw".to_owned(),
            name: "orders".to_owned(),
            columns: vec![column],
            cached_at: Timestamp::from_millis(1_788_048_785_007),
        };
        remember_tables(&store, std::slice::from_ref(&table)).unwrap();
        store.cache_schemas(&[("shop.raw.torn".to_owned(), b"{".to_vec())]).unwrap();
        let remembered = remembered_tables(&store).unwrap();
        assert_eq!(remembered.tables, [table]);
        assert_eq!(remembered.unreadable.len(), 1);
    }
}
