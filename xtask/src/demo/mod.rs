//! `cargo xtask demo`: from a fresh clone to tables in DuckDB, with one mistake made and mended on the way.

mod hover;

use crate::{process, setup, workspace_metadata};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MODEL: &str = "models/customer_value.sql";
const RIGHT: &str = "    totals.revenue,\n";
const WRONG: &str = "    totals.revenu,\n";
const DATABASE: &str = "playground.duckdb";

/// What is shown of the built tables: heading and query.
const TABLES: &[(&str, &str)] = &[
    ("customer_value: the best five customers", "SELECT * FROM customer_value ORDER BY revenue DESC LIMIT 5"),
    ("customer_orders: the first five", "SELECT * FROM customer_orders ORDER BY customer_id LIMIT 5"),
    ("stg_orders: rows", "SELECT COUNT(*) AS orders, SUM(amount) AS amount FROM stg_orders"),
];

/// Plays the demonstration. An error names the step that did not go as it should.
pub(crate) fn run() -> Result<()> {
    heading("Building rocky (the first time takes some minutes)");
    let root = workspace_metadata::root();
    process::run(Command::new("cargo").args(["build", "--release", "--package", "cli"]).current_dir(&root))?;
    let target = workspace_metadata::load()?.target_directory;
    let rocky = target.join("release").join(format!("rocky{}", std::env::consts::EXE_SUFFIX));

    heading("Fetching DuckDB");
    process::run(Command::new(&rocky).args(["setup", "duckdb"]))?;

    heading("Making a playground: 500 orders, three models, one contract");
    let project = new_playground(&rocky)?;

    heading("Checking it with a mistake: a column's name has lost its last letter");
    replace_in_model(&project, RIGHT, WRONG)?;
    if process::run(&mut rocky_in(&project, &rocky, &["check"])).is_ok() {
        bail!("`rocky check` accepted the mistake in {MODEL}");
    }

    heading("The mistake mended");
    replace_in_model(&project, WRONG, RIGHT)?;
    process::run(&mut rocky_in(&project, &rocky, &["check"]))?;

    heading("Running it on DuckDB");
    process::run(&mut rocky_in(&project, &rocky, &["run", "--output", "text"]))?;

    for (title, query) in TABLES {
        heading(title);
        process::run(&mut rocky_in(&project, &rocky, &["internal", "duckdb-query", DATABASE, query]))?;
    }

    heading("Where `revenue` in customer_value comes from, as the editor shows it");
    println!("{}", hover::text(&rocky, &project, MODEL, RIGHT.trim_end_matches([',', '\n']))?);

    heading("Open it in an editor");
    print!("{}", editor_instructions(&root, &rocky, &project));
    Ok(())
}

/// Scaffolds the playground anew in the cache; what an earlier demonstration left is deleted.
fn new_playground(rocky: &Path) -> Result<PathBuf> {
    let folder = setup::cache_folder()?.join("demo");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let project = folder.join("playground");
    if project.exists() {
        fs::remove_dir_all(&project).with_context(|| format!("cannot delete {}", project.display()))?;
    }
    process::run(Command::new(rocky).arg("playground").arg(&project))?;
    Ok(project)
}

fn replace_in_model(project: &Path, from: &str, to: &str) -> Result<()> {
    let path = project.join(MODEL);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    if !text.contains(from) {
        bail!("{MODEL} of the playground has no line `{}`: adapt the demonstration", from.trim());
    }
    fs::write(&path, text.replacen(from, to, 1)).with_context(|| format!("cannot write {}", path.display()))
}

fn rocky_in(project: &Path, rocky: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(rocky);
    command.args(arguments).current_dir(project);
    command
}

fn editor_instructions(root: &Path, rocky: &Path, project: &Path) -> String {
    let bin = rocky.parent().unwrap_or(root);
    format!(
        "Put rocky on the path first:\n\n    export PATH=\"{bin}:$PATH\"\n\n\
         Neovim 0.11 or newer:\n\n    \
         cd {project} && nvim --cmd 'set runtimepath+={root}/editors/neovim' -c 'lua vim.lsp.enable(\"rocky\")' {MODEL}\n\n\
         VS Code:\n\n    \
         cd {root}/editors/vscode && npm ci && npm run package && code --install-extension *.vsix\n    code {project}\n\n\
         If VS Code does not find rocky, give it this setting:\n\n    \
         \"rocky.server.path\": \"{rocky}\"\n",
        bin = bin.display(),
        rocky = rocky.display(),
        root = root.display(),
        project = project.display(),
    )
}

fn heading(text: &str) {
    println!("\n=== {text}\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_playground_has_the_line_that_the_demonstration_breaks() {
        let path = workspace_metadata::root().join("fixtures/playground/quickstart").join(MODEL);
        let model = fs::read_to_string(path).unwrap();
        assert!(model.contains(RIGHT));
        assert!(!model.contains(WRONG));
    }
}
