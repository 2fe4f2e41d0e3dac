//! What lexing and parsing cost on one core, beside a bare probe: the same tokens, lexed and put into a flat tree.
//!
//! `cargo bench -p syntax` prints medians; `cargo xtask bench syntax` runs it with `--json --models <folder>` and writes
//! its samples to docs/performance.md. The stages take turns within a round, so that a slow minute of the machine
//! shows in all of them and a ratio compares neighbours.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints what it measures")]

use base::DialectKind;
use rowan::{GreenNodeBuilder, NodeCache, SyntaxKind as Raw};
use serde_json::{Value, json};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use syntax::{BatchParser, Lexis, SyntaxKind, Tokens, lex_into, raw_token_count};

type Failure = Box<dyn std::error::Error>;

const ROUNDS: usize = 15;

/// How long the probe keeps rowan's cache of tokens: for about as many files as `BatchParser` keeps its own.
const FILES_PER_CACHE: usize = 256;

/// Texts that are measured together.
struct Texts {
    name: &'static str,
    texts: Vec<(String, Lexis)>,
    /// All of them in one piece, line breaks between.
    joined: String,
}

impl Texts {
    fn new(name: &'static str, texts: Vec<(String, Lexis)>) -> Texts {
        let joined = texts.iter().map(|it| it.0.as_str()).collect::<Vec<_>>().join("\n");
        Texts { name, texts, joined }
    }
}

/// Name of a stage and how it treats texts; what it returns keeps the work from being optimised away.
type Stage = (&'static str, fn(&Texts) -> usize);

const STAGES: [Stage; 5] = [
    ("logos alone, the texts in one piece", |it| raw_token_count(&it.joined)),
    ("logos alone, text by text", logos_alone),
    ("lexer", lexer),
    ("probe: lexer and a flat tree", probe),
    ("parse", parse),
];

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let models = arguments.iter().position(|it| it == "--models").and_then(|at| arguments.get(at + 1));
    let folder = match models {
        Some(folder) => PathBuf::from(folder),
        None => generated_models()?,
    };
    let mut sets = vec![Texts::new("10,000 generated models", models_below(&folder)?)];
    match corpus()? {
        Some(texts) => sets.insert(0, Texts::new("the corpus", texts)),
        None => eprintln!("cold: there is no corpus: set ROCKY_CORPUS"),
    }
    let results: Vec<Value> = sets.iter().map(measure).collect();
    if arguments.iter().any(|it| it == "--json") {
        println!("{}", Value::Array(results));
    } else {
        results.iter().for_each(print);
    }
    Ok(())
}

/// `{texts, count, bytes, stages: [{stage, seconds: [per round]}]}`.
fn measure(set: &Texts) -> Value {
    let mut seconds: [Vec<f64>; STAGES.len()] = Default::default();
    // The first round warms up.
    for round in 0..=ROUNDS {
        for ((_, stage), samples) in STAGES.iter().zip(&mut seconds) {
            let begun = Instant::now();
            black_box(stage(set));
            if round > 0 {
                samples.push(begun.elapsed().as_secs_f64());
            }
        }
    }
    let stages: Vec<Value> = STAGES
        .iter()
        .zip(&seconds)
        .map(|((name, _), samples)| json!({"stage": name, "seconds": samples}))
        .collect();
    let bytes: usize = set.texts.iter().map(|(text, _)| text.len()).sum();
    json!({"texts": set.name, "count": set.texts.len(), "bytes": bytes, "stages": stages})
}

fn print(result: &Value) {
    let bytes = result["bytes"].as_f64().unwrap_or(f64::NAN);
    println!("{}: {} texts, {bytes} bytes", result["texts"], result["count"]);
    let samples = |stage: usize| -> Vec<f64> {
        let samples = result["stages"][stage]["seconds"].as_array().into_iter().flatten();
        samples.filter_map(Value::as_f64).collect()
    };
    for (at, (name, _)) in STAGES.iter().enumerate() {
        println!("  {name}: {:.0} MB/s", bytes / 1e6 / median(samples(at)));
    }
    let ratios = samples(4).into_iter().zip(samples(3)).map(|(parse, probe)| parse / probe).collect();
    println!("  parse ÷ probe, round by round: {:.2}", median(ratios));
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples.get(samples.len() / 2).copied().unwrap_or(f64::NAN)
}

fn logos_alone(set: &Texts) -> usize {
    set.texts.iter().map(|(text, _)| raw_token_count(text)).sum()
}

fn lexer(set: &Texts) -> usize {
    let mut tokens = Tokens::default();
    let mut count = 0;
    for (text, lexis) in &set.texts {
        lex_into(text, *lexis, &mut tokens);
        count += tokens.tokens.len();
    }
    count
}

fn probe(set: &Texts) -> usize {
    let mut tokens = Tokens::default();
    let mut cache = NodeCache::default();
    let mut length = 0;
    for (at, (text, lexis)) in set.texts.iter().enumerate() {
        if at % FILES_PER_CACHE == 0 {
            cache = NodeCache::default();
        }
        lex_into(text, *lexis, &mut tokens);
        let mut builder = GreenNodeBuilder::with_cache(&mut cache);
        builder.start_node(Raw(SyntaxKind::FILE as u16));
        let mut start = 0;
        for token in &tokens.tokens {
            let end = start + token.len as usize;
            builder.token(Raw(token.kind as u16), &text[start..end]);
            start = end;
        }
        builder.finish_node();
        length += usize::from(black_box(builder.finish()).text_len());
    }
    length
}

fn parse(set: &Texts) -> usize {
    let mut parser = BatchParser::new();
    let mut length = 0;
    for (text, lexis) in &set.texts {
        let parse = match lexis {
            Lexis::Sql(dialect) => parser.parse_sql(text, *dialect),
            Lexis::Rocky => parser.parse_rocky(text),
        };
        length += usize::from(black_box(parse).green.text_len());
    }
    length
}

/// A project of the generator, written where this target may write, unless it is there.
fn generated_models() -> Result<PathBuf, Failure> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("models-10000");
    if !folder.join("rocky.toml").exists() {
        let status = Command::new("cargo")
            .args(["xtask", "gen-project", "--models", "10000", "--out"])
            .arg(&folder)
            .current_dir(repository())
            .stdout(std::process::Stdio::null())
            .status()?;
        if !status.success() {
            return Err("`cargo xtask gen-project` failed".into());
        }
    }
    Ok(folder)
}

fn models_below(folder: &Path) -> Result<Vec<(String, Lexis)>, Failure> {
    let mut folders = vec![folder.join("models")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir()? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            match path.extension().and_then(|it| it.to_str()) {
                Some("sql") => files.push((path, Lexis::Sql(DialectKind::DuckDb))),
                Some("rocky") => files.push((path, Lexis::Rocky)),
                _ => {}
            }
        }
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files.into_iter().map(|(path, lexis)| Ok((std::fs::read_to_string(path)?, lexis))).collect()
}

/// Every statement of the corpus, those that no engine takes included.
fn corpus() -> Result<Option<Vec<(String, Lexis)>>, Failure> {
    let root = std::env::var_os("ROCKY_CORPUS").map_or(repository().join("../shared/corpus"), PathBuf::from);
    let Ok(entries) = root.join("parse").read_dir() else { return Ok(None) };
    let mut files: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
    files.sort();
    let mut texts = Vec::new();
    for file in files.iter().filter(|it| it.extension().is_some_and(|it| it == "jsonl")) {
        let name = file.file_name().and_then(|it| it.to_str()).unwrap_or_default();
        let dialect = match name.split('.').next() {
            Some("spark" | "databricks") => DialectKind::Databricks,
            Some("snowflake") => DialectKind::Snowflake,
            Some("bigquery") => DialectKind::BigQuery,
            Some("trino") => DialectKind::Trino,
            _ => DialectKind::DuckDb,
        };
        for line in std::fs::read_to_string(file)?.lines() {
            let row: Value = serde_json::from_str(line)?;
            texts.push((row["sql"].as_str().unwrap_or_default().to_owned(), Lexis::Sql(dialect)));
        }
    }
    Ok(Some(texts))
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
