//! What the state file remembers of the warehouse's tables (decisions.md 3, item 5).

use super::{Location, state::resolved_state};
use crate::{arguments::GlobalOptions, failure::Failure};
use db::{CachedTable, CatalogTable};
use std::{sync::Arc, time::SystemTime};
use store::StateStore;
use warehouse::{CatalogColumn, RememberedTable, Timestamp};

/// The tables that are remembered and young enough to be believed.
///
/// # Errors
/// The configuration or the state file cannot be read.
pub(crate) fn remembered_schemas(
    location: &Location,
    options: &GlobalOptions,
) -> Result<Arc<[CachedTable]>, Failure> {
    let settings = location.configuration()?.schema_cache;
    if !settings.enabled {
        return Ok(Arc::default());
    }
    let failure = |error: store::StoreError| Failure::new(error.to_string());
    let store = StateStore::read_only(&resolved_state(location, options)?.path).map_err(failure)?;
    let remembered = engine::remembered_tables(&store).map_err(failure)?;
    for (name, reason) in &remembered.unreadable {
        tracing::warn!("what was known of {name} is not read: {reason}");
    }
    let life = options.cache_ttl.unwrap_or(settings.ttl_seconds).saturating_mul(1_000);
    let now = Timestamp::from_system_time(SystemTime::now()).as_millis();
    let is_young = |it: &RememberedTable| now.saturating_sub(it.cached_at.as_millis()) < life;
    let cached = |it: RememberedTable| CachedTable {
        described_at: it.cached_at.as_millis(),
        table: CatalogTable {
            name: [it.catalog, it.schema, it.name],
            columns: it.columns.into_iter().map(|it| (it.name, it.data_type, it.nullable)).collect(),
            // Keys are not remembered.
            keys: Vec::new(),
        },
    };
    Ok(remembered.tables.into_iter().filter(is_young).map(cached).collect())
}

/// Remembers what the warehouse says of its tables now, unless the project wants nothing remembered.
///
/// # Errors
/// The configuration cannot be read, or the state file not written.
pub(crate) fn remember_schemas(
    location: &Location,
    store: &StateStore,
    tables: impl Iterator<Item = ([String; 3], Vec<CatalogColumn>)>,
) -> Result<(), Failure> {
    if !location.configuration()?.schema_cache.enabled {
        return Ok(());
    }
    let cached_at = Timestamp::from_system_time(SystemTime::now());
    let tables: Vec<RememberedTable> = tables
        .map(|([catalog, schema, name], columns)| RememberedTable {
            catalog,
            schema,
            name,
            columns,
            cached_at,
        })
        .collect();
    engine::remember_tables(store, &tables).map_err(|error| Failure::new(error.to_string()))
}
