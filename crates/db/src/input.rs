//! The inputs: projects and their files.

#![allow(missing_docs, reason = "salsa generates constructors and setters without any")]

use crate::{ProjectRoot, RelativePath};
use base::{DialectKind, TextSize};
use std::{collections::BTreeMap, sync::Arc};

/// A project: the files below one root, and what of the outside world its analysis may depend on.
///
/// All fields are of high durability: typing SQL changes none of them.
#[salsa::input(debug)]
pub struct Project {
    /// What the front doors call it.
    #[returns(ref)]
    pub root: ProjectRoot,
    /// Every file that exists now.
    #[returns(ref)]
    pub files: Arc<BTreeMap<RelativePath, SourceFile>>,
    /// The environment variables that configuration may read. Unset ones are absent.
    #[returns(ref)]
    pub environment: Arc<BTreeMap<String, String>>,
    /// The values of run variables: what `@var(name)` stands for, where the command line gives one.
    #[returns(ref)]
    pub variables: Arc<BTreeMap<String, String>>,
    /// The dialects that the SQL should also run in, where whoever asks wants others than `[portability]` names: an
    /// editor that looks at the project as if it ran elsewhere.
    #[returns(ref)]
    pub target_dialects: Option<Vec<DialectKind>>,
    /// What the project's DuckDB file holds, as last read by the child process. `None` where there is no such file or it
    /// was not read.
    #[returns(ref)]
    pub duckdb_catalog: Option<Arc<DuckDbCatalog>>,
    /// Tables as the warehouse described them some time ago, those that are still believed.
    #[returns(ref)]
    pub schema_cache: Arc<[CachedTable]>,
    /// Models that stand in a large dependency ring. Their schema is the cyclic one without any recursion, as it would
    /// be with it: salsa's own cycle handling costs the square of the ring.
    #[returns(ref)]
    pub cut: Arc<[SourceFile]>,
    /// Whether this is a file outside any project, or an unsaved buffer: every SQL file in it is a model.
    #[returns(copy)]
    pub loose: bool,
}

/// A file. Inputs live as long as the database, so a deleted file keeps its handle and loses its text.
#[salsa::input(debug)]
pub struct SourceFile {
    /// The project that it belongs to.
    #[returns(copy)]
    pub project: Project,
    /// Where it lies.
    #[returns(ref)]
    pub path: RelativePath,
    /// Its text now: the buffer, where one is open.
    #[returns(ref)]
    pub text: FileText,
    /// The TOML between the fences, where a SQL file begins with one. Set only when it differs, so that typing SQL
    /// does not touch it.
    #[returns(ref)]
    pub frontmatter: Option<Frontmatter>,
}

/// The text of a file, or why it could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileText {
    /// The text; empty where it could not be read.
    pub text: Arc<str>,
    /// Why it could not be read.
    pub problem: Option<ReadProblem>,
}

/// Texts larger than this, in bytes, are reported and not analysed.
pub const MAX_FILE_BYTES: usize = 8 * 1024 * 1024;

impl FileText {
    /// The text of an open document, unless it is larger than what Rocky reads.
    pub fn of_document(text: Arc<str>) -> FileText {
        match text.len() > MAX_FILE_BYTES {
            true => FileText::unreadable(ReadProblem::TooLarge { bytes: text.len() as u64 }),
            false => FileText::new(text),
        }
    }

    /// Text that was read.
    pub fn new(text: impl Into<Arc<str>>) -> FileText {
        FileText { text: text.into(), problem: None }
    }

    /// The text of a file's bytes, or why they are none.
    pub fn from_bytes(bytes: Vec<u8>) -> FileText {
        if bytes.len() > MAX_FILE_BYTES {
            return FileText::unreadable(ReadProblem::TooLarge { bytes: bytes.len() as u64 });
        }
        match String::from_utf8(bytes) {
            Ok(text) => FileText::new(text),
            Err(error) => {
                FileText::unreadable(ReadProblem::NotUtf8 { offset: error.utf8_error().valid_up_to() })
            }
        }
    }

    /// A file that could not be read.
    pub fn unreadable(problem: ReadProblem) -> FileText {
        FileText { text: Arc::from(""), problem: Some(problem) }
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ReadProblem {
    /// Its bytes are not UTF-8; the first bad byte is at this offset.
    NotUtf8 {
        /// Offset of the first bad byte.
        offset: usize,
    },
    /// It is larger than what Rocky reads.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
    },
    /// The system said so.
    Io {
        /// The system's words, without a path.
        message: String,
    },
}

impl std::fmt::Display for ReadProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadProblem::NotUtf8 { offset } => write!(f, "byte {offset} is not UTF-8"),
            ReadProblem::TooLarge { bytes } => write!(f, "{bytes} bytes are more than Rocky reads"),
            ReadProblem::Io { message } => f.write_str(message),
        }
    }
}

/// The TOML at the head of a SQL file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Frontmatter {
    /// The TOML, fences excluded.
    pub toml: Arc<str>,
    /// Where it begins in the file.
    pub offset: TextSize,
}

/// What a DuckDB file holds: equal catalogs are equal values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DuckDbCatalog {
    /// Catalog and schema of every schema, empty ones included, sorted. What is not listed in them does not exist.
    pub schemas: Vec<[String; 2]>,
    /// Every table and view, sorted by name.
    pub tables: Vec<CatalogTable>,
}

impl DuckDbCatalog {
    /// A catalog of what is listed in any order.
    pub fn new(mut schemas: Vec<[String; 2]>, mut tables: Vec<CatalogTable>) -> DuckDbCatalog {
        schemas.sort();
        tables.sort();
        DuckDbCatalog { schemas, tables }
    }
}

/// A table or view of a warehouse's catalog.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CatalogTable {
    /// Catalog, schema and table.
    pub name: [String; 3],
    /// Name, type in the warehouse's spelling, and whether NULL is allowed.
    pub columns: Vec<(String, String, bool)>,
    /// Columns that the warehouse enforces to be unique, the primary key first.
    pub keys: Vec<Vec<String>>,
}

/// A table as the warehouse described it some time ago.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CachedTable {
    /// The table.
    pub table: CatalogTable,
    /// When it was described, in milliseconds since 1970.
    pub described_at: u64,
}
