//! A project over one schema of the corpus, in which one model after the other is analysed.

use anyhow::{Result, bail};
use base::DialectKind;
use ide::{Cancelled, Change, FileId, FileText, Host, ProjectRoot, RelativePath, RootChange, Severity};
use std::{collections::BTreeSet, sync::Arc};
use syntax::ast::{AstNode, Statement};

/// The name of the model that each query becomes: no query has a relation of that name.
const MODEL: &str = "corpus_query_of_its_own";

/// A project whose tables are those of a schema.
pub struct Project {
    host: Host,
    root: ProjectRoot,
}

/// What Rocky says of a query.
pub struct Analysis {
    /// Its errors: code, and message.
    pub errors: Vec<(String, String)>,
    /// Its columns, with their types as a reader of the model sees them.
    pub schema: Arc<sema::Schema>,
    /// The name and the definition of each column. The schema's own names are those of a table, in which a name that comes
    /// twice has a number; engines describe queries without.
    pub names: Vec<(String, Definition)>,
}

/// What defines a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Definition {
    /// An alias, a column's name, or a construct that names its columns.
    Name,
    /// An expression without an alias, which the engine names as it pleases.
    Expression,
}

impl Project {
    /// A project of `dialect` with the tables and views that `setup` creates, and no others. Tables become
    /// `data/seed.sql`. The seed says nothing of a view's columns, so views become models. Without a setup, any table may
    /// exist and have any columns.
    pub fn new(setup: Option<&str>, dialect: DialectKind) -> Project {
        let root = ProjectRoot("corpus".into());
        let mut change = RootChange::new(root.clone());
        let mut file = |path: String, text: String| change.file(&*path, Some(FileText::new(text)));
        file(
            "rocky.toml".to_owned(),
            format!(
                "[adapter]\ntype = \"{}\"\n{}[pipeline]\ntype = \"transformation\"\nmodels = \"models/**\"\n",
                dialect.name(),
                // The release that gave the answers.
                if dialect == DialectKind::DuckDb { "engine_version = \"2.0\"\n" } else { "" },
            ),
        );
        if let Some(setup) = setup {
            let mut seed = String::new();
            let parse = syntax::parse_sql(setup, dialect);
            for statement in parse.sql_file().iter().flat_map(syntax::ast::File::statements) {
                match view(&statement) {
                    Some((name, query)) => {
                        file(format!("models/{name}.toml"), String::new());
                        file(format!("models/{name}.sql"), query);
                    }
                    None => {
                        seed += statement.syntax().text().to_string().trim();
                        seed += ";\n";
                    }
                }
            }
            file("data/seed.sql".to_owned(), seed);
        }
        file(format!("models/{MODEL}.toml"), String::new());
        file(format!("models/{MODEL}.sql"), String::new());
        let mut host = Host::new();
        host.apply(Change { roots: vec![change] });
        Project { host, root }
    }

    /// Analyses a query as a model of the project.
    ///
    /// # Errors
    /// The analysis panicked: a defect of Rocky.
    pub fn analyse(&mut self, sql: &str) -> Result<Analysis> {
        let (file, diagnostics) = self.check(sql)?;
        let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error);
        let errors = errors.map(|it| (it.code.to_string(), it.message.clone())).collect();
        let db = self.host.database();
        let (inference, body) = (sema::inference(db, file), hir::body(db, file));
        let names = inference.output.columns.iter();
        let names = names.map(|it| (it.name.to_string(), definition(it, &body))).collect();
        Ok(Analysis { errors, schema: sema::schema(db, file), names })
    }

    /// Per column of a query, the columns of tables that it comes from, as `table.column` without the table's schema.
    ///
    /// # Errors
    /// The analysis panicked: a defect of Rocky.
    pub fn sources(&mut self, sql: &str) -> Result<Vec<BTreeSet<String>>> {
        let (file, _) = self.check(sql)?;
        let db = self.host.database();
        let name = |it: &sema::SourceColumn| {
            let relation = it.relation.display_name(db);
            format!("{}.{}", relation.rsplit('.').next().unwrap_or_default(), it.column)
        };
        let columns = sema::lineage(db, file);
        Ok(columns.columns.iter().map(|it| it.edges.iter().map(|it| name(&it.source)).collect()).collect())
    }

    /// The project's database.
    pub fn database(&self) -> &db::RootDatabase {
        self.host.database()
    }

    /// Makes a query the project's model, and says what is wrong with it.
    ///
    /// # Errors
    /// The analysis panicked: a defect of Rocky.
    pub fn check(&mut self, sql: &str) -> Result<(db::SourceFile, Arc<[ide::Diagnostic]>)> {
        let path = format!("models/{MODEL}.sql");
        let mut change = RootChange::new(self.root.clone());
        change.file(&*path, Some(FileText::new(sql)));
        self.host.apply(Change { roots: vec![change] });
        let Some(file) = self.host.file(&self.root, &RelativePath::new(&path)) else {
            bail!("the project has lost its model");
        };
        let diagnostics = self.diagnostics(file)?;
        let db = self.host.database();
        let Some(file) = db.project(&self.root).and_then(|it| db.file(it, &RelativePath::new(&path))) else {
            bail!("the project has lost its model");
        };
        Ok((file, diagnostics))
    }

    fn diagnostics(&mut self, file: FileId) -> Result<Arc<[ide::Diagnostic]>> {
        loop {
            match self.host.analysis().diagnostics(file) {
                Ok(diagnostics) => return Ok(diagnostics),
                // Nobody else changes this project, so each ring is met once.
                Err(Cancelled::Ring(ring)) => self.host.cut_rings(&ring),
                Err(Cancelled::Panicked(message)) => bail!("the analysis panicked: {message}"),
                Err(Cancelled::ByChange | Cancelled::ByClient | Cancelled::Rest) => {
                    bail!("the analysis was cancelled")
                }
            }
        }
    }
}

/// The name of the view that a statement creates, and its query.
fn view(statement: &Statement) -> Option<(String, String)> {
    let Statement::CreateView(view) = statement else { return None };
    let name = view.path()?.last()?.ident()?.text.to_string();
    let query = view.query()?.syntax().text().to_string();
    let columns = match view.column_name_list() {
        Some(columns) => columns.syntax().text().to_string(),
        None => return Some((name, query)),
    };
    Some((name, format!("SELECT * FROM ({query}) AS renamed {columns}")))
}

fn definition(column: &sema::OutputColumn, body: &hir::Body) -> Definition {
    let sema::Definition::Item(select, item) = column.definition else { return Definition::Name };
    match body.selects[select].items.get(item as usize) {
        Some(hir::SelectItem::Expr { expr, alias: None })
            if !matches!(body.exprs[*expr], hir::Expr::Name(_)) =>
        {
            Definition::Expression
        }
        _ => Definition::Name,
    }
}
