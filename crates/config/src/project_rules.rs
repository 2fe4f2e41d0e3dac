//! What is wrong with `rocky.toml` beyond types and keys, as far as no other file is needed (formats.md 1.17).

use crate::{
    AdapterReference, ConfigDiagnostic, ModelsGlob, PipelineBody, RockyToml, Spanned, format_settings,
    keys::ADAPTER_TYPES, validate::one_of,
};
use base::{Code, SmolStr, TextRange, closest};
use syntax::toml::Table;

/// Reports what the tables of keys cannot say. `is_complete` is false where a part of the file may be missing because
/// it does not parse.
pub(crate) fn check(
    root: &Table,
    project: &RockyToml,
    is_complete: bool,
    diagnostics: &mut Vec<ConfigDiagnostic>,
) {
    let mut rules = Rules { project, diagnostics };
    if is_complete {
        rules.presence(root);
    }
    rules.adapter_types();
    rules.adapter_references(is_complete);
    rules.pipeline_references();
    rules.models();
    rules.diagnostic_codes(root);
    if let Some(table) = root.table("format") {
        format_settings::check(table, diagnostics);
    }
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

    /// V017.
    fn adapter_types(&mut self) {
        for adapter in &self.project.adapters {
            let Some(name) = &adapter.adapter_type else { continue };
            if !ADAPTER_TYPES.contains(&name.as_str()) && !name.as_str().contains("${") {
                let known = one_of(ADAPTER_TYPES.iter().map(|it| format!("`{it}`")));
                let message = format!("unknown adapter type `{}`; expected {known}", name.value);
                self.unknown_name(Code::V017, name, message, ADAPTER_TYPES.iter().copied());
            }
        }
    }

    /// V022, V023, V024.
    fn adapter_references(&mut self, is_complete: bool) {
        if self.project.adapters.is_empty() {
            return;
        }
        for pipeline in &self.project.pipelines {
            let header = pipeline.name.range;
            let mut check = |code, role, reference: &AdapterReference| {
                self.adapter_reference(code, role, reference, header, is_complete);
            };
            match &pipeline.body {
                PipelineBody::Replication(it) => {
                    check(Code::V022, "source", &it.source_adapter);
                    if let Some(discovery) = &it.discovery_adapter {
                        check(Code::V023, "discovery", discovery);
                    }
                    check(Code::V024, "target", &it.target_adapter);
                }
                PipelineBody::Snapshot { source_adapter, target_adapter, .. } => {
                    check(Code::V022, "source", source_adapter);
                    check(Code::V024, "target", target_adapter);
                }
                PipelineBody::Transformation(it) => check(Code::V024, "target", &it.target_adapter),
                PipelineBody::Quality { target_adapter } | PipelineBody::Load { target_adapter, .. } => {
                    check(Code::V024, "target", target_adapter);
                }
                PipelineBody::Unknown(_) => {}
            }
        }
    }

    fn adapter_reference(
        &mut self,
        code: Code,
        role: &str,
        reference: &AdapterReference,
        header: TextRange,
        is_complete: bool,
    ) {
        let project = self.project;
        if project.adapter(reference.name()).is_some() {
            return;
        }
        let names = project.adapters.iter().map(|it| it.name.as_str());
        match &reference.0 {
            Some(name) if name.as_str().contains("${") => {}
            Some(name) => {
                let message = format!("unknown {role} adapter `{}`", name.value);
                self.unknown_name(code, name, message, names);
            }
            // The key may be in a part that does not parse.
            None if !is_complete => {}
            None => {
                let known = one_of(names.map(|it| format!("`adapter = \"{it}\"`")));
                let message = format!(
                    "the {role} of this pipeline names no adapter, and none is called `default`: write {known} \
                     in its `{role}`"
                );
                self.report(code, header, message);
            }
        }
    }

    /// V029.
    fn pipeline_references(&mut self) {
        let project = self.project;
        for name in project.pipelines.iter().flat_map(|it| &it.depends_on) {
            if project.pipeline(name.as_str()).is_none() && !name.as_str().contains("${") {
                let message = format!("unknown pipeline `{}` in `depends_on`", name.value);
                let names = project.pipelines.iter().map(|it| it.name.as_str());
                self.unknown_name(Code::V029, name, message, names);
            }
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
                self.unknown_name(Code::V061, &key, message, Code::ALL.iter().map(|it| it.name()));
            }
        }
    }

    fn unknown_name<'n>(
        &mut self,
        code: Code,
        name: &Spanned<SmolStr>,
        message: String,
        candidates: impl IntoIterator<Item = &'n str>,
    ) {
        let suggestion = closest(name.as_str(), candidates);
        self.diagnostics.push(
            ConfigDiagnostic::new(code, name.range, message).did_you_mean(name.content_range(), suggestion),
        );
    }
}

/// A letter of a code group and three digits; codes of other versions of Rocky are not wrong.
fn is_code_shaped(name: &str) -> bool {
    let Some((letter, digits)) = name.split_at_checked(1) else { return false };
    "DEILPVW".contains(&letter.to_ascii_uppercase())
        && digits.len() == 3
        && digits.bytes().all(|it| it.is_ascii_digit())
}
