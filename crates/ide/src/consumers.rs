//! What a card says of who reads what it is about.
//!
//! How many models hang on one is said where a front remembers who reads whom ([`crate::Readers`]). The columns that are made of a
//! column are counted where few models read its model, since each of these is analysed; at length they are all counted
//! and named, however long that takes.

use crate::{
    Cancelled, HoverRequest, Verbosity,
    body_names::has_body,
    card::code,
    hierarchy::{self, HierarchyRelation},
    origins::link,
    readers::Current,
    sweep,
    symbol::Symbol,
};
use base::counted;
use db::{Db, Project, RootDatabase, SourceFile};
use rustc_hash::FxHashSet;
use sema::ExternalTable;
use std::{fmt::Write, sync::Arc};

/// How many readers are analysed while somebody waits at the cursor.
const ANALYSED: usize = 8;

/// How many consumers are named.
const NAMED: usize = 200;

/// Who reads the model, the table or the column, as a paragraph; nothing where that is not known without a long look.
///
/// # Errors
/// The analysis was cancelled, or rings must be cut.
pub(crate) fn note(
    db: &RootDatabase,
    project: Project,
    symbol: &Symbol,
    request: &HoverRequest<'_>,
    patience: usize,
) -> Result<Option<String>, Cancelled> {
    let is_full = request.verbosity == Verbosity::Full;
    if request.verbosity == Verbosity::Brief {
        return Ok(None);
    }
    let readers = || -> Result<Option<Current>, Cancelled> {
        let known = request.readers.and_then(|it| Current::of_known(db, project, it));
        if known.is_some() || !is_full {
            return Ok(known);
        }
        sweep::uncut_rings(db, sema::order(db, project))?;
        Ok(Some(Current::anew(db, project)))
    };
    match symbol {
        Symbol::Model(model) => Ok(readers()?.map(|it| of_model(db, &it, *model, is_full))),
        Symbol::ModelColumn(model, index) => match readers()? {
            Some(readers) => of_column(db, project, &readers, (*model, *index), is_full, patience),
            None => Ok(None),
        },
        Symbol::External(table) if is_full => {
            let relation = HierarchyRelation::Table(table.display_name());
            let readers = hierarchy::readers(db, project, &relation);
            Ok(Some(format!("{}{}", read_by(readers.len()), list_models(db, &readers))))
        }
        Symbol::ExternalColumn(table, index) if is_full => {
            of_table_column(db, project, table, *index, patience)
        }
        _ => Ok(None),
    }
}

fn read_by(models: usize) -> String {
    match models {
        0 => "read by no model".to_owned(),
        models => format!("read by {}", counted(models, "model")),
    }
}

/// `; 12 models downstream`, where there are further ones behind those that read it themselves.
fn downstream(db: &dyn Db, readers: &Current, model: SourceFile, direct: usize) -> String {
    match readers.count_downstream(db, model) {
        all if all == direct => String::new(),
        all => format!("; {} downstream", counted(all, "model")),
    }
}

fn of_model(db: &dyn Db, readers: &Current, model: SourceFile, is_full: bool) -> String {
    let mut direct = readers.of(db, model);
    let mut note = format!("{}{}", read_by(direct.len()), downstream(db, readers, model, direct.len()));
    if is_full {
        direct.sort_by(|a, b| a.path(db).cmp(b.path(db)));
        note.push_str(&list_models(db, &direct));
    }
    note
}

fn of_column(
    db: &RootDatabase,
    project: Project,
    readers: &Current,
    (model, index): (SourceFile, u32),
    is_full: bool,
    patience: usize,
) -> Result<Option<String>, Cancelled> {
    let name = sema::declared_name(db, model);
    let mut direct = readers.of(db, model);
    direct.retain(|it| has_body(db, *it));
    if direct.len() > ANALYSED && !is_full {
        let all = downstream(db, readers, model, direct.len());
        return Ok(Some(format!("{} is {}{all}", code(&name), read_by(direct.len()))));
    }
    let schema = sema::schema(db, model);
    let Some(column) = schema.columns.get(index as usize) else { return Ok(None) };
    direct.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    let relation = HierarchyRelation::Model(name.to_string());
    let consumers = Consumers(hierarchy::uses(db, project, &relation, &column.name, direct, patience)?);
    let all = readers.count_downstream(db, model);
    let all = match all {
        0 => String::new(),
        all => format!("; {} downstream of {}", counted(all, "model"), code(&name)),
    };
    let list = if is_full { consumers.list(db) } else { String::new() };
    Ok(Some(format!("{}{all}{list}", consumers.count())))
}

fn of_table_column(
    db: &RootDatabase,
    project: Project,
    table: &Arc<ExternalTable>,
    index: u32,
    patience: usize,
) -> Result<Option<String>, Cancelled> {
    let Some(column) = table.columns.as_ref().and_then(|it| it.get(index as usize)) else { return Ok(None) };
    let relation = HierarchyRelation::Table(table.display_name());
    let readers = hierarchy::readers(db, project, &relation);
    let consumers = Consumers(hierarchy::uses(db, project, &relation, &column.name, readers, patience)?);
    Ok(Some(format!("{}{}", consumers.count(), consumers.list(db))))
}

fn list_models(db: &dyn Db, models: &[SourceFile]) -> String {
    let mut list = Listed::default();
    for it in models {
        let name = code(&sema::declared_name(db, *it));
        list.add(|| link(db, *it, sema::start_range(db, *it).start(), &name));
    }
    list.finish()
}

/// What each reader makes of a column.
struct Consumers(Vec<hierarchy::Reader>);

impl Consumers {
    /// `read by 7 columns in 3 models`.
    fn count(&self) -> String {
        let (mut columns, mut models, mut of_rows) = (0, 0, 0);
        for (_, _, uses) in &self.0 {
            let targets: FxHashSet<u32> = uses.iter().filter_map(|it| it.target).collect();
            columns += targets.len();
            models += usize::from(!targets.is_empty());
            of_rows += usize::from(uses.iter().any(|it| it.target.is_none()));
        }
        // What a reader makes of a column that is not known to come from anywhere may come from this one.
        let is_incomplete = self.0.iter().any(|(_, lineage, _)| {
            !lineage.open.is_empty() || lineage.columns.iter().any(|it| it.incomplete.is_some())
        });
        let least = if is_incomplete { "at least " } else { "" };
        let rows = format!("decides about the rows of {}", counted(of_rows, "model"));
        match (columns, of_rows) {
            (0, 0) if is_incomplete => "not known to be read by any column".to_owned(),
            (0, 0) => "read by no column".to_owned(),
            (0, _) => rows,
            (_, 0) => {
                format!("read by {least}{} in {}", counted(columns, "column"), counted(models, "model"))
            }
            _ => {
                let columns = counted(columns, "column");
                format!("read by {least}{columns} in {}; {rows}", counted(models, "model"))
            }
        }
    }

    /// Each of them, in the order of their paths.
    fn list(&self, db: &dyn Db) -> String {
        let mut list = Listed::default();
        for (reader, lineage, uses) in &self.0 {
            let name = sema::declared_name(db, *reader);
            let mut targets: Vec<Option<u32>> = uses.iter().map(|it| it.target).collect();
            targets.sort_by_key(|it| it.unwrap_or(u32::MAX));
            targets.dedup();
            for target in targets {
                let mut kinds: Vec<&str> = Vec::new();
                for it in uses.iter().filter(|it| it.target == target) {
                    if !kinds.contains(&it.kind.name()) {
                        kinds.push(it.kind.name());
                    }
                }
                let column = target.and_then(|it| lineage.columns.get(it as usize));
                list.add(|| {
                    let (what, at) = match column {
                        Some(column) => (
                            code(&format!("{name}.{}", column.name)),
                            column.place.map_or(lineage.start, |it| it.1),
                        ),
                        None => (format!("the rows of {}", code(&name)), lineage.start),
                    };
                    format!("{} ({})", link(db, *reader, at.start(), &what), kinds.join(", "))
                });
            }
        }
        list.finish()
    }
}

/// A list of Markdown that is cut where it gets too long to be read.
#[derive(Default)]
struct Listed {
    text: String,
    count: usize,
}

impl Listed {
    fn add(&mut self, item: impl FnOnce() -> String) {
        self.count += 1;
        if self.count <= NAMED {
            let _ = write!(self.text, "\n- {}", item());
        }
    }

    fn finish(mut self) -> String {
        if self.count > NAMED {
            let _ = write!(self.text, "\n- and {} more", self.count - NAMED);
        }
        if self.count > 0 { format!("\n{}", self.text) } else { self.text }
    }
}
