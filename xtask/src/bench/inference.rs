//! Inference on the queries of TPC-DS, by a bench target of `sema`.

use super::figures::{Figure, Group};
use super::target;
use anyhow::{Context, Result};
use serde_json::Value;
use std::ffi::OsStr;

/// Issue 4's bar.
const MOST_MICROSECONDS_PER_KILOBYTE: f64 = 100.0;

/// The figures; an error where there is no corpus.
pub(super) fn measure() -> Result<Group> {
    let answer = target::measure("sema", "inference", &[OsStr::new("--json")])?;
    group(&answer)
}

fn group(answer: &Value) -> Result<Group> {
    let kilobytes = answer["bytes"].as_f64().context("`inference` told no bytes")? / 1e3;
    let seconds = answer["seconds"].as_array().into_iter().flatten().filter_map(Value::as_f64);
    let samples = seconds.map(|it| it * 1e6 / kilobytes).collect();
    Ok(Group {
        title: format!("Inference, one core: {} queries of TPC-DS ({kilobytes:.0} KB)", answer["queries"]),
        figures: vec![
            Figure::new("names, types, nullability and findings of a lowered body", "µs/KB", samples)
                .median_at_most(MOST_MICROSECONDS_PER_KILOBYTE),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn samples_are_per_kilobyte() {
        let group = group(&json!({"queries": 2, "bytes": 2000, "seconds": [0.0001, 0.0004]})).unwrap();
        assert_eq!(group.figures[0].samples, [50.0, 200.0]);
    }
}
