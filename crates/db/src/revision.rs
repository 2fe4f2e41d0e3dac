//! Another revision of a project, as one more project of the same database.
//!
//! It shares the files that are the same in both: the very inputs, so that what is known of them is known of both.
//! Which files may be shared is up to whoever asks: a file means the same in both only if all that it reads does.

use crate::{
    FileText, Project, ProjectRoot, RelativePath, RootDatabase, SourceFile,
    change::{frontmatter, text_durability},
};
use salsa::{Durability, Setter};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A revision of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    /// Its files.
    pub files: BTreeMap<RelativePath, FileText>,
    /// The environment variables that its configuration may read.
    pub environment: BTreeMap<String, String>,
}

/// The inputs of a project that is a revision of another.
#[derive(Clone, Debug, Default)]
pub(crate) struct RevisionInputs {
    /// The files of its own that it now has.
    used: BTreeMap<RelativePath, SourceFile>,
    /// Files that it had once. Inputs live as long as the database, so the next revision uses them again.
    spare: Spare,
}

/// Inputs without a use, by the durability of their texts, which an input never changes: lowered, everything that reads
/// it would run again.
#[derive(Clone, Debug, Default)]
struct Spare {
    models: Vec<SourceFile>,
    configuration: Vec<SourceFile>,
}

impl Spare {
    fn pool(&mut self, path: &RelativePath) -> &mut Vec<SourceFile> {
        if text_durability(path) == Durability::MEDIUM { &mut self.models } else { &mut self.configuration }
    }
}

impl RootDatabase {
    /// Makes the project at `root` a revision of `project`: of its `files`, those in `own` become inputs of their own,
    /// the others are those of `project`, which has them with the same text. What `project` knows of the world besides
    /// its files is taken over.
    ///
    /// A file that `project` lacks, or has with another text, is an input of its own in any case.
    pub fn set_revision(
        &mut self,
        root: &ProjectRoot,
        project: Project,
        revision: &Revision,
        own: &BTreeSet<RelativePath>,
    ) -> Project {
        let base = self.project(root).unwrap_or_else(|| self.add_project(root, project.loose(self)));
        let mut files = BTreeMap::new();
        let mut separate = Vec::new();
        for (path, text) in &revision.files {
            let shared = project.files(self).get(path).copied();
            let shared = shared.filter(|it| !own.contains(path) && it.text(self) == text);
            match shared {
                Some(file) => {
                    files.insert(path.clone(), file);
                }
                None => separate.push((path, text)),
            }
        }
        let mut inputs = Arc::make_mut(&mut self.handles).revisions.remove(root).unwrap_or_default();
        let mut before = std::mem::take(&mut inputs.used);
        for (path, _) in &separate {
            inputs.used.extend(before.remove_entry(*path));
        }
        for (path, file) in before {
            inputs.spare.pool(&path).push(file);
        }
        for (path, text) in separate {
            let file = match inputs.used.get(path).copied().or_else(|| inputs.spare.pool(path).pop()) {
                Some(file) => file,
                None => self.new_file(base, path, text),
            };
            self.set_file(file, path, text);
            inputs.used.insert(path.clone(), file);
            files.insert(path.clone(), file);
        }
        for &file in inputs.spare.models.iter().chain(&inputs.spare.configuration) {
            self.set_file(file, &file.path(self).clone(), &FileText::new(""));
        }
        Arc::make_mut(&mut self.handles).revisions.insert(root.clone(), inputs);
        self.set_world(base, project, revision, files);
        base
    }

    fn set_file(&mut self, file: SourceFile, path: &RelativePath, text: &FileText) {
        if file.path(self) != path {
            file.set_path(self).with_durability(Durability::HIGH).to(path.clone());
        }
        let head = frontmatter(path, text);
        if *file.frontmatter(self) != head {
            file.set_frontmatter(self).with_durability(Durability::HIGH).to(head);
        }
        if file.text(self) != text {
            file.set_text(self).with_durability(text_durability(path)).to(text.clone());
        }
    }

    fn set_world(
        &mut self,
        base: Project,
        project: Project,
        revision: &Revision,
        files: BTreeMap<RelativePath, SourceFile>,
    ) {
        if **base.files(self) != files {
            base.set_files(self).with_durability(Durability::HIGH).to(Arc::new(files));
        }
        if **base.environment(self) != revision.environment {
            let environment = Arc::new(revision.environment.clone());
            base.set_environment(self).with_durability(Durability::HIGH).to(environment);
        }
        let variables = project.variables(self).clone();
        if *base.variables(self) != variables {
            base.set_variables(self).with_durability(Durability::HIGH).to(variables);
        }
        let targets = project.target_dialects(self).clone();
        if *base.target_dialects(self) != targets {
            base.set_target_dialects(self).with_durability(Durability::HIGH).to(targets);
        }
        let catalog = project.duckdb_catalog(self).clone();
        if *base.duckdb_catalog(self) != catalog {
            base.set_duckdb_catalog(self).with_durability(Durability::HIGH).to(catalog);
        }
        let remembered = project.schema_cache(self).clone();
        if *base.schema_cache(self) != remembered {
            base.set_schema_cache(self).with_durability(Durability::HIGH).to(remembered);
        }
        self.set_cut(base, Vec::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Change, RootChange};

    fn root(name: &str) -> ProjectRoot {
        ProjectRoot(name.into())
    }

    fn texts(files: &[(&str, &str)]) -> BTreeMap<RelativePath, FileText> {
        files.iter().map(|(path, text)| (RelativePath::new(*path), FileText::new(*text))).collect()
    }

    fn database(files: &[(&str, &str)]) -> (RootDatabase, Project) {
        let mut db = RootDatabase::default();
        let mut change = RootChange::new(root("/p"));
        for (path, text) in texts(files) {
            change.file(path, Some(text));
        }
        db.apply(Change { roots: vec![change] });
        let project = db.project(&root("/p")).unwrap();
        (db, project)
    }

    fn set(db: &mut RootDatabase, project: Project, files: &[(&str, &str)], own: &[&str]) -> Project {
        let revision = Revision { files: texts(files), environment: BTreeMap::new() };
        let own = own.iter().map(|it| RelativePath::new(*it)).collect();
        db.set_revision(&root("/p@base"), project, &revision, &own)
    }

    #[test]
    fn equal_files_are_shared_unless_they_are_wanted_apart() {
        let files = [("models/a.sql", "a"), ("models/b.sql", "b"), ("models/c.sql", "c")];
        let (mut db, project) = database(&files);
        let old =
            [("models/a.sql", "a"), ("models/b.sql", "old"), ("models/c.sql", "c"), ("models/d.sql", "d")];
        let base = set(&mut db, project, &old, &["models/c.sql"]);
        let shares = |path: &str| {
            let path = RelativePath::new(path);
            db.file(base, &path) == db.file(project, &path)
        };
        assert!(shares("models/a.sql"));
        assert!(!shares("models/b.sql"));
        assert!(!shares("models/c.sql"));
        assert_eq!(db.file(base, &"models/d.sql".into()).unwrap().project(&db), base);
        assert_eq!(&*db.file(base, &"models/b.sql".into()).unwrap().text(&db).text, "old");
    }

    #[test]
    fn a_thousand_revisions_need_no_more_inputs_than_the_largest() {
        let (mut db, project) = database(&[("models/a.sql", "a")]);
        let mut seen = rustc_hash::FxHashSet::default();
        for number in 0..1_000 {
            let name = format!("models/only_here_{number}.sql");
            let sidecar = format!("models/only_here_{number}.toml");
            let text = format!("---toml\nintent = \"{number}\"\n---\nSELECT {number}");
            let base = set(&mut db, project, &[("models/a.sql", "a"), (&name, &text), (&sidecar, "")], &[]);
            let own = db.file(base, &RelativePath::new(name.as_str())).unwrap();
            assert_eq!((own.path(&db).as_str(), &*own.text(&db).text), (name.as_str(), text.as_str()));
            assert!(own.frontmatter(&db).is_some());
            seen.extend(base.files(&db).values().copied());
        }
        assert_eq!(seen.len(), 3);
    }
}
