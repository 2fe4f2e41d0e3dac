//! From the protocol's types to plain data.

use crate::{
    document::ContentEdit,
    place::Place,
    position::{Encoding, Position},
    snapshot::ClientFeatures,
};
use ide::Indent;
use std::path::PathBuf;
use tower_lsp::lsp_types::{
    ClientCapabilities, FormattingOptions, GotoCapability, InitializeParams, MarkupKind,
    PositionEncodingKind, Range, ResourceOperationKind, TextDocumentContentChangeEvent, Url, WorkspaceFolder,
};

/// The place that a URI names. Two spellings of one file's URI name one place.
pub(crate) fn place(uri: &Url) -> Place {
    match file(uri) {
        Some(path) => Place::File(path),
        None => Place::Buffer(uri.as_str().into()),
    }
}

/// The file or folder that a URI names.
pub(crate) fn file(uri: &Url) -> Option<PathBuf> {
    // Collected by components, which drops a trailing slash.
    (uri.scheme() == "file").then(|| uri.to_file_path().ok()).flatten().map(|it| it.components().collect())
}

pub(crate) fn position(position: tower_lsp::lsp_types::Position) -> Position {
    Position { line: position.line, column: position.character }
}

pub(crate) fn range(range: Range) -> (Position, Position) {
    (position(range.start), position(range.end))
}

pub(crate) fn edits(changes: Vec<TextDocumentContentChangeEvent>) -> Vec<ContentEdit> {
    changes.into_iter().map(|it| ContentEdit { range: it.range.map(range), text: it.text }).collect()
}

/// One level of indentation, as the editor has it. Absurd widths are the nearest sensible ones.
pub(crate) fn indent(options: &FormattingOptions) -> Indent {
    let width = options.tab_size.clamp(1, 16);
    match options.insert_spaces {
        true => Indent::Spaces(width),
        false => Indent::Tab(width),
    }
}

/// The folders of the editor's workspace.
pub(crate) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let root = params.root_uri.as_ref();
    match &params.workspace_folders {
        Some(folders) => folder_paths(folders),
        None => root.and_then(file).into_iter().collect(),
    }
}

pub(crate) fn folder_paths(folders: &[WorkspaceFolder]) -> Vec<PathBuf> {
    folders.iter().filter_map(|it| file(&it.uri)).collect()
}

/// What the client can do. What it does not mention it cannot.
pub(crate) fn features(client: &ClientCapabilities) -> ClientFeatures {
    let text = client.text_document.as_ref();
    let workspace = client.workspace.as_ref();
    let edit = workspace.and_then(|it| it.workspace_edit.as_ref());
    let watching = workspace.and_then(|it| it.did_change_watched_files.as_ref());
    let pull = text.and_then(|it| it.diagnostic.as_ref());
    let folding = text.and_then(|it| it.folding_range.as_ref());
    let actions = text.and_then(|it| it.code_action.as_ref());
    let signature = text.and_then(|it| it.signature_help.as_ref());
    let signature = signature.and_then(|it| it.signature_information.as_ref());
    let is_on = |flag: Option<bool>| flag == Some(true);
    let operates = |kind: ResourceOperationKind| {
        edit.and_then(|it| it.resource_operations.as_ref()).is_some_and(|it| it.contains(&kind))
    };
    let links = |client: Option<&GotoCapability>| is_on(client.and_then(|it| it.link_support));
    ClientFeatures {
        encoding: encoding(client.general.as_ref().and_then(|it| it.position_encodings.as_deref())),
        pulls_diagnostics: pull.is_some(),
        related_documents: is_on(pull.and_then(|it| it.related_document_support)),
        refreshes_diagnostics: is_on(
            workspace.and_then(|it| it.diagnostic.as_ref()).and_then(|it| it.refresh_support),
        ),
        // A client that pulls has no other place to say it, and ignores what it does not know.
        related_information: pull.is_some()
            || is_on(
                text.and_then(|it| it.publish_diagnostics.as_ref()).and_then(|it| it.related_information),
            ),
        versioned_edits: is_on(edit.and_then(|it| it.document_changes)),
        annotated_edits: edit.is_some_and(|it| it.change_annotation_support.is_some()),
        creates_files: operates(ResourceOperationKind::Create),
        renames_files: operates(ResourceOperationKind::Rename),
        deletes_files: operates(ResourceOperationKind::Delete),
        asks_before_moves: is_on(
            workspace.and_then(|it| it.file_operations.as_ref()).and_then(|it| it.will_rename),
        ),
        prepares_renames: is_on(text.and_then(|it| it.rename.as_ref()).and_then(|it| it.prepare_support)),
        literal_code_actions: actions.is_some_and(|it| it.code_action_literal_support.is_some()),
        preferred_code_actions: is_on(actions.and_then(|it| it.is_preferred_support)),
        code_action_data: is_on(actions.and_then(|it| it.data_support)),
        resolves_code_actions: is_on(actions.and_then(|it| it.data_support))
            && actions.is_some_and(|it| it.resolve_support.is_some()),
        diagnostic_tags: pull.is_some()
            || text.and_then(|it| it.publish_diagnostics.as_ref()).is_some_and(|it| it.tag_support.is_some()),
        definition_links: links(text.and_then(|it| it.definition.as_ref())),
        declaration_links: links(text.and_then(|it| it.declaration.as_ref())),
        type_definition_links: links(text.and_then(|it| it.type_definition.as_ref())),
        implementation_links: links(text.and_then(|it| it.implementation.as_ref())),
        hierarchical_symbols: is_on(
            text.and_then(|it| it.document_symbol.as_ref())
                .and_then(|it| it.hierarchical_document_symbol_support),
        ),
        folds_lines_only: is_on(folding.and_then(|it| it.line_folding_only)),
        fold_limit: folding.and_then(|it| it.range_limit).map(|it| it as usize),
        markdown: text
            .and_then(|it| it.hover.as_ref())
            .and_then(|it| it.content_format.as_ref())
            .is_some_and(|it| it.contains(&MarkupKind::Markdown)),
        work_done_progress: is_on(client.window.as_ref().and_then(|it| it.work_done_progress)),
        watches_files: is_on(watching.and_then(|it| it.dynamic_registration)),
        relative_watch_patterns: is_on(watching.and_then(|it| it.relative_pattern_support)),
        analysis_status: client
            .experimental
            .as_ref()
            .and_then(|it| it.get("rockyAnalysisStatus"))
            .is_some_and(|it| it == true),
        code_lenses: text.is_some_and(|it| it.code_lens.is_some()),
        commands: commands(client.experimental.as_ref()),
        snippets: is_on(
            text.and_then(|it| it.completion.as_ref())
                .and_then(|it| it.completion_item.as_ref())
                .and_then(|it| it.snippet_support),
        ),
        inserts_and_replaces: is_on(
            text.and_then(|it| it.completion.as_ref())
                .and_then(|it| it.completion_item.as_ref())
                .and_then(|it| it.insert_replace_support),
        ),
        signature_label_offsets: is_on(
            signature.and_then(|it| it.parameter_information.as_ref()).and_then(|it| it.label_offset_support),
        ),
        signature_active_parameter: is_on(signature.and_then(|it| it.active_parameter_support)),
        resolves_inlay_hint_locations: text
            .and_then(|it| it.inlay_hint.as_ref())
            .and_then(|it| it.resolve_support.as_ref())
            .is_some_and(|it| it.properties.iter().any(|it| it == "label.location")),
        refreshes_inlay_hints: is_on(
            workspace.and_then(|it| it.inlay_hint.as_ref()).and_then(|it| it.refresh_support),
        ),
        refreshes_semantic_tokens: is_on(
            workspace.and_then(|it| it.semantic_tokens.as_ref()).and_then(|it| it.refresh_support),
        ),
        refreshes_code_lenses: is_on(
            workspace.and_then(|it| it.code_lens.as_ref()).and_then(|it| it.refresh_support),
        ),
        pulls_configuration: is_on(workspace.and_then(|it| it.configuration)),
        registers_configuration: is_on(
            workspace
                .and_then(|it| it.did_change_configuration.as_ref())
                .and_then(|it| it.dynamic_registration),
        ),
    }
}

/// `rocky.commands` of the experimental capabilities.
fn commands(experimental: Option<&serde_json::Value>) -> Vec<String> {
    let list = experimental.and_then(|it| it.pointer("/rocky/commands")).and_then(|it| it.as_array());
    list.into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

/// UTF-8 where it is offered, since that is what everything inside counts in; else what the client likes best.
fn encoding(offered: Option<&[PositionEncodingKind]>) -> Encoding {
    let offered = offered.unwrap_or_default();
    let known = |it: &PositionEncodingKind| match it.as_str() {
        "utf-8" => Some(Encoding::Utf8),
        "utf-16" => Some(Encoding::Utf16),
        "utf-32" => Some(Encoding::Utf32),
        _ => None,
    };
    if offered.contains(&PositionEncodingKind::UTF8) {
        return Encoding::Utf8;
    }
    offered.iter().find_map(known).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_is_taken_where_it_is_offered() {
        let check = |offered: &[&'static str], expected| {
            let offered: Vec<_> = offered.iter().map(|it| PositionEncodingKind::new(it)).collect();
            assert_eq!(encoding(Some(&offered)), expected);
        };
        check(&["utf-16", "utf-8"], Encoding::Utf8);
        check(&["utf-32", "utf-16"], Encoding::Utf32);
        check(&["utf-16"], Encoding::Utf16);
        check(&["utf-7"], Encoding::Utf16);
        assert_eq!(encoding(None), Encoding::Utf16);
    }

    #[test]
    fn spellings_of_one_file_are_one_place() {
        let place = |it: &str| place(&Url::parse(it).unwrap());
        assert_eq!(place("file:///a%20b/m%2Dn.sql"), Place::File("/a b/m-n.sql".into()));
        assert_eq!(place("file:///a%20b/m-n.sql"), place("file:///a%20b/m%2Dn.sql"));
        assert_eq!(place("untitled:Untitled-1"), Place::Buffer("untitled:Untitled-1".into()));
    }
}
