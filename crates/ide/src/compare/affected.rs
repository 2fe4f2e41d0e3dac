//! Which models an edit can have changed: the edited ones, and whatever reads them in either revision.

use super::Sides;
use config::FileKind;
use db::{Db, Project, RelativePath, Revision, SourceFile};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// The models that may differ.
#[derive(Debug, Default)]
pub(super) struct Affected {
    /// All of them, by path.
    pub(super) models: BTreeSet<RelativePath>,
    /// Those of which something was edited: their own files, or those that belong to them.
    pub(super) edited: BTreeSet<RelativePath>,
    /// Whether what all files mean may differ: then the revisions share none, and every model is affected.
    pub(super) everything: bool,
}

/// How far an edited file reaches.
enum Reach {
    /// These models, by path.
    Models(Vec<RelativePath>),
    /// The models of the folder.
    Folder,
    /// The tables outside the project, and with them whoever reads one that is not what it was.
    Tables,
    /// Everything.
    Project,
    /// Nothing that analysis reads.
    Nothing,
}

impl Affected {
    /// The models that may differ between two revisions. The heads of all models have been computed before.
    pub(super) fn find(db: &dyn Db, sides: Sides, revision: &Revision) -> Affected {
        let mut affected = Affected::default();
        let mut tables = false;
        let all = models(db, sides);
        for path in edited_paths(db, sides.head, revision) {
            let file = sides.head.files(db).get(&path).or_else(|| sides.base.files(db).get(&path));
            let Some(&file) = file else { continue };
            match reach(db, sides, file) {
                Reach::Models(models) => {
                    tables |= db::file_kind(db, file) == FileKind::Sidecar || file.frontmatter(db).is_some();
                    affected.edited.extend(models.into_iter().filter(|it| all.contains_key(it)));
                }
                Reach::Folder => {
                    let within = all.keys().filter(|it| it.directory() == path.directory());
                    affected.edited.extend(within.cloned());
                }
                Reach::Tables => tables = true,
                Reach::Project => affected.everything = true,
                Reach::Nothing => {}
            }
        }
        affected.models.extend(affected.edited.iter().cloned());
        if tables {
            let reads_others = |files: &[Option<SourceFile>; 2]| {
                let mut files = files.iter().flatten();
                files.any(|it| sema::reads_other_tables(db, *it, sides.head, sides.base))
            };
            affected.models.extend(all.iter().filter(|it| reads_others(it.1)).map(|it| it.0.clone()));
        }
        affected.add_readers(db, sides, &all);
        affected
    }

    /// The files that are to be apart in the two revisions.
    pub(super) fn own_files(&self, revision: &Revision) -> BTreeSet<RelativePath> {
        match self.everything {
            true => revision.files.keys().cloned().collect(),
            false => self.models.clone(),
        }
    }

    /// Once the revisions share no file: every model of either is affected.
    pub(super) fn add_everything(&mut self, db: &dyn Db, sides: Sides) {
        self.models = models(db, sides).into_keys().collect();
    }

    /// Adds whatever reads, in either revision, a model that is affected already.
    fn add_readers(
        &mut self,
        db: &dyn Db,
        sides: Sides,
        all: &FxHashMap<RelativePath, [Option<SourceFile>; 2]>,
    ) {
        let mut readers: FxHashMap<RelativePath, Vec<&RelativePath>> = FxHashMap::default();
        for (path, [head, base]) in all {
            let in_head = head.iter().flat_map(|it| sema::dependencies(db, *it).iter().copied());
            // A file that both revisions share reads in the base what its names mean there.
            let in_base = base.iter().flat_map(|it| match it.project(db) == sides.base {
                true => sema::dependencies(db, *it).to_vec(),
                false => sema::dependencies_in(db, *it, sides.base),
            });
            for read in in_head.chain(in_base) {
                readers.entry(read.path(db).clone()).or_default().push(path);
            }
        }
        let mut pending: Vec<RelativePath> = self.models.iter().cloned().collect();
        while let Some(path) = pending.pop() {
            for reader in readers.get(&path).into_iter().flatten() {
                if self.models.insert((*reader).clone()) {
                    pending.push((*reader).clone());
                }
            }
        }
    }
}

/// Every model of either revision, by path: the file of the head, and that of the base.
fn models(db: &dyn Db, sides: Sides) -> FxHashMap<RelativePath, [Option<SourceFile>; 2]> {
    let mut models: FxHashMap<RelativePath, [Option<SourceFile>; 2]> = FxHashMap::default();
    for (side, project) in [sides.head, sides.base].into_iter().enumerate() {
        for &file in &sema::model_index(db, project).models {
            models.entry(file.path(db).clone()).or_default()[side] = Some(file);
        }
    }
    models
}

/// The files that only one of the revisions has, or that have another text there.
fn edited_paths(db: &dyn Db, head: Project, revision: &Revision) -> Vec<RelativePath> {
    let files = head.files(db);
    let differs =
        |(path, file): &(&RelativePath, &SourceFile)| revision.files.get(*path) != Some(file.text(db));
    let edited = files.iter().filter(differs).map(|it| it.0.clone());
    let gone = revision.files.keys().filter(|it| !files.contains_key(*it)).cloned();
    edited.chain(gone).collect()
}

fn reach(db: &dyn Db, sides: Sides, file: SourceFile) -> Reach {
    let path = file.path(db);
    let beside =
        |stem: &str| ["sql", "rocky"].map(|extension| path.sibling(&format!("{stem}.{extension}"))).to_vec();
    match db::file_kind(db, file) {
        FileKind::SqlModel | FileKind::RockyModel => Reach::Models(vec![path.clone()]),
        FileKind::Sidecar => Reach::Models(beside(path.stem())),
        FileKind::Contract => {
            let Some(name) = path.file_name().strip_suffix(".contract.toml") else { return Reach::Nothing };
            let named = [sides.head, sides.base].into_iter();
            let named = named.flat_map(|it| sema::model_index(db, it).named(name));
            Reach::Models(match path.directory() {
                "contracts" => named.map(|it| it.path(db).clone()).collect(),
                _ => beside(name),
            })
        }
        FileKind::Defaults => Reach::Folder,
        FileKind::SchemaFile | FileKind::SeedSql | FileKind::SeedCsv | FileKind::SeedSidecar => Reach::Tables,
        FileKind::RockyToml | FileKind::Macro => Reach::Project,
        FileKind::Group
        | FileKind::TestDefinitions
        | FileKind::SqlQuery
        | FileKind::RockyQuery
        | FileKind::Other => Reach::Nothing,
    }
}
