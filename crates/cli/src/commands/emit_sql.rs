//! `rocky emit-sql`: the SQL that models mean, for reading and for other tools.

use crate::{
    arguments::{EmitSqlArguments, GlobalOptions},
    console::Console,
    failure::{Exit, Failure, Outcome},
    project::{self, Knowledge, Location, ModelSummary, Project, Selection},
    written_file,
};
use base::counted;
use std::{collections::BTreeMap, path::Path};

pub(super) fn execute(arguments: &EmitSqlArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    let location = Location::find(options, arguments.models.as_deref())?;
    let selection = Selection::new(&location, arguments.models.as_slice())?;
    let mut project = Project::load(location, Knowledge::new(arguments.locked, options), None, console)?;
    project.set_variables(arguments.variables.values(), console)?;
    // Cuts dependency rings, and finds what cannot be emitted.
    let findings = project::sweep(&mut project, &Selection::everything());
    let broken = findings.files_with_errors();
    let models = project.models();
    if let Some(name) = &arguments.model
        && !models.iter().any(|it| it.name == *name)
    {
        return Err(project::unknown_model(name, &models));
    }
    let mut emitter = Emitter { arguments, project: &project, console, broken: BTreeMap::new(), written: 0 };
    let mut exit = Exit::SUCCESS;
    for model in &models {
        if broken.contains(&model.file) {
            emitter.broken.insert(model.name.clone(), "it has errors".to_owned());
        } else if let Some(part) = emitter.broken_part(model, &models) {
            let reason = format!("it would hold the ephemeral model `{part}`, which is not emitted");
            emitter.broken.insert(model.name.clone(), reason);
        }
        let path = project.host.path(model.file).1;
        let is_wanted = match &arguments.model {
            Some(name) => model.name == *name,
            None => selection.contains(path.as_str()),
        };
        if is_wanted && !emitter.emit(model, path.as_str())? {
            exit = Exit::ERROR;
        }
    }
    if let Some(folder) = &arguments.out_dir {
        console.note(&format!("{} written to {}", counted(emitter.written, "file"), folder.display()));
    }
    Ok(exit)
}

struct Emitter<'a> {
    arguments: &'a EmitSqlArguments,
    project: &'a Project,
    console: &'a Console,
    /// Models that cannot be emitted for an error in them, or in an ephemeral model that they would hold, and why.
    broken: BTreeMap<String, String>,
    written: usize,
}

impl Emitter<'_> {
    /// The first ephemeral model with errors that a model would hold.
    fn broken_part<'a>(&self, model: &'a ModelSummary, models: &[ModelSummary]) -> Option<&'a str> {
        let is_ephemeral =
            |name: &str| models.iter().any(|it| it.name == name && it.strategy.kind == "ephemeral");
        let mut parts = model.depends_on.iter().map(String::as_str);
        parts.find(|it| self.broken.contains_key(*it) && is_ephemeral(it))
    }

    /// Emits a model, or says why not. Returns whether nothing went wrong.
    fn emit(&mut self, model: &ModelSummary, path: &str) -> Result<bool, Failure> {
        let name = &model.name;
        let is_named = self.arguments.model.is_some();
        if let Some(reason) = self.broken.get(name) {
            self.refuse(name, reason, Some("rocky check shows what is wrong"));
            return Ok(false);
        }
        let reason = match model.strategy.kind.as_str() {
            "ephemeral" => Some("it is ephemeral, and part of the models that read it"),
            "dynamic_table" => Some("the warehouse keeps a dynamic table by itself"),
            _ => None,
        };
        if let Some(reason) = reason.filter(|_| !is_named) {
            self.console.note(&format!("`{name}` is not emitted: {reason}"));
            return Ok(true);
        }
        let sql = match self.sql(model) {
            Ok(sql) => sql,
            Err(reason) => {
                // Who asks for all models in one dialect means those that can be had in it.
                if !is_named && self.arguments.dialect.is_some() {
                    self.console.note(&format!("`{name}` is not emitted: {reason}"));
                    return Ok(true);
                }
                self.refuse(name, &reason, None);
                return Ok(false);
            }
        };
        let text = format!("-- {name}: {path}\n{}{sql};\n", note(&model.strategy.kind));
        match &self.arguments.out_dir {
            Some(folder) => write(folder, name, &text)?,
            None => self.console.print(&if self.written > 0 { format!("\n{text}") } else { text })?,
        }
        self.written += 1;
        Ok(true)
    }

    fn refuse(&self, name: &str, reason: &str, help: Option<&str>) {
        self.console.report_failure(&format!("`{name}` is not emitted: {reason}"), help);
    }

    fn sql(&self, model: &ModelSummary) -> Result<String, String> {
        let db = self.project.host.database();
        let path = self.project.host.path(model.file).1;
        let file = db.project(&self.project.root).and_then(|it| db.file(it, &path));
        let file = file.ok_or("the project is not loaded: this is a defect of Rocky, please report it")?;
        let sql = match self.arguments.dialect {
            Some(dialect) => plan::compiled_sql_in(db, file, dialect),
            None => plan::compiled_sql(db, file),
        };
        sql.map_err(|error| error.reason)
    }
}

/// What the query alone does not say.
fn note(strategy: &str) -> &'static str {
    match strategy {
        "time_interval" => "-- strategy time_interval: the query with the window of a first run\n",
        "incremental" | "microbatch" => {
            "-- new rows only are added to an existing table: this is the query of a first run\n"
        }
        "merge" | "delete_insert" => {
            "-- the rows are merged into an existing table: this is the query that makes them\n"
        }
        _ => "",
    }
}

/// Writes the SQL of a model into a folder.
fn write(folder: &Path, name: &str, text: &str) -> Result<(), Failure> {
    if name.is_empty() || name.starts_with('.') || name.contains(['/', '\\', ':', '\0']) {
        return Err(Failure::new(format!("the model's name `{name}` cannot name a file"))
            .with_help("print it instead, without --out-dir"));
    }
    written_file::write(&folder.join(format!("{name}.sql")), text)
}
