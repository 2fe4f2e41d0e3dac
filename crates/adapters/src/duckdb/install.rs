//! Puts the pinned DuckDB library in place.
//!
//! The library comes out of the npm package `@duckdb/node-bindings-<platform>`, fetched by the user's own `npm`,
//! so that the user's configuration decides from where. It is checked against a checksum in this file before it
//! is put where [`super::library()`] looks, in one rename: a library that is there is whole.

use std::{
    fs, io,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::Command,
};

use sha2::{Digest, Sha256};

use super::library::{self, LIBRARY_FILE, PINNED_VERSION};

/// Version of the npm packages; the part before the dash is DuckDB's.
const PACKAGE_VERSION: &str = "1.5.6-r.1";

/// A platform for which there is a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Platform {
    /// The end of the package's name.
    name: &'static str,
    /// SHA-256 of the library in the package, in hex. `None` where we have not been able to fetch the package
    /// and look: then only a file that the user vouches for is installed.
    library_sha256: Option<&'static str>,
}

const PLATFORMS: [Platform; 8] = [
    Platform {
        name: "linux-x64",
        library_sha256: Some("3f4962cdd266eab2b479a5b5a4a6d063d279b2954ae814ed00385d553b747633"),
    },
    Platform {
        name: "linux-x64-musl",
        library_sha256: Some("b08c938d495995864a84ab0c5d38e1e8e6dddcc9fddbbc26c85fc09ad48ececb"),
    },
    Platform { name: "linux-arm64", library_sha256: None },
    Platform { name: "linux-arm64-musl", library_sha256: None },
    Platform { name: "darwin-x64", library_sha256: None },
    Platform { name: "darwin-arm64", library_sha256: None },
    Platform { name: "win32-x64", library_sha256: None },
    Platform { name: "win32-arm64", library_sha256: None },
];

/// What to install.
#[derive(Debug, Clone, Default)]
pub struct InstallOptions {
    /// The package (`.tgz`) or the library itself, instead of asking npm.
    pub from: Option<PathBuf>,
    /// Where the user's data is, instead of where the search looks (`~/.local/share`).
    pub data_dir: Option<PathBuf>,
}

/// A library in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// The library.
    pub path: PathBuf,
    /// Whether it was there before, and nothing was done.
    pub already: bool,
    /// Whether it was checked against a checksum of this build. Where there is none for the platform, only a
    /// file the user named is installed.
    pub verified: bool,
}

/// Why no library was installed.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// There is no package for this platform.
    #[error(
        "there is no DuckDB package for {os} on {arch}: build DuckDB {PINNED_VERSION} and set ROCKY_LIBDUCKDB to \
         its library"
    )]
    Platform {
        /// Operating system.
        os: &'static str,
        /// Processor.
        arch: &'static str,
    },
    /// There is a package, and this build has no checksum to check it against.
    #[error(
        "this build of rocky has no checksum for DuckDB on {platform}, so it does not fetch it. Get {package} \
         yourself and run `{} --from FILE`, or set ROCKY_LIBDUCKDB to a DuckDB library",
        library::SETUP_COMMAND
    )]
    NoChecksum {
        /// The platform, as the package's name spells it.
        platform: &'static str,
        /// The package, with its version.
        package: String,
    },
    /// There is no directory for the user's data.
    #[error("there is no home directory to install DuckDB in: set HOME or XDG_DATA_HOME")]
    NoDataDir,
    /// npm is not there.
    #[error(
        "npm is needed to fetch DuckDB and was not found: install Node.js, or get {package} on another machine with \
         `npm pack {package}` and run `{} --from FILE`, or set ROCKY_LIBDUCKDB to a DuckDB library",
        library::SETUP_COMMAND
    )]
    NpmMissing {
        /// The package, with its version.
        package: String,
    },
    /// npm failed.
    #[error("`npm pack {package}` failed: check the network and npm's configuration. npm says:\n{output}")]
    Npm {
        /// The package, with its version.
        package: String,
        /// What npm wrote to its standard error.
        output: String,
    },
    /// What was fetched or named is not the pinned library.
    #[error(
        "{path} does not have the DuckDB library that this build of rocky expects: its SHA-256 is {found}, not \
         {expected}. Nothing was installed"
    )]
    Checksum {
        /// Where the library came from.
        path: PathBuf,
        /// Hex.
        expected: &'static str,
        /// Hex.
        found: String,
    },
    /// The package has no library in it.
    #[error("{path} has no {LIBRARY_FILE} in it")]
    NoLibrary {
        /// The package.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file or directory.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// Installs the pinned library, unless it is there.
///
/// # Errors
/// npm is missing or fails, the checksum differs, or the file cannot be written. Whatever was installed before
/// is untouched then.
pub fn install(options: &InstallOptions) -> Result<Installed, InstallError> {
    let platform = this_platform()?;
    let data_dir = options.data_dir.clone().or_else(library::user_data_dir).ok_or(InstallError::NoDataDir)?;
    let path = library::install_dir(&data_dir).join(LIBRARY_FILE);
    if let Some(expected) = platform.library_sha256
        && path.is_file()
        && sha256_of_file(&path)? == expected
    {
        return Ok(Installed { path, already: true, verified: true });
    }

    let scratch = tempfile::tempdir().map_err(at(&std::env::temp_dir()))?;
    let source = match &options.from {
        Some(file) => file.clone(),
        None => fetch(platform, scratch.path())?,
    };
    let library =
        if is_gzip(&source)? { unpack(&source)? } else { fs::read(&source).map_err(at(&source))? };
    if let Some(expected) = platform.library_sha256 {
        let found = hex(&Sha256::digest(&library));
        if found != expected {
            return Err(InstallError::Checksum { path: source, expected, found });
        }
    }
    put(&path, &library)?;
    Ok(Installed { path, already: false, verified: platform.library_sha256.is_some() })
}

fn this_platform() -> Result<Platform, InstallError> {
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    let unknown = || InstallError::Platform { os, arch };
    let node_os = match os {
        "linux" => "linux",
        "macos" => "darwin",
        "windows" => "win32",
        _ => return Err(unknown()),
    };
    let node_arch = match arch {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        _ => return Err(unknown()),
    };
    // The library must fit the C library that this program runs with.
    let libc = if cfg!(target_env = "musl") { "-musl" } else { "" };
    let name = format!("{node_os}-{node_arch}{libc}");
    PLATFORMS.into_iter().find(|platform| platform.name == name).ok_or_else(unknown)
}

/// Lets npm put the package into the directory; the package's path.
fn fetch(platform: Platform, directory: &Path) -> Result<PathBuf, InstallError> {
    let package = format!("@duckdb/node-bindings-{}@{PACKAGE_VERSION}", platform.name);
    if platform.library_sha256.is_none() {
        return Err(InstallError::NoChecksum { platform: platform.name, package });
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let output = Command::new(npm)
        .args(["pack", package.as_str(), "--ignore-scripts", "--pack-destination"])
        .arg(directory)
        .output()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => InstallError::NpmMissing { package: package.clone() },
            _ => InstallError::Npm { package: package.clone(), output: error.to_string() },
        })?;
    let fetched = fs::read_dir(directory)
        .map_err(at(directory))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "tgz"));
    match fetched {
        Some(path) if output.status.success() => Ok(path),
        _ => {
            let output = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            Err(InstallError::Npm { package, output })
        }
    }
}

fn is_gzip(path: &Path) -> Result<bool, InstallError> {
    let mut start = Vec::new();
    fs::File::open(path).and_then(|file| file.take(2).read_to_end(&mut start)).map_err(at(path))?;
    Ok(start == [0x1f, 0x8b])
}

/// The library in a package.
fn unpack(package: &Path) -> Result<Vec<u8>, InstallError> {
    let file = fs::File::open(package).map_err(at(package))?;
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(io::BufReader::new(file)));
    for entry in archive.entries().map_err(at(package))? {
        let mut entry = entry.map_err(at(package))?;
        // Only the name is looked at: nothing is written where the archive says.
        if entry.path().map_err(at(package))?.file_name().is_some_and(|name| name == LIBRARY_FILE) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(at(package))?;
            return Ok(bytes);
        }
    }
    Err(InstallError::NoLibrary { path: package.to_owned() })
}

/// Writes the file beside its place and renames it there.
fn put(path: &Path, bytes: &[u8]) -> Result<(), InstallError> {
    let directory = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(directory).map_err(at(directory))?;
    let mut file = tempfile::NamedTempFile::new_in(directory).map_err(at(directory))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(at(file.path()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let readable = fs::Permissions::from_mode(0o644);
        file.as_file().set_permissions(readable).map_err(at(file.path()))?;
    }
    file.persist(path).map_err(|error| InstallError::File { path: path.to_owned(), source: error.error })?;
    Ok(())
}

fn sha256_of_file(path: &Path) -> Result<String, InstallError> {
    let mut file = fs::File::open(path).map_err(at(path))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer).map_err(at(path))? {
            0 => return Ok(hex(&hasher.finalize())),
            read => hasher.update(&buffer[..read]),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> InstallError {
    let path = path.to_owned();
    move |source| InstallError::File { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A package with one file in it.
    fn package(directory: &Path, name: &str, content: &[u8]) -> PathBuf {
        let path = directory.join("package.tgz");
        let file = fs::File::create(&path).unwrap();
        let mut archive = tar::Builder::new(flate2::write::GzEncoder::new(file, flate2::Compression::fast()));
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(content.len()).unwrap());
        header.set_mode(0o644);
        archive.append_data(&mut header, name, content).unwrap();
        archive.into_inner().unwrap().finish().unwrap();
        path
    }

    #[test]
    fn the_library_is_found_in_the_package() {
        let directory = tempfile::tempdir().unwrap();
        let path = package(directory.path(), &format!("package/{LIBRARY_FILE}"), b"library");
        assert!(is_gzip(&path).unwrap());
        assert_eq!(unpack(&path).unwrap(), b"library");
        let path = package(directory.path(), "package/README.md", b"text");
        assert!(matches!(unpack(&path), Err(InstallError::NoLibrary { .. })));
    }

    #[test]
    fn another_library_is_not_installed() {
        let Some(expected) = this_platform().unwrap().library_sha256 else { return };
        let directory = tempfile::tempdir().unwrap();
        let from = directory.path().join("library");
        fs::write(&from, "not DuckDB").unwrap();
        let data_dir = directory.path().join("share");
        let options = InstallOptions { from: Some(from), data_dir: Some(data_dir.clone()) };
        let error = install(&options).unwrap_err().to_string();
        assert!(error.contains(expected) && error.ends_with("Nothing was installed"), "{error}");
        assert!(!data_dir.exists());
    }

    #[test]
    fn a_file_replaces_the_one_that_is_there() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lib").join(LIBRARY_FILE);
        put(&path, b"old").unwrap();
        put(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(directory.path().join("lib")).unwrap().count(), 1);
    }

    #[test]
    fn checksums_are_of_the_whole_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        fs::write(&path, vec![b'x'; 3 << 20]).unwrap();
        assert_eq!(sha256_of_file(&path).unwrap(), hex(&Sha256::digest(vec![b'x'; 3 << 20])));
    }
}
