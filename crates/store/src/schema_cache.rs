//! What the warehouse said of its tables, remembered: entries under their names, as bytes.
//!
//! Nothing is lost with them but knowledge that the warehouse can give again.

use crate::{StateStore, StoreError};
use redb::{ReadableTable, ReadableTableMetadata, TableDefinition, TableError};

const SCHEMA_CACHE: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("schema_cache");

impl StateStore {
    /// Stores entries, each over the one that its name had, in one transaction.
    ///
    /// # Errors
    /// The store is read-only, or the file cannot be written.
    pub fn cache_schemas(&self, entries: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
        self.write(|transaction| {
            let mut table = transaction.open_table(SCHEMA_CACHE)?;
            for (name, entry) in entries {
                table.insert(name.as_str(), entry.as_slice())?;
            }
            Ok(())
        })
    }

    /// Every entry with its name, sorted by name.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn cached_schemas(&self) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        self.read(|transaction| match transaction.open_table(SCHEMA_CACHE) {
            Ok(table) => table
                .iter()?
                .map(|row| {
                    let (name, entry) = row?;
                    Ok((name.value().to_owned(), entry.value().to_vec()))
                })
                .collect(),
            Err(TableError::TableDoesNotExist(_)) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        })
        .map(Option::unwrap_or_default)
    }

    /// Removes every entry. Returns how many there were.
    ///
    /// # Errors
    /// The store is read-only, or the file cannot be written.
    pub fn clear_cached_schemas(&self) -> Result<u64, StoreError> {
        self.write(|transaction| {
            let count = transaction.open_table(SCHEMA_CACHE)?.len()?;
            transaction.delete_table(SCHEMA_CACHE)?;
            Ok(count)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_replaced_by_name_and_cleared() {
        let directory = tempfile::tempdir().unwrap();
        let store = StateStore::open(&directory.path().join("state.redb")).unwrap();
        let entry = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        assert_eq!(store.cached_schemas().unwrap(), []);
        store.cache_schemas(&[entry("b", "old"), entry("a", "one")]).unwrap();
        store.cache_schemas(&[entry("b", "new")]).unwrap();
        assert_eq!(store.cached_schemas().unwrap(), [entry("a", "one"), entry("b", "new")]);
        assert_eq!(store.clear_cached_schemas().unwrap(), 2);
        assert_eq!(store.clear_cached_schemas().unwrap(), 0);
        assert_eq!(store.cached_schemas().unwrap(), []);
    }

    #[test]
    fn a_missing_file_remembers_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let store = StateStore::read_only(&directory.path().join("state.redb")).unwrap();
        assert_eq!(store.cached_schemas().unwrap(), []);
    }
}
