//! What is wrong with the adapters of `rocky.toml`: what they need to connect, who names them, and for what they can
//! be used (formats.md 1.6).

use crate::{
    Adapter, AdapterReference, ConfigDiagnostic, Pipeline, PipelineBody, RockyToml, Spanned,
    keys::ADAPTER_TYPES, validate::one_of,
};
use base::{Code, SmolStr, TextRange};

/// Reports what is wrong with adapters and with references to them.
pub(crate) fn check(project: &RockyToml, is_complete: bool, diagnostics: &mut Vec<ConfigDiagnostic>) {
    for adapter in &project.adapters {
        let Some(adapter_type) = &adapter.adapter_type else { continue };
        diagnostics.extend(unknown_type(adapter_type));
        diagnostics.extend(kind(adapter, adapter_type, is_complete));
        if is_complete {
            diagnostics.extend(connection(adapter, adapter_type));
        }
    }
    if project.adapters.is_empty() {
        return;
    }
    for pipeline in &project.pipelines {
        for reference in references(pipeline) {
            diagnostics.extend(match project.adapter(reference.adapter.name()) {
                Some(adapter) => wrong_role(project, pipeline, &reference, adapter),
                None => unknown_adapter(project, pipeline, &reference, is_complete),
            });
        }
    }
}

/// What an adapter is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Holds tables.
    Data,
    /// Lists what a source has.
    Discovery,
}

impl Role {
    /// What an adapter in this role is.
    fn noun(self) -> &'static str {
        match self {
            Role::Data => "warehouse",
            Role::Discovery => "discovery source",
        }
    }
}

/// The roles that a type supports; `None` where that is not known, as for Trino (formats.md 1.6).
fn roles_of_type(adapter_type: &str) -> Option<&'static [Role]> {
    match adapter_type {
        "databricks" | "snowflake" => Some(&[Role::Data]),
        "bigquery" | "duckdb" => Some(&[Role::Data, Role::Discovery]),
        "fivetran" | "airbyte" | "iceberg" | "manual" => Some(&[Role::Discovery]),
        _ => None,
    }
}

/// The role that `kind` restricts an adapter to.
fn role_of_kind(kind: &str) -> Option<Role> {
    match kind {
        "data" => Some(Role::Data),
        "discovery" => Some(Role::Discovery),
        _ => None,
    }
}

/// Whether an adapter can be used so, as far as is known.
fn is_usable(adapter: &Adapter, role: Role) -> bool {
    let by_type = adapter.adapter_type.as_ref().and_then(|it| roles_of_type(it.as_str()));
    let Some(roles) = by_type else { return true };
    // A kind that the type does not support is V032 itself.
    let by_kind = adapter.role.as_ref().and_then(|it| role_of_kind(it.as_str()));
    roles.contains(&role) && by_kind.is_none_or(|it| it == role || !roles.contains(&it))
}

/// V017.
fn unknown_type(adapter_type: &Spanned<SmolStr>) -> Option<ConfigDiagnostic> {
    if ADAPTER_TYPES.contains(&adapter_type.as_str()) || adapter_type.as_str().contains("${") {
        return None;
    }
    let known = one_of(ADAPTER_TYPES.iter().map(|it| format!("`{it}`")));
    let message = format!("unknown adapter type `{}`; expected {known}", adapter_type.value);
    Some(ConfigDiagnostic::unknown_name(Code::V017, adapter_type, message, ADAPTER_TYPES.iter().copied()))
}

/// V032: a kind that the type does not support, or a missing one that it needs.
fn kind(adapter: &Adapter, adapter_type: &Spanned<SmolStr>, is_complete: bool) -> Option<ConfigDiagnostic> {
    // Types with both roles have no wrong kind.
    let &[role] = roles_of_type(adapter_type.as_str())? else { return None };
    let word = match role {
        Role::Data => "data",
        Role::Discovery => "discovery",
    };
    let name = &adapter_type.value;
    match &adapter.role {
        Some(written) => {
            let other = role_of_kind(written.as_str()).filter(|it| *it != role)?;
            let message = format!("`{name}` can be no {}", other.noun());
            let diagnostic = ConfigDiagnostic::new(Code::V032, written.range, message);
            Some(diagnostic.did_you_mean(written.content_range(), Some(word)))
        }
        None if role == Role::Discovery && is_complete => {
            let message = format!("`{name}` only lists what a source has: it needs `kind = \"discovery\"`");
            Some(ConfigDiagnostic::new(Code::V032, adapter_type.range, message))
        }
        None => None,
    }
}

/// V011 to V016: what an adapter needs to connect.
fn connection(adapter: &Adapter, adapter_type: &Spanned<SmolStr>) -> Vec<ConfigDiagnostic> {
    let has = |key: &str| adapter.settings.iter().any(|it| it.key == key);
    let needs: &[(Code, bool, &str)] = match adapter_type.as_str() {
        "databricks" => &[
            (Code::V011, has("host"), "`host`, the workspace"),
            (Code::V012, has("http_path"), "`http_path`, the SQL warehouse"),
            (
                Code::V013,
                has("token") || has("client_id") && has("client_secret"),
                "`token`, or `client_id` and `client_secret`, to log in",
            ),
        ],
        "fivetran" => &[
            (Code::V014, has("api_key"), "`api_key` to log in"),
            (Code::V015, has("api_secret"), "`api_secret` to log in"),
            (Code::V016, has("destination_id"), "`destination_id`, the destination whose tables it lists"),
        ],
        _ => return Vec::new(),
    };
    needs
        .iter()
        .filter(|(_, is_there, _)| !is_there)
        .map(|(code, _, what)| {
            let message = format!("the adapter `{}` cannot connect: it needs {what}", adapter.name.value);
            ConfigDiagnostic::new(*code, adapter.name.range, message)
        })
        .collect()
}

/// An adapter that a pipeline uses.
struct Reference<'p> {
    /// What is reported where it does not exist.
    unknown: Code,
    /// The part of the pipeline, and its table in it.
    part: &'static str,
    role: Role,
    adapter: &'p AdapterReference,
}

fn references(pipeline: &Pipeline) -> Vec<Reference<'_>> {
    let source = |adapter| Reference { unknown: Code::V022, part: "source", role: Role::Data, adapter };
    let target = |adapter| Reference { unknown: Code::V024, part: "target", role: Role::Data, adapter };
    let discovery =
        |adapter| Reference { unknown: Code::V023, part: "discovery", role: Role::Discovery, adapter };
    match &pipeline.body {
        PipelineBody::Replication(it) => [source(&it.source_adapter)]
            .into_iter()
            .chain(it.discovery_adapter.as_ref().map(discovery))
            .chain([target(&it.target_adapter)])
            .collect(),
        PipelineBody::Snapshot { source_adapter, target_adapter, .. } => {
            vec![source(source_adapter), target(target_adapter)]
        }
        PipelineBody::Transformation(it) => vec![target(&it.target_adapter)],
        PipelineBody::Quality { target_adapter } | PipelineBody::Load { target_adapter, .. } => {
            vec![target(target_adapter)]
        }
        PipelineBody::Unknown(_) => Vec::new(),
    }
}

/// V022, V023, V024.
fn unknown_adapter(
    project: &RockyToml,
    pipeline: &Pipeline,
    reference: &Reference<'_>,
    is_complete: bool,
) -> Option<ConfigDiagnostic> {
    let names = project.adapters.iter().map(|it| it.name.as_str());
    let part = reference.part;
    match &reference.adapter.0 {
        Some(name) if name.as_str().contains("${") => None,
        Some(name) => {
            let message = format!("unknown {part} adapter `{}`", name.value);
            Some(ConfigDiagnostic::unknown_name(reference.unknown, name, message, names))
        }
        // The key may be in a part that does not parse.
        None if !is_complete => None,
        None => {
            let known = one_of(names.map(|it| format!("`adapter = \"{it}\"`")));
            let message = format!(
                "the {part} of this pipeline names no adapter, and none is called `default`: write {known} in its \
                 `{part}`"
            );
            Some(ConfigDiagnostic::new(reference.unknown, pipeline.name.range, message))
        }
    }
}

/// V033.
fn wrong_role(
    project: &RockyToml,
    pipeline: &Pipeline,
    reference: &Reference<'_>,
    adapter: &Adapter,
) -> Option<ConfigDiagnostic> {
    if is_usable(adapter, reference.role) {
        return None;
    }
    let written = reference.adapter.0.as_ref();
    let message = format!(
        "the adapter `{}` is no {}, and cannot be the {} of a pipeline",
        adapter.name.value,
        reference.role.noun(),
        reference.part
    );
    let range: TextRange = written.map_or(pipeline.name.range, |it| it.range);
    let mut others = project.adapters.iter().filter(|it| it.adapter_type.is_some());
    let usable: Vec<&str> =
        others.by_ref().filter(|it| is_usable(it, reference.role)).map(|it| it.name.as_str()).collect();
    let guess = match (&usable[..], written) {
        (&[only], Some(_)) => Some(only),
        _ => None,
    };
    let diagnostic = ConfigDiagnostic::new(Code::V033, range, message);
    Some(diagnostic.did_you_mean(written.and_then(Spanned::content_range), guess))
}
