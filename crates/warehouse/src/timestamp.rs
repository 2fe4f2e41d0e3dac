//! Points in time as records carry them.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A point in time, UTC, in whole milliseconds since 1970. Serialized as RFC 3339 with milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Timestamp(u64);

impl Timestamp {
    /// From milliseconds since 1970-01-01T00:00:00Z.
    pub fn from_millis(millis: u64) -> Timestamp {
        Timestamp(millis)
    }

    /// From the system's representation; times before 1970 become 1970.
    pub fn from_system_time(time: SystemTime) -> Timestamp {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn as_millis(self) -> u64 {
        self.0
    }

    /// The run id of a run that starts now: `run-YYYYMMDD-HHMMSS-mmm` (`spec/cli.md` 4.2).
    pub fn to_run_id(self) -> String {
        let digits: String = self.to_string().chars().filter(char::is_ascii_digit).collect();
        match (digits.get(..8), digits.get(8..14), digits.get(14..17)) {
            (Some(date), Some(time), Some(millis)) => format!("run-{date}-{time}-{millis}"),
            _ => format!("run-{digits}"),
        }
    }
}

/// The last instant RFC 3339 can write: 9999-12-31T23:59:59.999Z.
const LAST_MILLIS: u64 = 253_402_300_799_999;

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = UNIX_EPOCH + Duration::from_millis(self.0.min(LAST_MILLIS));
        humantime::format_rfc3339_millis(time).fmt(f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(deserializer)?;
        humantime::parse_rfc3339(&text).map(Timestamp::from_system_time).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_ids_spell_the_utc_time() {
        let time = Timestamp::from_millis(1_788_048_785_007);
        assert_eq!(time.to_string(), "2026-08-30T00:13:05.007Z");
        assert_eq!(time.to_run_id(), "run-20260830-001305-007");
    }

    #[test]
    fn json_round_trip() {
        let time = Timestamp::from_millis(1_788_048_785_007);
        let json = serde_json::to_string(&time).unwrap();
        assert_eq!(json, "\"2026-08-30T00:13:05.007Z\"");
        assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), time);
    }

    #[test]
    fn the_far_future_is_written_as_the_last_instant() {
        assert_eq!(Timestamp::from_millis(u64::MAX).to_string(), "9999-12-31T23:59:59.999Z");
    }
}
