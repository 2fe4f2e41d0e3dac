//! P002: other models read by name what a model passes on by a star.
//!
//! What a model's stars pass on and what it reads by name of others are facts of that model alone, taken while its
//! inference is at hand and small enough to be kept. Only [`crate::project_findings`] brings them together.

use crate::{fan_out::listed, star};
use base::{Code, SmolStr};
use db::{Db, Project, SourceFile};
use hir::Anchor;
use rustc_hash::{FxHashMap, FxHashSet};
use sema::{Finding, Place, Remedy, SourceColumn, SourceRelation};

/// How many columns of a consumer are named.
const MOST_COLUMNS: usize = 3;

/// How many consumers are named.
const MOST_CONSUMERS: usize = 5;

/// A star through which columns of a model reach its output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PassingStar {
    place: Place,
    /// The columns of the model that come through it as they are.
    columns: FxHashSet<SmolStr>,
    /// Whether whatever else is read of the model comes through it.
    passes_unknown: bool,
    remedy: Option<Remedy>,
}

/// What a model reads by name of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamedRead {
    model: SourceFile,
    /// In the order in which the reader comes by them.
    columns: Box<[SmolStr]>,
}

/// The stars of a model that reach its output.
#[salsa::tracked]
pub(crate) fn passing_stars(db: &dyn Db, file: SourceFile) -> Box<[PassingStar]> {
    // The columns of a model in a ring are not known.
    if !sema::is_model(db, file) || sema::is_cut(db, file) {
        return Box::default();
    }
    let inference = sema::inference(db, file);
    let stars: Vec<_> = star::in_output(inference).collect();
    if stars.is_empty() {
        return Box::default();
    }
    let lineage = sema::lineage(db, file);
    // Of several stars over unknown columns it is not known which one a column comes through.
    let is_only_open = stars.iter().filter(|it| it.open.is_some()).count() == 1;
    let passing = |star: &&sema::StarExpansion| {
        let anchor = Anchor::ItemStar(star.select, star.item);
        let comes_through = |hops: &[Anchor]| hops.contains(&anchor) && !names_column(hops);
        let columns = lineage.columns.iter().filter(|it| it.edges.iter().any(|it| comes_through(&it.hops)));
        PassingStar {
            place: star::place(star, file),
            columns: columns.map(|it| it.name.clone()).collect(),
            passes_unknown: is_only_open && star.open.is_some(),
            remedy: star.list_columns(file),
        }
    };
    stars.iter().map(passing).collect()
}

/// What a model reads by name of models that pass on columns by stars, in the order of its dependencies.
#[salsa::tracked]
pub(crate) fn named_reads(db: &dyn Db, file: SourceFile) -> Box<[NamedRead]> {
    if !sema::is_model(db, file) {
        return Box::default();
    }
    let passes = |it: &&SourceFile| !passing_stars(db, **it).is_empty();
    let models: Vec<SourceFile> = sema::dependencies(db, file).iter().filter(passes).copied().collect();
    if models.is_empty() {
        return Box::default();
    }
    let lineage = sema::lineage(db, file);
    let of_columns = lineage.columns.iter().flat_map(|it| &it.edges).map(|it| (&it.source, &it.hops));
    let of_rows = lineage.indirect.iter().map(|it| (&it.source, &it.hops));
    let mut named: FxHashMap<SourceFile, Vec<SmolStr>> = FxHashMap::default();
    for (source, hops) in of_columns.chain(of_rows) {
        let SourceColumn { relation: SourceRelation::Model(model), column, .. } = source else { continue };
        let columns = named.entry(*model).or_default();
        if names_column(hops) && !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    let mut read = |model: SourceFile| {
        let columns = named.remove(&model).filter(|it| model != file && !it.is_empty())?;
        Some(NamedRead { model, columns: columns.into() })
    };
    models.into_iter().filter_map(&mut read).collect()
}

/// Whether a way to a source leads through a place where a column is named, rather than through stars and whole queries
/// only.
fn names_column(hops: &[Anchor]) -> bool {
    hops.iter().any(|it| !matches!(it, Anchor::ItemStar(..) | Anchor::Query(_) | Anchor::Relation(_)))
}

/// The name of a reader, and the columns that it reads.
type Reader<'a> = (SmolStr, &'a [SmolStr]);

/// Adds what is to be said of the models of a project, by file.
pub(crate) fn check(db: &dyn Db, project: Project, findings: &mut FxHashMap<SourceFile, Vec<Finding>>) {
    let models = &sema::model_index(db, project).models;
    let mut readers: FxHashMap<SourceFile, Vec<Reader<'_>>> = FxHashMap::default();
    for &reader in models.iter() {
        for read in named_reads(db, reader) {
            readers.entry(read.model).or_default().push((sema::declared_name(db, reader), &read.columns));
        }
    }
    for (model, readers) in readers {
        let found = of_model(db, model, readers);
        if !found.is_empty() {
            findings.insert(model, found);
        }
    }
}

/// What is to be said of one model, which is read by `readers`.
pub(crate) fn check_model(
    db: &dyn Db,
    model: SourceFile,
    readers: impl Iterator<Item = SourceFile>,
) -> Vec<Finding> {
    let of_model = |reader| named_reads(db, reader).iter().find(|it| it.model == model);
    let reads = readers.filter_map(|it| Some((sema::declared_name(db, it), &*of_model(it)?.columns)));
    self::of_model(db, model, reads.collect())
}

fn of_model(db: &dyn Db, model: SourceFile, mut readers: Vec<Reader<'_>>) -> Vec<Finding> {
    readers.sort();
    let schema = sema::schema(db, model);
    let mut findings = Vec::new();
    for star in passing_stars(db, model) {
        let comes_through = |it: &SmolStr| {
            star.columns.contains(it)
                || star.passes_unknown && !schema.columns.iter().any(|own| own.name == *it)
        };
        let consumers = readers
            .iter()
            .filter_map(|(name, read)| consumer(name, read.iter().filter(|it| comes_through(it))));
        let consumers: Vec<String> = consumers.collect();
        if !consumers.is_empty() {
            findings.push(finding(star, &consumers));
        }
    }
    findings
}

/// A reader and the first of the columns that it reads; nothing where there are none.
fn consumer<'a>(name: &str, columns: impl Iterator<Item = &'a SmolStr>) -> Option<String> {
    let columns: Vec<&SmolStr> = columns.collect();
    let (first, more) = columns.split_at(columns.len().min(MOST_COLUMNS));
    let mut words: Vec<String> = first.iter().map(|it| format!("`{it}`")).collect();
    if !more.is_empty() {
        words.push(format!("{} more", more.len()));
    }
    (!words.is_empty()).then(|| format!("`{name}` reads {}", listed(&words)))
}

fn finding(star: &PassingStar, consumers: &[String]) -> Finding {
    let mut words = consumers[..consumers.len().min(MOST_CONSUMERS)].join("; ");
    match consumers.len().saturating_sub(MOST_CONSUMERS) {
        0 => {}
        1 => words.push_str("; and 1 more model"),
        more => words.push_str(&format!("; and {more} more models")),
    }
    let message = format!("`*` passes on columns that other models read by name: {words}");
    let finding = Finding::new(Code::P002, star.place.clone(), "*", message);
    match &star.remedy {
        Some(remedy) => finding.remedy(remedy.clone()),
        None => finding.suggest("list the columns"),
    }
}
