//! Engines: a dialect at a version, since functions and rules come with releases.

use base::DialectKind;
use std::fmt;
use std::str::FromStr;

/// A release of an engine, as far as rules depend on it: `1.5` of DuckDB 1.5.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EngineVersion {
    /// The first number.
    pub major: u16,
    /// The second number.
    pub minor: u16,
}

impl EngineVersion {
    /// `major.minor`.
    pub const fn new(major: u16, minor: u16) -> EngineVersion {
        EngineVersion { major, minor }
    }
}

impl FromStr for EngineVersion {
    type Err = String;

    /// Reads `2`, `2.0`, `v1.5.6`, `16.4 LTS`; what follows the second number does not matter.
    fn from_str(text: &str) -> Result<EngineVersion, String> {
        let trimmed = text.trim();
        let mut parts = trimmed.strip_prefix('v').unwrap_or(trimmed).splitn(3, '.');
        let major = parts.next().and_then(|it| it.parse().ok());
        let minor = parts.next().map_or(Some(0), |it| {
            let end = it.find(|c: char| !c.is_ascii_digit()).unwrap_or(it.len());
            it[..end].parse().ok()
        });
        match (major, minor) {
            (Some(major), Some(minor)) => Ok(EngineVersion::new(major, minor)),
            _ => Err(format!("`{text}` is not a version such as `1.5`")),
        }
    }
}

impl fmt::Display for EngineVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A dialect and the release that speaks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Engine {
    /// The dialect.
    pub dialect: DialectKind,
    /// The release. Only DuckDB's is looked at: the others are services of one version.
    pub version: EngineVersion,
}

impl Engine {
    /// The dialect at this release.
    pub const fn new(dialect: DialectKind, version: EngineVersion) -> Engine {
        Engine { dialect, version }
    }

    /// The dialect at the release that Rocky installs or was made for: DuckDB 1.5, Spark 4.3 of Databricks.
    pub const fn pinned(dialect: DialectKind) -> Engine {
        let version = match dialect {
            DialectKind::DuckDb => EngineVersion::new(1, 5),
            DialectKind::Databricks => EngineVersion::new(4, 3),
            DialectKind::Snowflake | DialectKind::BigQuery | DialectKind::Trino => EngineVersion::new(0, 0),
        };
        Engine { dialect, version }
    }

    /// The releases of a dialect whose functions and rules are known, oldest first; none where it is a service of one
    /// version. The tables of DuckDB 1.5 speak for the releases before it, down to the oldest that Rocky loads.
    pub const fn known_releases(dialect: DialectKind) -> &'static [EngineVersion] {
        const DUCKDB: [EngineVersion; 5] = [
            EngineVersion::new(1, 2),
            EngineVersion::new(1, 3),
            EngineVersion::new(1, 4),
            EngineVersion::new(1, 5),
            EngineVersion::new(2, 0),
        ];
        match dialect {
            DialectKind::DuckDb => &DUCKDB,
            DialectKind::Databricks | DialectKind::Snowflake | DialectKind::BigQuery | DialectKind::Trino => {
                &[]
            }
        }
    }
}

impl From<DialectKind> for Engine {
    fn from(dialect: DialectKind) -> Engine {
        Engine::pinned(dialect)
    }
}

impl fmt::Display for Engine {
    /// The dialect's name, for messages.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.dialect.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        let read = |text: &str| text.parse::<EngineVersion>().ok();
        assert_eq!(read("2"), Some(EngineVersion::new(2, 0)));
        assert_eq!(read("v1.5.6"), Some(EngineVersion::new(1, 5)));
        assert_eq!(read("16.4 LTS"), Some(EngineVersion::new(16, 4)));
        assert_eq!(read("2.0-dev"), Some(EngineVersion::new(2, 0)));
        assert_eq!(["new", "", "1.x", "1.", "vv1", "1,5"].map(read), [None; 6]);
        assert!(read("1.10") > read("1.9"));
    }
}
