//! Whether the trees of DuckDB queries have the shape that DuckDB's own parser gives them.
//!
//! Both trees become one neutral shape: clauses, kinds and conditions of joins, set operations, and operators with
//! their nesting. Names are lower case, literals only tell their kind, types of casts are left out. What DuckDB's
//! parser rewrites, and only that, is written on Rocky's side the way DuckDB does:
//!
//! - chains of AND and of OR are lists; parentheses are gone; `-1` is a number;
//! - `NOT IN`, `NOT BETWEEN` are NOT of the other; LIKE is `~~`, SIMILAR TO, `~` functions; `IN list` is `contains`;
//! - `x::t`, `DATE '..'` and `INTERVAL '1 day'` are casts; `INTERVAL e DAY` has one shape for its calls;
//! - `CASE a WHEN b` compares `a = b`; without ELSE there is NULL; `IS TRUE` compares after a cast;
//! - EXTRACT, TRIM, POSITION, AT TIME ZONE, `{..}`, `MAP {..}`, comprehensions, ARRAY(query) are calls;
//! - `date(a)` and `N'..'` are casts; PIVOT without ON is an aggregation; UNPIVOT names its columns `name` and `value`;
//! - `ifnull` is `coalesce`, `percentile_cont` is `quantile_cont`; `count(*)` has no argument;
//! - ALL is NOT ANY of the opposite operator; a list behind ANY is a query over it;
//! - named windows are resolved and frames completed; grouping sets are counted out;
//! - VALUES, TABLE, PIVOT, DESCRIBE and a bare FROM are `SELECT * FROM` something; LIMIT ALL is no LIMIT;
//! - `a -> b` is a lambda; a recursive common table expression is a union.

mod expressions;
mod ours;
mod theirs;
mod tree;
mod windows;

use crate::duckdb::Engine;
use crate::entries;
use crate::known::{self, Known};
use crate::parse::share;
use anyhow::Result;
use base::DialectKind;
use serde_json::{Value, json};
use std::path::Path;
use syntax::BatchParser;
use syntax::ast::Statement;

/// How many queries are compared.
pub const SAMPLE: usize = 1_000;

/// The committed list of differences.
const LIST: &str = "shape";

/// A query whose tree has another shape.
pub struct Difference {
    /// The entry's.
    pub id: String,
    /// Its text.
    pub sql: String,
    /// Rocky's shape.
    pub ours: String,
    /// DuckDB's.
    pub theirs: String,
}

/// What was compared.
pub struct Figures {
    /// How many queries.
    pub compared: usize,
    /// Those that differ.
    pub differences: Vec<Difference>,
}

/// Compares [`SAMPLE`] queries, or as many as there are, spread evenly over those that DuckDB can serialise.
///
/// # Errors
/// The corpus cannot be read, or DuckDB does not answer.
pub fn measure(corpus: &Path, engine: &mut Engine, sample: usize) -> Result<Figures> {
    let mut queries = Vec::new();
    for entry in entries::queries(corpus, DialectKind::DuckDb)? {
        if let Ok(tree) = engine.serialize(&entry.sql)? {
            queries.push((entry, tree));
        }
    }
    let total = queries.len();
    let wanted = sample.min(total);
    let mut parser = BatchParser::new();
    let mut differences = Vec::new();
    for index in 0..wanted {
        let (entry, tree) = &queries[index * total / wanted];
        let theirs = shape_of_theirs(tree);
        let ours = shape_of_ours(&mut parser, &entry.sql);
        if ours != theirs {
            differences.push(Difference { id: entry.id.clone(), sql: entry.sql.clone(), ours, theirs });
        }
    }
    Ok(Figures { compared: wanted, differences })
}

/// The shape of DuckDB's serialised statements.
pub fn shape_of_theirs(tree: &Value) -> String {
    let statements = tree.as_array().into_iter().flatten();
    statements.map(|it| theirs::statement(it).to_string()).collect::<Vec<_>>().join("\n")
}

/// The shape of Rocky's tree of a text.
pub fn shape_of_ours(parser: &mut BatchParser, sql: &str) -> String {
    let file = parser.parse_sql(sql, DialectKind::DuckDb).sql_file();
    let statements = file.into_iter().flat_map(|it| it.statements().collect::<Vec<_>>());
    let shape = |statement: Statement| match statement {
        Statement::QueryStatement(it) => it.query().map(|it| ours::statement(&it).to_string()),
        _ => Some("statement".to_owned()),
    };
    statements.filter_map(shape).collect::<Vec<_>>().join("\n")
}

impl Figures {
    /// The share of equal shapes.
    pub fn equal_share(&self) -> f64 {
        share(self.compared - self.differences.len(), self.compared)
    }

    /// As JSON.
    pub fn to_json(&self) -> Value {
        let difference =
            |it: &Difference| json!({ "id": it.id, "sql": it.sql, "ours": it.ours, "theirs": it.theirs });
        json!({
            "compared": self.compared,
            "equal": self.compared - self.differences.len(),
            "equal_share": self.equal_share(),
            "differences": self.differences.iter().map(difference).collect::<Vec<_>>(),
        })
    }

    /// The figures as a Markdown table.
    pub fn to_markdown(&self) -> String {
        format!(
            "| queries of DuckDB | same shape | |\n|---:|---:|---:|\n| {} | {} | {:.2} % |\n",
            self.compared,
            self.compared - self.differences.len(),
            self.equal_share(),
        )
    }

    /// The differences as a list: what an entry is, and where its shapes part.
    pub fn found(&self) -> Known {
        self.differences.iter().map(|it| (it.id.clone(), it.place())).collect()
    }

    /// Ids that differ and are on no list, and ids on the list that do not differ any more.
    ///
    /// # Errors
    /// The list cannot be read.
    pub fn list_differences(&self) -> Result<(Vec<String>, Vec<String>)> {
        Ok(known::differences(&known::read(LIST)?, &self.found()))
    }

    /// Writes the list.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_list(&self) -> Result<()> {
        known::write(
            LIST,
            "Queries whose tree has another shape than DuckDB's: id, then where they part.",
            &self.found(),
        )
    }
}

impl Difference {
    /// Where the shapes part: a few words of each.
    fn place(&self) -> String {
        let (ours, theirs) = (self.ours.as_bytes(), self.theirs.as_bytes());
        let same = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
        let excerpt = |text: &str| {
            let mut start = same.saturating_sub(20).min(text.len());
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            text[start..].chars().take(60).map(|c| if c.is_control() { ' ' } else { c }).collect::<String>()
        };
        format!("Rocky `{}`, DuckDB `{}`", excerpt(&self.ours), excerpt(&self.theirs))
    }
}
