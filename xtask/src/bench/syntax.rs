//! Lexer and parser beside a bare probe, by a bench target of `syntax` that takes the stages in turns.

use super::figures::{Figure, Group};
use super::project::BenchProject;
use super::target;
use anyhow::{Context, Result};
use serde_json::Value;
use std::ffi::OsStr;

/// The probe's time may be exceeded by this factor.
const MOST_TIMES_PROBE: f64 = 2.0;

/// 300 MB/s, in milliseconds a megabyte.
const LOGOS_MILLISECONDS_PER_MEGABYTE: f64 = 3.33;

/// One group for the corpus, where there is one, and one for the models of the project.
pub(super) fn measure(project: &BenchProject) -> Result<Vec<Group>> {
    let [json, models] = ["--json", "--models"].map(OsStr::new);
    let answer = target::measure("syntax", "cold", &[json, models, project.folder.as_os_str()])?;
    answer.as_array().context("`cold` printed no list")?.iter().map(group).collect()
}

fn group(texts: &Value) -> Result<Group> {
    let megabytes = texts["bytes"].as_f64().context("`cold` told no bytes")? / 1e6;
    let samples = |stage: usize| -> Vec<f64> {
        let seconds = texts["stages"][stage]["seconds"].as_array().into_iter().flatten();
        seconds.filter_map(Value::as_f64).collect()
    };
    let [logos, logos_by_text, lexer, probe, parse] = [0, 1, 2, 3, 4].map(samples);
    let ratios = parse.iter().zip(&probe).map(|(parse, probe)| parse / probe).collect();
    let figure = |what: &str, seconds: &[f64]| {
        Figure::new(what, "ms/MB", seconds.iter().map(|it| it * 1_000.0 / megabytes).collect())
    };
    Ok(Group {
        title: format!(
            "Lexer and parser, one core: {} ({} texts, {megabytes:.1} MB)",
            texts["texts"].as_str().unwrap_or_default(),
            texts["count"]
        ),
        figures: vec![
            figure("logos alone, the texts in one piece", &logos)
                .median_at_most(LOGOS_MILLISECONDS_PER_MEGABYTE),
            figure("logos alone, text by text", &logos_by_text),
            figure("lexer", &lexer),
            figure("probe: lexer, and a flat tree of the same tokens by rowan's builder", &probe),
            figure("lexer, parser and tree", &parse),
            Figure::new("lexer, parser and tree ÷ probe, round by round", "×", ratios)
                .median_at_most(MOST_TIMES_PROBE),
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ratios_compare_neighbours() {
        let stage = |seconds: [f64; 3]| json!({ "seconds": seconds });
        let stages = [
            stage([1.0; 3]),
            stage([1.0; 3]),
            stage([1.0; 3]),
            stage([1.0, 2.0, 4.0]),
            stage([2.0, 3.0, 4.0]),
        ];
        let group = group(&json!({"texts": "t", "count": 1, "bytes": 1e6, "stages": stages})).unwrap();
        assert_eq!(group.figures[5].samples, [2.0, 1.5, 1.0]);
        assert_eq!(group.missed().collect::<Vec<_>>(), ["logos alone, the texts in one piece"]);
    }
}
