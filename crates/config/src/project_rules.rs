//! What is wrong with `rocky.toml` beyond types and keys, as far as no other file is needed (formats.md 1.17).

use crate::{
    ConfigDiagnostic, ModelsGlob, RockyToml, Spanned, adapter_rules, format_settings, pipeline_rules,
    redundant, schedule_rules,
};
use base::{Code, TextRange};
use syntax::toml::Table;

/// Reports what the tables of keys cannot say. `is_complete` is false where a part of the file may be missing because
/// it does not parse.
pub(crate) fn check(
    text: &str,
    root: &Table,
    project: &RockyToml,
    is_complete: bool,
    diagnostics: &mut Vec<ConfigDiagnostic>,
) {
    let mut rules = Rules { project, diagnostics };
    if is_complete {
        rules.presence(root);
    }
    rules.models();
    rules.diagnostic_codes(root);
    if let Some(table) = root.table("format") {
        format_settings::check(table, diagnostics);
    }
    adapter_rules::check(project, is_complete, diagnostics);
    pipeline_rules::check(root, project, is_complete, diagnostics);
    schedule_rules::check(root, project, is_complete, diagnostics);
    redundant::check(text, root, project, diagnostics);
}

struct Rules<'a> {
    project: &'a RockyToml,
    diagnostics: &'a mut Vec<ConfigDiagnostic>,
}

impl Rules<'_> {
    fn report(&mut self, code: Code, range: TextRange, message: String) {
        self.diagnostics.push(ConfigDiagnostic::new(code, range, message));
    }

    /// V010, V020.
    fn presence(&mut self, root: &Table) {
        let start = root.opening;
        if self.project.adapters.is_empty() && root.get("adapter").or(root.get("adapters")).is_none() {
            let message = "no adapter is configured: add `[adapter]` with `type = \"duckdb\"`, for example";
            self.report(Code::V010, start, message.to_owned());
        }
        if self.project.pipelines.is_empty() && root.get("pipeline").or(root.get("pipelines")).is_none() {
            let message = "no pipeline is configured: add `[pipeline.<name>]` with `type = \"transformation\"`, \
                           for example";
            self.report(Code::V020, start, message.to_owned());
        }
    }

    /// V047.
    fn models(&mut self) {
        for (_, transformation) in self.project.transformations() {
            let Some(models) = &transformation.models else { continue };
            if ModelsGlob::new(None, models.as_str(), None).escapes_project() {
                let message = format!(
                    "`{}` leaves the project; models must lie below the folder of rocky.toml",
                    models.value
                );
                self.diagnostics.push(ConfigDiagnostic::new(Code::V047, models.range, message));
            }
        }
    }

    /// V061 for keys of `[diagnostics]` that are no codes.
    fn diagnostic_codes(&mut self, root: &Table) {
        let Some(table) = root.table("diagnostics") else { return };
        let overrides = table.get("override").and_then(|it| it.as_array()).unwrap_or_default();
        let tables = [table].into_iter().chain(overrides.iter().filter_map(|it| it.as_table()));
        for entry in tables.flat_map(|it| &it.entries) {
            let name = &entry.key.text;
            if !["override", "paths"].contains(&name.as_str()) && !is_code_shaped(name) {
                let message = format!("`{name}` is no diagnostic code");
                let key = Spanned::new(name.clone(), entry.key.range);
                let names = Code::ALL.iter().map(|it| it.name());
                self.diagnostics.push(ConfigDiagnostic::unknown_name(Code::V061, &key, message, names));
            }
        }
    }
}

/// A letter of a code group and three digits; codes of other versions of Rocky are not wrong.
fn is_code_shaped(name: &str) -> bool {
    let Some((letter, digits)) = name.split_at_checked(1) else { return false };
    "DEILPVW".contains(&letter.to_ascii_uppercase())
        && digits.len() == 3
        && digits.bytes().all(|it| it.is_ascii_digit())
}
