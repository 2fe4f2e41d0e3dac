//! Settings of `rocky.toml` that say what is so without them.

use crate::{ConfigDiagnostic, RockyToml, project_decode::pipeline_tables};
use base::{Code, TextRange, TextSize};
use syntax::toml::{Entry, Table, ValueKind};

/// Reports L004, L006 and L007.
pub(crate) fn check(text: &str, root: &Table, project: &RockyToml, diagnostics: &mut Vec<ConfigDiagnostic>) {
    let mut report = |code, entry: &Entry, message: &str| {
        // A value out of the environment may be another one tomorrow.
        if text.get(std::ops::Range::from(entry.value.range)).is_none_or(|it| it.contains("${")) {
            return;
        }
        let diagnostic = ConfigDiagnostic::new(code, entry.value.range, message.to_owned());
        diagnostics.push(diagnostic.edit(line_of_setting(text, entry.value.range), ""));
    };
    let is_string = |entry: &&Entry, text: &str| entry.value.as_str().is_some_and(|it| it == text);
    let backend = root.table("state").and_then(|it| it.entry("backend"));
    if let Some(entry) = backend.filter(|it| is_string(it, "local")) {
        report(Code::L004, entry, "state is kept locally without being said so");
    }
    let is_only = matches!(&project.adapters[..], [only] if only.name.as_str() == "default");
    for (_, pipeline) in pipeline_tables(root) {
        let [source, target] = ["source", "target"].map(|it| pipeline.table(it));
        for governance in target.into_iter().filter_map(|it| it.table("governance")) {
            let entries = ["auto_create_catalogs", "auto_create_schemas"].map(|it| governance.entry(it));
            let is_off = |it: &&Entry| matches!(it.value.kind, ValueKind::Boolean(false));
            for entry in entries.into_iter().flatten().filter(is_off) {
                report(Code::L006, entry, "nothing is created where this is not `true`");
            }
        }
        let discovery = source.and_then(|it| it.table("discovery"));
        let adapters = [source, discovery, target].into_iter().flatten().filter_map(|it| it.entry("adapter"));
        for entry in adapters.filter(|it| is_only && is_string(it, "default")) {
            report(Code::L007, entry, "the only adapter is used without being named");
        }
    }
}

/// The line of a setting, its line break included, where nothing but its key and its value stands on it: what goes when
/// the setting goes. `value` is the range of the value in `text`.
pub fn line_of_setting(text: &str, value: TextRange) -> Option<TextRange> {
    let before = text.get(..value.start().into())?;
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    let key = before[start..].trim_end().strip_suffix('=')?;
    if key.contains(['{', '[', ',']) {
        return None;
    }
    let behind = text.get(value.end().into()..)?;
    let rest = behind.find('\n').map_or(behind.len(), |it| it + 1);
    if text[value].contains('\n') || !behind[..rest].trim().is_empty() {
        return None;
    }
    let start = TextSize::try_from(start).ok()?;
    Some(TextRange::new(start, value.end() + TextSize::try_from(rest).ok()?))
}
