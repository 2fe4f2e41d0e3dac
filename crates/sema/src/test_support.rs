//! Databases out of fixtures.

use db::{Change, FileText, Project, ProjectRoot, RelativePath, RootChange, RootDatabase, SourceFile};
use testing::fixture::parse;

/// A project of the files of a fixture.
pub(crate) fn project(fixture: &str) -> (RootDatabase, Project) {
    let root = ProjectRoot("test".into());
    let mut change = RootChange::new(root.clone());
    for file in parse(fixture).files {
        change.file(&*file.path, Some(FileText::new(file.text)));
    }
    let mut db = RootDatabase::default();
    db.apply(Change { roots: vec![change] });
    let project = db.project(&root).unwrap();
    (db, project)
}

/// A file of it.
pub(crate) fn file(db: &RootDatabase, project: Project, path: &str) -> SourceFile {
    db.file(project, &RelativePath::new(path)).unwrap()
}
