//! Tables as the warehouse described them some time ago: where they are asked for, and how their age is said.

use base::counted;
use db::CachedTable;
use std::{
    fmt,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// From a project's folder to what is remembered of its warehouse. May block.
pub type ReadSchemas = dyn Fn(&Path) -> Arc<[CachedTable]> + Send + Sync;

/// Reads what is remembered of the warehouse of the project in a folder.
#[derive(Clone)]
pub struct SchemaCacheReader(pub Arc<ReadSchemas>);

impl fmt::Debug for SchemaCacheReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SchemaCacheReader")
    }
}

/// How long before now a moment was, given in milliseconds since 1970: `3 hours ago`.
pub(crate) fn age(described_at: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    words(now.saturating_sub(Duration::from_millis(described_at)))
}

fn words(age: Duration) -> String {
    let units = [("day", 86_400), ("hour", 3_600), ("minute", 60)];
    let seconds = age.as_secs();
    match units.into_iter().find(|(_, length)| seconds >= *length) {
        Some((unit, length)) => {
            format!("{} ago", counted(seconds / length, unit))
        }
        None => "less than a minute ago".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages() {
        let said = |seconds| words(Duration::from_secs(seconds));
        assert_eq!(said(59), "less than a minute ago");
        assert_eq!(said(60), "1 minute ago");
        assert_eq!(said(7_199), "1 hour ago");
        assert_eq!(said(7_200), "2 hours ago");
        assert_eq!(said(200_000), "2 days ago");
    }
}
