//! A database over an inline project.

use db::{Change, FileText, Project, ProjectRoot, RelativePath, RootChange, RootDatabase, SourceFile};

/// The database, and the project in it.
pub(crate) struct Fixture {
    pub(crate) db: RootDatabase,
    pub(crate) project: Project,
}

impl Fixture {
    pub(crate) fn new(text: &str) -> Fixture {
        let root = ProjectRoot("/project".into());
        let mut change = RootChange::new(root.clone());
        for file in testing::fixture::parse(text).files {
            change.file(file.path.as_str(), Some(FileText::new(file.text)));
        }
        let mut db = RootDatabase::default();
        db.apply(Change { roots: vec![change] });
        let project = db.project(&root).unwrap();
        Fixture { db, project }
    }

    pub(crate) fn file(&self, path: &str) -> SourceFile {
        self.db.file(self.project, &RelativePath::new(path)).unwrap()
    }
}
