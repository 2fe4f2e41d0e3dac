//! Queries of the rows of models, in which classified columns are hidden.
//!
//! A classified column is hidden as its tag says, wherever it comes out as it is. What is made of it, or decided by it, is
//! hidden wholly, and so is what nobody knows the sources of: a value is shown only where it is known that it may be.

use crate::{Analysis, Cancellable, FileId};
use base::{Severity, SmolStr};
use config::{ConfigDiagnostic, Mask};
use db::{Db, SourceFile};
use rustc_hash::{FxHashMap, FxHashSet};
use sema::{ColumnLineage, CteLineage, EdgeKind, Feed, Lineage, LineageEdge, SourceColumn, SourceRelation};
use std::sync::Arc;

/// A query of the rows of a model, or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The query, in which nothing is hidden.
    sql: String,
    dialect: base::DialectKind,
    /// How the columns are hidden that are known, in order.
    columns: Vec<PreviewColumn>,
    /// Whether these are all.
    is_complete: bool,
    /// Whether a column of the project is to be hidden, so that one of which nothing is known may be it.
    is_guarded: bool,
}

/// How a column is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewColumn {
    /// Its name.
    pub name: SmolStr,
    /// How values are hidden.
    pub mask: Mask,
    /// Why, in words; empty where nothing is hidden.
    pub reason: String,
}

impl Preview {
    /// Whether columns of the project are to be hidden. What the warehouse says of an error may hold values of them.
    pub fn is_guarded(&self) -> bool {
        self.is_guarded
    }

    /// A query of no rows, whose columns are those of the preview.
    pub fn columns_sql(&self) -> String {
        format!("SELECT * FROM (\n{}\n) AS preview LIMIT 0", self.sql)
    }

    /// How each column that the engine says there is, in order, is shown.
    pub fn columns(&self, columns: &[&str]) -> Vec<PreviewColumn> {
        let are_those = self.is_complete && columns.len() == self.columns.len();
        let column = |(at, name): (usize, &&str)| {
            let mut same_name = self.columns.iter().filter(|it| it.name.eq_ignore_ascii_case(name));
            let known = match are_those {
                true => self.columns.get(at),
                false => same_name.next().filter(|_| same_name.next().is_none() && self.is_complete),
            };
            match known {
                Some(known) => PreviewColumn { name: (*name).into(), ..known.clone() },
                None => unknown((*name).into(), self.is_guarded),
            }
        };
        columns.iter().enumerate().map(column).collect()
    }

    /// A query of at most so many rows. `columns` are all.
    pub fn sql(&self, columns: &[PreviewColumn], limit: usize) -> String {
        if columns.iter().all(|it| it.mask == Mask::None) {
            return format!("SELECT * FROM (\n{}\n) AS preview LIMIT {limit}", self.sql);
        }
        let columns: Vec<(&str, Mask)> = columns.iter().map(|it| (it.name.as_str(), it.mask)).collect();
        plan::masked(&self.sql, &columns, limit, self.dialect)
    }
}

/// A column of which nothing is known.
fn unknown(name: SmolStr, is_guarded: bool) -> PreviewColumn {
    match is_guarded {
        true => PreviewColumn {
            name,
            mask: Mask::Redact,
            reason: "it is not known what it is made of".to_owned(),
        },
        false => PreviewColumn { name, mask: Mask::None, reason: String::new() },
    }
}

impl Analysis {
    /// A query of the rows of a model, or of one of the common table expressions of its query; or why there is none.
    pub fn preview(&self, model: FileId, cte: Option<&str>) -> Cancellable<Result<Preview, String>> {
        self.about(model, |db| preview(db, model.0, cte))
    }
}

fn preview(db: &dyn Db, model: SourceFile, cte: Option<&str>) -> Result<Preview, String> {
    let sql = match cte {
        Some(cte) => plan::compiled_cte(db, model, cte),
        None => plan::compiled(db, model).map(|it| it.text),
    };
    let sql = sql.map_err(|it| it.reason)?;
    let index = cte.map(|it| plan::cte_position(db, model, it)).transpose().map_err(|it| it.reason)?;
    let mut search = Search { db, lineages: FxHashMap::default(), is_guarded: is_guarded(db, model) };
    let (columns, is_complete) = match index {
        None => {
            let lineage = search.lineage(model);
            let is_complete = sema::schema(db, model).open.is_none();
            (lineage.columns.iter().map(|it| search.output(model, it)).collect(), is_complete)
        }
        Some(index) => match sema::cte_lineage(db, model, index) {
            Some(part) => (search.part(model, &part), part.is_complete),
            None => (Vec::new(), false),
        },
    };
    search.check()?;
    let is_guarded = search.is_guarded;
    Ok(Preview { sql, dialect: db::dialect(db, model), columns, is_complete, is_guarded })
}

/// Whether a column of the project is to be hidden.
fn is_guarded(db: &dyn Db, model: SourceFile) -> bool {
    let models = &sema::model_index(db, model.project(db)).models;
    models.iter().any(|it| tags(db, *it).iter().any(|(_, mask, _)| *mask != Mask::None))
}

/// The classified columns of a model: name, how they are hidden, and their tags.
fn tags(db: &dyn Db, model: SourceFile) -> Vec<(SmolStr, Mask, SmolStr)> {
    let settings = &db::rocky_toml(db, model.project(db)).value;
    let described = sema::model(db, model);
    let pairs = described.sidecar.iter().flat_map(|it| &it.value.classification);
    pairs
        .map(|it| (it.key.value.clone(), settings.mask_of(&it.value.value), it.value.value.clone()))
        .collect()
}

/// A search for what columns are made of.
struct Search<'a> {
    db: &'a dyn Db,
    /// Of the models that were looked at.
    lineages: FxHashMap<SourceFile, Arc<Lineage>>,
    is_guarded: bool,
}

impl Search<'_> {
    fn lineage(&mut self, model: SourceFile) -> Arc<Lineage> {
        let db = self.db;
        self.lineages.entry(model).or_insert_with(|| sema::lineage(db, model)).clone()
    }

    /// How a column of a model's output is shown.
    fn output(&mut self, model: SourceFile, column: &ColumnLineage) -> PreviewColumn {
        let mut hidden = Hidden::default();
        hidden.classified(self.db, model, &column.name, true);
        self.follow(column, &mut hidden);
        hidden.finish(column.name.clone(), self.is_guarded)
    }

    /// How the columns of a part of a model are shown: what goes into a classified column of the model is as it is.
    fn part(&mut self, model: SourceFile, part: &CteLineage) -> Vec<PreviewColumn> {
        let whole = self.lineage(model);
        let classified = tags(self.db, model);
        let mut secret: Vec<(&SourceColumn, Mask, &SmolStr)> = Vec::new();
        for (name, mask, _) in &classified {
            let columns = whole.columns.iter().filter(|it| it.name.eq_ignore_ascii_case(name));
            secret.extend(columns.flat_map(|it| &it.edges).map(|it| (&it.source, shown(it, *mask), name)));
        }
        let column = |(index, column): (u32, &ColumnLineage)| {
            let mut hidden = Hidden::default();
            hidden.classified(self.db, model, &column.name, true);
            for Feed { output, is_same, .. } in part.feeds.iter().filter(|it| it.column == index) {
                if let Some(output) = whole.columns.get(*output as usize) {
                    hidden.classified(self.db, model, &output.name, *is_same);
                }
            }
            for edge in &column.edges {
                for (source, mask, name) in &secret {
                    if source.relation == edge.source.relation && source.column == edge.source.column {
                        let reason = || format!("`{name}` of the model is made of the same");
                        hidden.by(shown(edge, *mask), reason);
                    }
                }
            }
            self.follow(column, &mut hidden);
            hidden.finish(column.name.clone(), self.is_guarded)
        };
        (0..).zip(&part.lineage.columns).map(column).collect()
    }

    /// Follows a column to all that it is made of.
    fn follow(&mut self, column: &ColumnLineage, hidden: &mut Hidden) {
        let mut seen: FxHashSet<(SourceFile, SmolStr, bool)> = FxHashSet::default();
        let mut queue: Vec<(SourceFile, SmolStr, bool)> = Vec::new();
        let mut add = |column: &ColumnLineage, is_same: bool, queue: &mut Vec<_>, hidden: &mut Hidden| {
            hidden.is_unknown |= column.incomplete.is_some();
            for edge in &column.edges {
                if let SourceRelation::Model(model) = edge.source.relation {
                    let next = (model, edge.source.column.clone(), is_same && passes(edge));
                    if seen.insert(next.clone()) {
                        queue.push(next);
                    }
                }
            }
        };
        add(column, true, &mut queue, hidden);
        while let Some((model, name, is_same)) = queue.pop() {
            hidden.classified(self.db, model, &name, is_same);
            let lineage = self.lineage(model);
            let mut columns =
                lineage.columns.iter().filter(|it| it.name.eq_ignore_ascii_case(&name)).peekable();
            hidden.is_unknown |= columns.peek().is_none();
            columns.for_each(|it| add(it, is_same, &mut queue, hidden));
        }
    }

    /// Refuses where a file that may say what is to be hidden cannot be read in full.
    fn check(&self) -> Result<(), String> {
        let db = self.db;
        let is_at_fault = |diagnostics: &[ConfigDiagnostic]| {
            diagnostics.iter().any(|it| it.code.default_severity() == Severity::Error)
        };
        let described = self.lineages.keys().filter_map(|it| db::description(db, *it));
        let classifying = described.filter(|it| it.0.text(db).text.contains("classification"));
        for (file, description) in classifying {
            let settings = db::rocky_toml(db, file.project(db));
            let faulty = match (is_at_fault(&description.diagnostics), is_at_fault(&settings.diagnostics)) {
                (true, _) => file.path(db).as_str(),
                (false, true) => "rocky.toml",
                (false, false) => continue,
            };
            return Err(format!(
                "{faulty} has an error, so that it is not known what of the rows is to be hidden"
            ));
        }
        Ok(())
    }
}

/// Whether a value comes out as it is.
fn passes(edge: &LineageEdge) -> bool {
    edge.kind == EdgeKind::Identity && edge.source.path.is_empty()
}

/// How a column is hidden that is made, over one edge, of one that is hidden so.
fn shown(edge: &LineageEdge, mask: Mask) -> Mask {
    if passes(edge) || mask == Mask::None { mask } else { Mask::Redact }
}

/// What was found out about a column.
#[derive(Default)]
struct Hidden {
    found: Option<(Mask, String)>,
    is_unknown: bool,
}

impl Hidden {
    /// Takes note of a column that it is made of, and whether that comes out as it is.
    fn classified(&mut self, db: &dyn Db, model: SourceFile, column: &str, is_same: bool) {
        for (name, mask, tag) in tags(db, model) {
            if mask != Mask::None && name.eq_ignore_ascii_case(column) {
                let model = sema::declared_name(db, model);
                match is_same {
                    true => self.by(mask, || format!("`{model}.{name}` is classified as `{tag}`")),
                    false => self.by(Mask::Redact, || {
                        format!("`{model}.{name}`, which is classified as `{tag}`, has to do with it")
                    }),
                }
            }
        }
    }

    /// The strongest mask counts.
    fn by(&mut self, mask: Mask, reason: impl FnOnce() -> String) {
        if mask != Mask::None && self.found.as_ref().is_none_or(|it| it.0 < mask) {
            self.found = Some((mask, reason()));
        }
    }

    fn finish(self, name: SmolStr, is_guarded: bool) -> PreviewColumn {
        match self.found {
            Some((mask, reason)) if mask == Mask::Redact || !self.is_unknown => {
                PreviewColumn { name, mask, reason }
            }
            _ => unknown(name, is_guarded && self.is_unknown),
        }
    }
}
