//! What tests of the parser share: statements of the corpus, random choices, and what holds for every text.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    unreachable_pub,
    dead_code,
    reason = "each test uses a part of it"
)]

use base::DialectKind;
use std::path::{Path, PathBuf};
use syntax::{BatchParser, Lexis, lex};

/// How often the parser may look at a token, on average. The grammar looks some five times; text that is all brackets
/// makes it look ahead from each of them.
const MAX_STEPS_PER_TOKEN: u64 = 300;

/// Every language.
pub fn languages() -> impl Iterator<Item = Lexis> {
    DialectKind::ALL.map(Lexis::Sql).into_iter().chain([Lexis::Rocky])
}

/// Checks what holds for every text: the tree spells it; errors are in order, inside the text and between characters;
/// the work is linear.
pub fn check(parser: &mut BatchParser, text: &str, lexis: Lexis) {
    let parse = match lexis {
        Lexis::Sql(dialect) => parser.parse_sql(text, dialect),
        Lexis::Rocky => parser.parse_rocky(text),
    };
    assert!(parse.syntax().text() == text, "{lexis:?}: another text\n{text}");
    for error in &*parse.errors {
        let range = usize::from(error.range.start())..usize::from(error.range.end());
        assert!(text.get(range).is_some(), "{lexis:?}: {error:?}\n{text}");
        if let Some(fix) = &error.fix {
            let range = usize::from(fix.range.start())..usize::from(fix.range.end());
            assert!(text.get(range).is_some(), "{lexis:?}: {error:?}\n{text}");
        }
    }
    assert!(parse.errors.is_sorted_by_key(|it| it.range.start()), "{lexis:?}: {:?}\n{text}", parse.errors);
    let most = MAX_STEPS_PER_TOKEN * (1 + lex(text, lexis).tokens.len() as u64);
    assert!(parser.steps() <= most, "{lexis:?}: {} steps\n{text}", parser.steps());
}

/// A statement of the corpus.
#[derive(Clone)]
pub struct Statement {
    pub sql: String,
    pub lexis: Lexis,
}

/// The corpus beside the checkout or where `ROCKY_CORPUS` says, file by file. Without it only fixtures are tested,
/// which is said aloud.
pub fn corpus() -> Vec<Vec<Statement>> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = std::env::var_os("ROCKY_CORPUS").map_or(repository.join("../shared/corpus"), PathBuf::from);
    let Ok(entries) = root.join("parse").read_dir() else {
        println!("corpus: it is not there, nothing of it is tested");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "jsonl"));
    files.sort();
    files.iter().map(|it| statements(it)).collect()
}

fn statements(file: &Path) -> Vec<Statement> {
    let name = file.file_name().unwrap().to_str().unwrap();
    let dialect = match name.split('.').next().unwrap() {
        "spark" | "databricks" => DialectKind::Databricks,
        "snowflake" => DialectKind::Snowflake,
        "bigquery" => DialectKind::BigQuery,
        "trino" => DialectKind::Trino,
        _ => DialectKind::DuckDb,
    };
    let text = std::fs::read_to_string(file).unwrap();
    let statement = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        Statement { sql: row["sql"].as_str().unwrap().to_owned(), lexis: Lexis::Sql(dialect) }
    };
    text.lines().map(statement).collect()
}

/// About `count` statements, the same ones every time, as many of a small file as of a large one while they last.
pub fn sample(files: &[Vec<Statement>], count: usize) -> Vec<Statement> {
    let mut sizes: Vec<usize> = files.iter().map(Vec::len).collect();
    sizes.sort_unstable();
    let (mut left, mut quota) = (count, 0);
    for (at, size) in sizes.iter().enumerate() {
        quota = left / (sizes.len() - at);
        left -= quota.min(*size);
    }
    let every = |file: &Vec<Statement>| {
        let count = file.len().min(quota);
        (0..count).map(|it| file[it * file.len() / count].clone()).collect::<Vec<_>>()
    };
    files.iter().flat_map(every).collect()
}

/// Random numbers, the same ones for the same seed (SplitMix64).
pub struct Random(pub u64);

impl Random {
    /// A number below `end`, 0 if there is none.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((it ^ (it >> 31)) % end.max(1) as u64) as usize
    }

    /// One of the items.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}
