//! Diagnostics by their code, and the places where a project says something of a code.

use super::{Candidate, CandidateKind};
use crate::diagnostics;
use base::{Code, SmolStr, TextRange, format_smolstr};
use config::FileKind;
use db::{Db, Project, SourceFile};
use syntax::toml::{Table, ValueKind};

/// What there is of a code in a project whose schemas are known: its diagnostics, at most `limit`, the severities that
/// `rocky.toml` gives it, and the comments that suppress it.
pub(super) fn of_code(db: &dyn Db, project: Project, code: Code, limit: usize) -> Vec<Candidate> {
    let mut found = Vec::new();
    for &file in project.files(db).values() {
        let text = &*file.text(db).text;
        let name = SmolStr::new_static(code.name());
        let mut written = |range: TextRange| {
            let container = SmolStr::from(file.path(db).file_name());
            found.push(candidate(file, name.clone(), container, 1, CandidateKind::Written(range)));
        };
        if db::file_kind(db, file) == FileKind::RockyToml {
            keys_called(&syntax::toml::parse(text, 0.into()).root, code, &mut written);
        }
        if syntax::may_have_pragma(text) {
            let items = sema::pragmas_of(db, file, text).unwrap_or_default();
            for item in items.iter().flat_map(|it| it.items.iter().flatten()) {
                if text[*item].trim_matches('`').eq_ignore_ascii_case(code.name()) {
                    written(*item);
                }
            }
        }
    }
    let mut diagnosed: Vec<Candidate> = Vec::new();
    for &file in project.files(db).values() {
        if diagnosed.len() >= limit {
            break;
        }
        let of_file = diagnostics::diagnostics(db, file, None);
        diagnosed.extend(of_file.iter().filter(|it| it.code == code).map(|it| {
            let container = it.model.as_deref().map(SmolStr::from);
            let container = container.unwrap_or_else(|| file.path(db).file_name().into());
            let name = format_smolstr!("{code} {}", it.message);
            candidate(file, name, container, 0, CandidateKind::Diagnostic(it.range))
        }));
    }
    diagnosed.extend(found);
    diagnosed
}

fn candidate(
    file: SourceFile,
    name: SmolStr,
    container: SmolStr,
    score: u32,
    what: CandidateKind,
) -> Candidate {
    Candidate { score, name, container, file, what }
}

fn keys_called(table: &Table, code: Code, found: &mut impl FnMut(TextRange)) {
    for entry in &table.entries {
        if entry.key.text == code.name() {
            found(entry.key.range);
        }
        match &entry.value.kind {
            ValueKind::Table(table) => keys_called(table, code, found),
            ValueKind::Array(items) => {
                items.iter().filter_map(|it| it.as_table()).for_each(|it| keys_called(it, code, found));
            }
            _ => {}
        }
    }
}

/// The macros of a file of macros: their names, and where these stand. They are not expanded, so all that is read is
/// where they begin: `-- @macro name(…)`, `macro name(…)`.
pub(super) fn macros(text: &str) -> Vec<(SmolStr, TextRange)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let begun = line.trim_start();
        let behind = match begun.strip_prefix("--") {
            Some(comment) => comment.trim_start().strip_prefix("@macro"),
            None => begun.strip_prefix("macro"),
        };
        if let Some(rest) = behind.filter(|it| it.starts_with(char::is_whitespace)) {
            let rest = rest.trim_start();
            let name = rest.split(|it: char| !(it.is_alphanumeric() || it == '_')).next().unwrap_or_default();
            let at = start + line.len() - rest.len();
            if let (false, Ok(at)) = (name.is_empty(), u32::try_from(at)) {
                found.push((name.into(), TextRange::at(at.into(), base::TextSize::of(name))));
            }
        }
        start += line.len();
    }
    found
}
