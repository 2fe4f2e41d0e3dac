//! Files that commands make, written at once.

use crate::failure::Failure;
use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};
use tempfile::NamedTempFile;

/// Writes a file beside its place and renames it there, so that no reader ever sees half of it. Makes the folders that it
/// needs, and replaces what is there.
///
/// # Errors
/// It cannot be written; what was there is still there.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failure = |error: io::Error| Failure::new(format!("cannot write {}: {error}", path.display()));
    let file = beside(path, text).map_err(failure)?;
    file.persist(path).map_err(|error| failure(error.error))?;
    Ok(())
}

/// Writes a file that must not exist yet. Makes the folders that it needs.
///
/// # Errors
/// It exists, or cannot be written.
pub(crate) fn create(path: &Path, text: &str) -> io::Result<()> {
    beside(path, text)?.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

/// Replaces a file's content at once. Links lead to what is replaced, and permissions stay.
///
/// # Errors
/// It does not exist, may not be written, or cannot be; what was there is still there.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = path.canonicalize()?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::from(io::ErrorKind::PermissionDenied));
    }
    let file = beside(&path, text)?;
    file.as_file().set_permissions(permissions)?;
    file.persist(&path)?;
    Ok(())
}

/// A new file in the folder of `path`, to be renamed to it.
fn beside(path: &Path, text: &str) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(".rocky-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    Ok(file)
}
