//! What this server can do, as the client is told.

use super::{
    actions::{FIX_ALL, FIX_ALL_UNSAFE, REFACTORINGS},
    tokens,
};
use crate::{position::Encoding, snapshot::ClientFeatures};
use tower_lsp::lsp_types::{
    CallHierarchyServerCapability, CodeActionKind, CodeActionOptions, CodeActionProviderCapability,
    CodeLensOptions, CompletionOptions, DeclarationCapability, DiagnosticOptions,
    DiagnosticServerCapabilities, DocumentLinkOptions, DocumentOnTypeFormattingOptions, FileOperationFilter,
    FileOperationPattern, FileOperationPatternKind, FileOperationRegistrationOptions,
    FoldingRangeProviderCapability, HoverProviderCapability, ImplementationProviderCapability,
    InlayHintOptions, InlayHintServerCapabilities, LinkedEditingRangeServerCapabilities, OneOf,
    PositionEncodingKind, RenameOptions, SelectionRangeProviderCapability, SemanticTokensFullOptions,
    SemanticTokensOptions, SemanticTokensServerCapabilities, ServerCapabilities, SignatureHelpOptions,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    TypeDefinitionProviderCapability, WorkDoneProgressOptions, WorkspaceFileOperationsServerCapabilities,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

/// A dot asks for columns of an alias, a quote for a quoted name or a TOML value, an at sign for a placeholder.
const COMPLETION_TRIGGERS: [&str; 3] = [".", "\"", "@"];

/// A call begins, or its next argument, or what a step of the DSL takes.
const SIGNATURE_TRIGGERS: [&str; 3] = ["(", ",", "{"];

/// Besides a new line: what ends an item, a call, a step, or the word that a line begins with.
const FORMAT_TRIGGERS: [&str; 4] = [",", ")", "}", " "];

pub(crate) fn capabilities(client: &ClientFeatures) -> ServerCapabilities {
    let any_file = FileOperationRegistrationOptions {
        filters: vec![FileOperationFilter {
            scheme: Some("file".into()),
            pattern: FileOperationPattern { glob: "**".into(), ..FileOperationPattern::default() },
        }],
    };
    ServerCapabilities {
        position_encoding: Some(encoding(client.encoding)),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            // What is saved is no longer unsaved, which the watching of files may say too late.
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(COMPLETION_TRIGGERS.map(str::to_owned).to_vec()),
            resolve_provider: Some(true),
            ..CompletionOptions::default()
        }),
        signature_help_provider: Some(SignatureHelpOptions {
            trigger_characters: Some(SIGNATURE_TRIGGERS.map(str::to_owned).to_vec()),
            ..SignatureHelpOptions::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        linked_editing_range_provider: Some(LinkedEditingRangeServerCapabilities::Simple(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(
            SemanticTokensOptions {
                legend: tokens::legend(),
                range: Some(true),
                full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                ..SemanticTokensOptions::default()
            },
        )),
        call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
        declaration_provider: Some(DeclarationCapability::Simple(true)),
        type_definition_provider: Some(TypeDefinitionProviderCapability::Simple(true)),
        implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(match client.prepares_renames {
            true => OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            false => OneOf::Left(true),
        }),
        document_symbol_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
            first_trigger_character: "\n".into(),
            more_trigger_character: Some(FORMAT_TRIGGERS.map(str::to_owned).to_vec()),
        }),
        inlay_hint_provider: Some(OneOf::Right(InlayHintServerCapabilities::Options(InlayHintOptions {
            resolve_provider: Some(client.resolves_inlay_hint_locations),
            ..InlayHintOptions::default()
        }))),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        code_lens_provider: client.code_lenses.then_some(CodeLensOptions { resolve_provider: Some(true) }),
        code_action_provider: client.literal_code_actions.then(|| {
            CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(
                    [CodeActionKind::QUICKFIX, FIX_ALL, FIX_ALL_UNSAFE]
                        .into_iter()
                        .chain(REFACTORINGS)
                        .collect(),
                ),
                resolve_provider: client.resolves_code_actions.then_some(true),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        }),
        diagnostic_provider: client.pulls_diagnostics.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("rocky".into()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            // Watchers often report a deleted or renamed folder by its own name only.
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                did_create: Some(any_file.clone()),
                will_rename: client.asks_before_moves.then(model_files),
                did_rename: Some(any_file.clone()),
                did_delete: Some(any_file),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    }
}

/// Files that may be models.
fn model_files() -> FileOperationRegistrationOptions {
    let pattern = FileOperationPattern {
        glob: "**/*.{sql,rocky}".into(),
        matches: Some(FileOperationPatternKind::File),
        ..FileOperationPattern::default()
    };
    FileOperationRegistrationOptions {
        filters: vec![FileOperationFilter { scheme: Some("file".into()), pattern }],
    }
}

fn encoding(encoding: Encoding) -> PositionEncodingKind {
    match encoding {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
        Encoding::Utf32 => PositionEncodingKind::UTF32,
    }
}
