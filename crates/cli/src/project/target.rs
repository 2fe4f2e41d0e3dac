//! The warehouse behind the project's adapters.

use super::Location;
use crate::failure::Failure;
use adapters::duckdb::{DuckDbAdapter, OpenError};
use base::DialectKind;
use std::path::Path;
use warehouse::Adapter;

/// What may be done in a warehouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nothing is changed, and a database that is not there is not made.
    Read,
    /// Everything.
    Write,
}

/// Opens the warehouse behind an adapter of the configuration.
///
/// # Errors
/// The adapter is not configured, is of a type that this build does not run, or its warehouse cannot be opened.
pub(crate) fn open_adapter(
    location: &Location,
    name: &str,
    access: Access,
) -> Result<Box<dyn Adapter>, Failure> {
    let (configuration, _) = location.sound_configuration()?;
    let Some(adapter) = configuration.adapter(name) else {
        return Err(Failure::new(format!("the pipeline's adapter `{name}` is not in rocky.toml"))
            .with_help("rocky check shows where it is named"));
    };
    if adapter.dialect() != Some(DialectKind::DuckDb) {
        let Some(kind) = adapter.adapter_type.as_ref().map(|it| it.as_str()) else {
            return Err(Failure::new(format!("rocky.toml does not say of which type adapter `{name}` is"))
                .with_help("rocky check shows what is wrong with rocky.toml"));
        };
        return Err(Failure::new(format!(
            "adapter `{name}` is of type `{kind}`: this build runs models on duckdb only"
        ))
        .with_help("rocky check works with every type"));
    }
    let path = adapter.path.as_ref().map(|it| location.root.join(it.as_str()));
    let opened = match (access, &path) {
        (Access::Read, Some(path)) => DuckDbAdapter::open_read_only(path),
        _ => DuckDbAdapter::open(path.as_deref()),
    };
    match opened {
        Ok(opened) => Ok(Box::new(opened)),
        Err(error @ OpenError::NotFound { .. }) => {
            Err(Failure::new(error.to_string()).with_help("rocky run makes it"))
        }
        Err(error) => Err(Failure::new(error.to_string())),
    }
}

/// Executes the statements of a script in a DuckDB file, which is made where it is missing.
///
/// # Errors
/// The library is not there, or a statement fails; in words.
pub(crate) fn execute_script(database: &Path, script: &str) -> Result<(), String> {
    let adapter = DuckDbAdapter::open(Some(database)).map_err(|error| error.to_string())?;
    adapter.execute(&[script]).map_err(|error| error.to_string())?;
    Ok(())
}
