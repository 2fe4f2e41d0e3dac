//! What Rocky says of a query, held against what its engine says.

use super::compare::{self, TypeVerdict};
use super::entry::{Answer, Entry, ExpectedColumn};
use super::names::{self, NameVerdict, Written};
use super::project::{Analysis, Project};
use super::refusal::RefusalKind;
use base::DialectKind;
use syntax::ast::{self, AstNode};

/// The verdict on one query.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The query's id.
    pub id: String,
    /// The construct or the source that it is counted under.
    pub group: String,
    /// Whether it is a query of TPC-H or TPC-DS.
    pub is_tpc: bool,
    /// The text in one line.
    pub sql: String,
    /// The errors that Rocky reports: code, and message.
    pub errors: Vec<(String, String)>,
    /// Whether it is right of a model to have two columns of one name (E009). The engine describes such a query, and
    /// cannot make a table of it.
    pub has_double_names: bool,
    /// Its columns, or why the engine refuses it.
    pub outcome: Outcome,
}

/// What there was to compare.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The engine binds it.
    Bound(Vec<ColumnJudgement>),
    /// The engine refuses it.
    Refused {
        /// Why, in a word.
        kind: RefusalKind,
        /// Its message.
        message: String,
    },
    /// The engine reads it, and nobody knows whether it binds.
    Read,
}

/// The verdict on one column.
#[derive(Clone, Debug)]
pub struct ColumnJudgement {
    /// Its position, from one.
    pub position: usize,
    /// The select item, where the query's items are its columns.
    pub item: Option<String>,
    /// Our name, and the engine's; empty where there is none.
    pub names: [String; 2],
    /// Our type as the dialect spells it, and the engine's.
    pub types: [String; 2],
    /// Whether the name counts and agrees.
    pub name: NameVerdict,
    /// Whether the type agrees.
    pub ty: TypeVerdict,
    /// Why our type is not known.
    pub why: String,
}

impl Judgement {
    /// Whether Rocky calls a query wrong that its engine binds.
    pub fn is_false_alarm(&self) -> bool {
        matches!(self.outcome, Outcome::Bound(_)) && !self.errors.is_empty()
    }

    /// Whether Rocky lets a query pass that its engine refuses.
    pub fn is_missed(&self) -> bool {
        matches!(self.outcome, Outcome::Refused { .. }) && self.errors.is_empty()
    }

    /// Whether Rocky calls a query wrong that its engine reads and may or may not bind.
    pub fn is_doubted(&self) -> bool {
        matches!(self.outcome, Outcome::Read) && !self.errors.is_empty()
    }

    /// The columns of a query that binds.
    pub fn columns(&self) -> &[ColumnJudgement] {
        match &self.outcome {
            Outcome::Bound(columns) => columns,
            Outcome::Refused { .. } | Outcome::Read => &[],
        }
    }
}

/// Judges one query over the schema that the project has; `setup` are the schema's identifiers.
pub fn judge(project: &mut Project, setup: &Written, entry: &Entry, dialect: DialectKind) -> Judgement {
    let analysis = project.analyse(&entry.sql);
    let (errors, analysis) = match analysis {
        Ok(analysis) => (analysis.errors.clone(), Some(analysis)),
        Err(defect) => (vec![("defect".to_owned(), format!("{defect:#}"))], None),
    };
    let (double_names, errors): (Vec<_>, Vec<_>) = errors.into_iter().partition(|(code, _)| code == "E009");
    let outcome = match &entry.answer {
        Answer::Read => Outcome::Read,
        Answer::Refused(message) => {
            Outcome::Refused { kind: RefusalKind::of(message, dialect), message: message.clone() }
        }
        Answer::Columns(expected) => {
            let written = Written::new(&entry.sql, dialect);
            let mut columns = columns(analysis.as_ref(), expected, [&written, setup], dialect);
            let items = items(&entry.sql, dialect);
            if items.len() == columns.len() {
                columns.iter_mut().zip(items).for_each(|(column, item)| column.item = Some(item));
            }
            Outcome::Bound(columns)
        }
    };
    Judgement {
        id: entry.id.clone(),
        group: String::new(),
        is_tpc: entry.is_tpc(),
        sql: one_line(&entry.sql),
        errors,
        has_double_names: !double_names.is_empty(),
        outcome,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The select items of a query that is one `SELECT`.
fn items(sql: &str, dialect: DialectKind) -> Vec<String> {
    let parse = syntax::parse_sql(sql, dialect);
    let clause = parse.sql_file().and_then(|it| match it.statements().next()? {
        ast::Statement::QueryStatement(it) => match it.query()?.body()? {
            ast::QueryBody::Select(select) => select.select_clause(),
            _ => None,
        },
        _ => None,
    });
    let items = clause.iter().flat_map(ast::SelectClause::select_items);
    items.map(|it| one_line(&it.syntax().text().to_string())).collect()
}

fn columns(
    analysis: Option<&Analysis>,
    expected: &[ExpectedColumn],
    written: [&Written; 2],
    dialect: DialectKind,
) -> Vec<ColumnJudgement> {
    let open = match analysis {
        None => Some("the analysis failed".to_owned()),
        Some(it) => it.schema.open.as_ref().map(sema::OpenReason::words),
    };
    // Positions mean nothing where columns are missing from the list, or where there are too many or too few.
    let comparable = analysis.filter(|it| open.is_none() && it.schema.columns.len() == expected.len());
    let judge = |(index, expected): (usize, &ExpectedColumn)| {
        let theirs = [expected.name.clone().unwrap_or_default(), expected.ty.clone()];
        let [their_name, their_type] = theirs;
        let Some(analysis) = comparable else {
            let count = analysis.map_or(0, |it| it.schema.columns.len());
            return ColumnJudgement {
                position: index + 1,
                item: None,
                names: [String::new(), their_name],
                types: ["?".to_owned(), their_type],
                name: names::compare(None, expected.name.as_deref(), written),
                ty: if open.is_some() { TypeVerdict::Unknown } else { TypeVerdict::Wrong },
                why: open.clone().unwrap_or_else(|| format!("the output has {count} columns")),
            };
        };
        let (ours, (our_name, definition)) = (&analysis.schema.columns[index], &analysis.names[index]);
        ColumnJudgement {
            position: index + 1,
            item: None,
            names: [our_name.clone(), their_name],
            types: [ours.value.ty.display(dialect).to_string(), their_type],
            name: names::compare(Some((our_name, *definition)), expected.name.as_deref(), written),
            ty: compare::compare(&ours.value.ty, &expected.ty, dialect),
            why: ours.value.unknown.as_ref().map(sema::UnknownReason::words).unwrap_or_default(),
        }
    };
    expected.iter().enumerate().map(judge).collect()
}
