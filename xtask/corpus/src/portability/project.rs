//! A project with one table and one model, which must also run in another dialect.

use anyhow::{Result, bail};
use base::{Code, DialectKind};
use ide::{Change, FileText, Host, ProjectRoot, RelativePath, RootChange, Severity};

/// A project of one dialect and one target.
pub(super) struct Project {
    host: Host,
    root: ProjectRoot,
}

const MODEL: &str = "models/called.sql";

impl Project {
    pub(super) fn new(own: DialectKind, target: DialectKind) -> Project {
        let root = ProjectRoot("portability".into());
        let mut change = RootChange::new(root.clone());
        let mut file = |path: &str, text: String| change.file(path, Some(FileText::new(text)));
        let settings = format!(
            "[portability]\ntarget_dialect = \"{}\"\n[adapter]\ntype = \"{}\"\n[pipeline]\ntype = \"transformation\"\n\
             models = \"models/**\"\n",
            target.name(),
            own.name()
        );
        file("rocky.toml", settings);
        let columns = [
            ("A", "BIGINT"),
            ("X", "DOUBLE"),
            ("S", "STRING"),
            ("B", "BOOLEAN"),
            ("D", "DATE"),
            ("TS", "TIMESTAMP"),
            ("L", "BIGINT[]"),
        ];
        let column = |(name, ty): (&str, &str)| format!("{{ name = \"{name}\", type = \"{ty}\" }}");
        let columns: Vec<String> = columns.into_iter().map(column).collect();
        let schema = format!(
            "catalog = \"SHOP\"\nschema = \"RAW\"\n[[table]]\nname = \"T\"\ncolumns = [{}]\n",
            columns.join(", ")
        );
        file("schemas/raw.toml", schema);
        file("models/_defaults.toml", "[target]\ncatalog = \"SHOP\"\nschema = \"MAIN\"\n".to_owned());
        file("models/called.toml", String::new());
        file(MODEL, String::new());
        let mut host = Host::new();
        host.apply(Change { roots: vec![change] });
        Project { host, root }
    }

    /// Whether P001 is said of a model; `None` where its own dialect refuses it.
    pub(super) fn is_reported(&mut self, sql: &str) -> Result<Option<bool>> {
        let mut change = RootChange::new(self.root.clone());
        change.file(MODEL, Some(FileText::new(sql)));
        self.host.apply(Change { roots: vec![change] });
        let Some(file) = self.host.file(&self.root, &RelativePath::new(MODEL)) else {
            bail!("the project has lost its model");
        };
        let Ok(found) = self.host.analysis().diagnostics(file) else { bail!("the analysis of {sql} ended") };
        let is_wrong = found.iter().any(|it| it.code != Code::P001 && it.severity == Severity::Error);
        Ok((!is_wrong).then(|| found.iter().any(|it| it.code == Code::P001)))
    }
}
