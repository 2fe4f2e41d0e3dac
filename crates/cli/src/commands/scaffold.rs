//! Writing a new project's files.

use crate::{console::Console, failure::Failure, project};
use std::{fs, io, path::Path};

/// A file of a template: its path, with `/`, and its text.
pub(super) type TemplateFile = (&'static str, &'static str);

/// Writes the files of a template under `folder`, with the folders they need. Nothing is replaced.
///
/// # Errors
/// One of the files exists (nothing is written then), or cannot be written.
pub(super) fn write(folder: &Path, files: &[TemplateFile]) -> Result<(), Failure> {
    for (path, _) in files {
        let path = folder.join(path);
        if path.symlink_metadata().is_ok() {
            return Err(Failure::new(format!("{} exists already, nothing was written", path.display()))
                .with_help("choose another folder, or move the file away"));
        }
    }
    for (path, text) in files {
        let path = folder.join(path);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| create(&path, text));
        written.map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))?;
    }
    Ok(())
}

fn create(path: &Path, text: &str) -> io::Result<()> {
    use io::Write;
    fs::File::create_new(path)?.write_all(text.as_bytes())
}

/// The list of files as printed, one a line.
pub(super) fn listing(files: &[TemplateFile]) -> String {
    files.iter().map(|(path, _)| format!("  {path}\n")).collect()
}

/// The command that goes into `folder`, if one has to.
pub(super) fn change_folder(folder: &Path) -> String {
    match folder.as_os_str() == "." {
        true => String::new(),
        false => format!("  cd {}\n", folder.display()),
    }
}

/// The script that makes a template's source tables.
const SEED: &str = "data/seed.sql";

/// Fills the project's database with its source tables. Without a DuckDB library there is none, which standard error
/// says; the steps that make up for it are returned.
///
/// # Errors
/// Standard output is closed.
pub(super) fn seed(
    folder: &Path,
    files: &[TemplateFile],
    database: &str,
    console: &Console,
) -> Result<String, Failure> {
    let script = files.iter().find(|(path, _)| *path == SEED).map_or("", |(_, text)| *text);
    match project::execute_script(&folder.join(database), script) {
        Ok(()) => {
            console.print(&format!("  {database} (with the tables of {SEED})\n"))?;
            Ok(String::new())
        }
        Err(reason) => {
            console.warn(&format!("{database} was not made: {reason}"));
            Ok(format!(
                "  rocky setup duckdb fetches the library; then, for the source tables,\n  \
                 rocky internal duckdb-script {database} {SEED}\n"
            ))
        }
    }
}
