//! Which DuckDB library is used.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use super::ffi::Library;

/// The DuckDB version that [`super::install`] puts in place and that Rocky is tested with.
pub const PINNED_VERSION: &str = "1.5.6";

/// The oldest library that has every function we call, and whose SQL the dialect tables describe.
pub const MINIMUM_VERSION: (u32, u32, u32) = (1, 2, 0);

/// The command that puts the pinned library in place.
pub const SETUP_COMMAND: &str = "rocky setup duckdb";

/// The library's file name on this platform.
pub const LIBRARY_FILE: &str = if cfg!(windows) {
    "duckdb.dll"
} else if cfg!(target_os = "macos") {
    "libduckdb.dylib"
} else {
    "libduckdb.so"
};

/// The variable that names a library explicitly.
const VARIABLE: &str = "ROCKY_LIBDUCKDB";

/// Why there is no usable library. Every message names the command that helps.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LibraryError {
    /// None was found.
    #[error(
        "DuckDB is not installed: no {LIBRARY_FILE} at {} nor in the system's library path. Run `{SETUP_COMMAND}` \
         (in a checkout of Rocky: `cargo xtask setup`), or set {VARIABLE} to a DuckDB library",
        list(searched)
    )]
    NotFound {
        /// The places that were looked at.
        searched: Vec<PathBuf>,
    },
    /// `ROCKY_LIBDUCKDB` names a file that is not there.
    #[error(
        "{VARIABLE} names {path}, which does not exist: correct it, or unset it and run `{SETUP_COMMAND}`"
    )]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// One was found and is not a DuckDB library, or not for this platform.
    #[error(
        "{path} is not a DuckDB library for this platform: {reason}. Run `{SETUP_COMMAND}` to install one, or set \
         {VARIABLE} to another"
    )]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the system's loader or the missing function says.
        reason: String,
    },
    /// One was found and is too old.
    #[error(
        "{path} is DuckDB {found}; Rocky needs {}.{}.{} or newer. Run `{SETUP_COMMAND}` to install {PINNED_VERSION}, \
         or set {VARIABLE} to another",
        MINIMUM_VERSION.0,
        MINIMUM_VERSION.1,
        MINIMUM_VERSION.2
    )]
    TooOld {
        /// The file.
        path: PathBuf,
        /// What it says it is.
        found: String,
    },
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// What decides where the library is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LibrarySearch {
    /// `ROCKY_LIBDUCKDB`, if set and not empty. Then nothing else is looked at.
    pub explicit: Option<PathBuf>,
    /// The directory of the running program.
    pub executable_dir: Option<PathBuf>,
    /// The directory of the user's data: see [`user_data_dir`].
    pub data_dir: Option<PathBuf>,
}

impl LibrarySearch {
    /// The search that this process's environment describes.
    pub fn from_process() -> LibrarySearch {
        LibrarySearch {
            explicit: variable(VARIABLE).map(PathBuf::from),
            executable_dir: env::current_exe().ok().and_then(|path| path.parent().map(Path::to_owned)),
            data_dir: user_data_dir(),
        }
    }

    /// The places to look at, in order, before the system's own loader is asked.
    pub fn candidates(&self) -> Vec<PathBuf> {
        if let Some(explicit) = &self.explicit {
            return vec![explicit.clone()];
        }
        let beside = self.executable_dir.iter().map(|directory| directory.join(LIBRARY_FILE));
        let installed = self.data_dir.iter().map(|directory| install_dir(directory).join(LIBRARY_FILE));
        beside.chain(installed).collect()
    }
}

/// Where the pinned library of a user is installed: `rocky/lib/<version>` in the user's data.
pub(super) fn install_dir(data_dir: &Path) -> PathBuf {
    data_dir.join("rocky").join("lib").join(PINNED_VERSION)
}

/// `XDG_DATA_HOME`, else `~/.local/share`; on Windows `LOCALAPPDATA`.
pub(super) fn user_data_dir() -> Option<PathBuf> {
    let home = || env::home_dir().filter(|home| !home.as_os_str().is_empty());
    if cfg!(windows) {
        return variable("LOCALAPPDATA").map(PathBuf::from).or_else(home);
    }
    variable("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| home().map(|home| home.join(".local").join("share")))
}

fn variable(name: &str) -> Option<OsString> {
    env::var_os(name).filter(|value| !value.is_empty())
}

/// Finds and opens the library, once per process. It stays open: DuckDB's threads live in it.
///
/// # Errors
/// None is found, or the first one found is not usable. A later call tries again.
pub fn library() -> Result<&'static Library, LibraryError> {
    static OPEN: Mutex<Option<&'static Library>> = Mutex::new(None);
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(library) = *open {
        return Ok(library);
    }
    let library: &'static Library = Box::leak(Box::new(find(&LibrarySearch::from_process())?));
    *open = Some(library);
    Ok(library)
}

#[cfg(feature = "bundled")]
fn find(_: &LibrarySearch) -> Result<Library, LibraryError> {
    Ok(Library::linked())
}

#[cfg(feature = "dynamic")]
fn find(search: &LibrarySearch) -> Result<Library, LibraryError> {
    let candidates = search.candidates();
    if let Some(path) = candidates.iter().find(|path| path.is_file()) {
        let library =
            Library::open(path).map_err(|reason| LibraryError::Unusable { path: path.to_owned(), reason })?;
        return new_enough(library, path);
    }
    if let Some(path) = &search.explicit {
        return Err(LibraryError::Missing { path: path.clone() });
    }
    let bare = Path::new(LIBRARY_FILE);
    match Library::open(bare) {
        Ok(library) => new_enough(library, bare),
        Err(_) => Err(LibraryError::NotFound { searched: candidates }),
    }
}

#[cfg(feature = "dynamic")]
fn new_enough(library: Library, path: &Path) -> Result<Library, LibraryError> {
    match parse_version(library.version()) {
        Some(version) if version >= MINIMUM_VERSION => Ok(library),
        _ => Err(LibraryError::TooOld { path: path.to_owned(), found: library.version().to_owned() }),
    }
}

/// `v1.5.6`, `v1.6.0-dev12`: the three numbers.
#[cfg(any(feature = "dynamic", test))]
fn parse_version(text: &str) -> Option<(u32, u32, u32)> {
    let mut numbers = text.strip_prefix('v').unwrap_or(text).split(['.', '-']).map(|part| part.parse().ok());
    Some((numbers.next()??, numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        assert_eq!(parse_version("v1.5.6"), Some((1, 5, 6)));
        assert_eq!(parse_version("1.6.0-dev12"), Some((1, 6, 0)));
        assert_eq!(parse_version("nightly"), None);
    }

    #[test]
    fn the_search_goes_from_the_nearest_to_the_farthest() {
        let mut search = LibrarySearch {
            explicit: None,
            executable_dir: Some("/opt/rocky".into()),
            data_dir: Some("/home/me/.local/share".into()),
        };
        let installed = format!("/home/me/.local/share/rocky/lib/{PINNED_VERSION}/{LIBRARY_FILE}");
        let beside = format!("/opt/rocky/{LIBRARY_FILE}");
        assert_eq!(search.candidates(), [PathBuf::from(beside), PathBuf::from(installed)]);
        search.explicit = Some("/elsewhere/duckdb".into());
        assert_eq!(search.candidates(), [PathBuf::from("/elsewhere/duckdb")]);
    }

    #[cfg(feature = "dynamic")]
    #[test]
    fn an_explicit_library_that_is_not_there_is_not_replaced_by_another() {
        let directory = tempfile::tempdir().unwrap();
        let missing = directory.path().join("nothing.so");
        let search = LibrarySearch { explicit: Some(missing.clone()), ..LibrarySearch::default() };
        let error = find(&search).unwrap_err();
        assert_eq!(error, LibraryError::Missing { path: missing });
        assert!(error.to_string().contains("`rocky setup duckdb`"), "{error}");
    }

    #[cfg(feature = "dynamic")]
    #[test]
    fn a_file_that_is_no_library_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(LIBRARY_FILE);
        std::fs::write(&path, "not a library").unwrap();
        let error =
            find(&LibrarySearch { explicit: Some(path.clone()), ..LibrarySearch::default() }).unwrap_err();
        assert!(matches!(&error, LibraryError::Unusable { path: named, .. } if *named == path));
        assert!(error.to_string().contains("`rocky setup duckdb`"), "{error}");
    }
}
