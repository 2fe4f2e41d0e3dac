//! `cargo xtask codegen`: the syntax kinds, the `T!` macro, the typed tree and the colours of both languages, out of the two
//! grammars.

mod grammar;
mod kinds;
mod nodes;
mod textmate;
mod tokens;

use grammar::AstGrammar;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Writes the generated files, or, with `check`, only compares them.
///
/// Errors say which file is stale or could not be read or written.
pub(crate) fn run(check: bool) -> Result<(), String> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |name: &str| {
        let path = repository.join("crates/syntax").join(name);
        std::fs::read_to_string(path).map_err(|err| format!("cannot read {name}: {err}"))
    };
    let (sql, rocky) = (read("sql.ungram")?, read("rocky.ungram")?);
    let source: ungrammar::Grammar =
        format!("{sql}\n{rocky}").parse().map_err(|err| format!("the grammar does not parse: {err}"))?;
    let grammar = AstGrammar::lower(&source)?;

    let files = [
        ("crates/syntax/src/generated/kinds.rs", format_rust(&kinds::emit(&grammar))?),
        ("crates/syntax/src/generated/nodes.rs", format_rust(&nodes::emit(&grammar))?),
        ("syntaxes/rocky.tmLanguage.json", textmate::emit_dsl(&rocky)?),
        ("syntaxes/rocky-sql.tmLanguage.json", textmate::emit_sql(&sql)?),
        ("syntaxes/rocky-sql.injection.tmLanguage.json", textmate::emit_injection()?),
    ];
    let mut stale = Vec::new();
    for (name, text) in files {
        let path = repository.join(name);
        if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        if check {
            stale.push(name);
        } else {
            std::fs::write(&path, text).map_err(|err| format!("cannot write {name}: {err}"))?;
        }
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("stale: {}. Run `cargo xtask codegen`.", stale.join(", ")))
    }
}

fn format_rust(text: &str) -> Result<String, String> {
    let failed = |err: std::io::Error| format!("rustfmt does not run: {err}");
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", "max_width=110,use_small_heuristics=Max"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes()).map_err(failed)?;
    }
    let output = child.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        return Err("rustfmt refuses the generated code".to_owned());
    }
    String::from_utf8(output.stdout).map_err(|err| err.to_string())
}
