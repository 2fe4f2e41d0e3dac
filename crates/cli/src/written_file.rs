//! Files that commands make, written at once.

use crate::failure::Failure;
use std::{io::Write as _, path::Path};

/// Writes a file beside its place and renames it there, so that no reader ever sees half of it. Makes the folders that it
/// needs, and replaces what is there.
///
/// # Errors
/// It cannot be written; what was there is still there.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failure = |error: std::io::Error| Failure::new(format!("cannot write {}: {error}", path.display()));
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(failure)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(failure)?;
    file.write_all(text.as_bytes()).map_err(failure)?;
    file.persist(path).map_err(|error| failure(error.error))?;
    Ok(())
}
