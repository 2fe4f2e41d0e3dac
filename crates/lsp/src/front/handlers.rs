//! The handlers of the protocol's own messages. Each one's first statement queues an event.

use super::{Front, error};
use crate::{
    event::{Event, Opened},
    from_proto,
    outbox::PartialToken,
    position::Position as TextPosition,
    read::OnEdit,
    to_proto::{
        self, actions, capabilities, code_lens, completion, diagnostics, edits, folding, hierarchy,
        inlay_hints, navigation, rename, selection, signature_help, symbols, tokens, uses,
    },
};
use ide::{Analysis, Cancellable};
use std::sync::Arc;
use tower_lsp::{LanguageServer, jsonrpc::Result, lsp_types::*};

/// How many workspace symbols are found at most.
const WORKSPACE_SYMBOLS: usize = 256;

#[tower_lsp::async_trait]
impl LanguageServer for Front {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let features = from_proto::features(&params.capabilities);
        let capabilities = capabilities::capabilities(&features);
        let folders = from_proto::folders(&params);
        let settings = params.initialization_options.unwrap_or_default();
        self.post(Event::Initialize { features: Box::new(features), folders, settings });
        let server_info = ServerInfo { name: "rocky".into(), version: Some(self.version.into()) };
        Ok(InitializeResult { capabilities, server_info: Some(server_info) })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.post(Event::Initialized);
    }

    async fn shutdown(&self) -> Result<()> {
        self.post(Event::Ending);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let TextDocumentItem { uri, language_id, version, text } = params.text_document;
        self.post(Event::Opened(Opened {
            place: from_proto::place(&uri),
            uri: to_proto::spelling(&uri),
            language: language_id,
            version,
            text,
        }));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.post(Event::Edited {
            place: from_proto::place(&params.text_document.uri),
            version: params.text_document.version,
            edits: from_proto::edits(params.content_changes),
        });
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let place = from_proto::place(&params.text_document.uri);
        self.tokens.forget(&place);
        self.post(Event::Closed(place));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.files_changed([&params.text_document.uri].into_iter());
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.post(Event::SettingsChanged(params.settings));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.files_changed(params.changes.iter().map(|it| &it.uri));
    }

    async fn did_create_files(&self, params: CreateFilesParams) {
        self.files_changed(
            params.files.iter().filter_map(|it| Url::parse(&it.uri).ok()).collect::<Vec<_>>().iter(),
        );
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        let place = |uri: &str| Url::parse(uri).ok().map(|it| from_proto::place(&it));
        let moved = params.files.iter().filter_map(|it| place(&it.old_uri).zip(place(&it.new_uri)));
        let moved: Vec<_> = moved.collect();
        let edit = self.ask(None, OnEdit::Retry, move |snapshot| rename::follow_moves(snapshot, &moved));
        edit.answer().await.map_err(error)?.transpose().map_err(rename::refusal)
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        let uris = params.files.iter().flat_map(|it| [&it.old_uri, &it.new_uri]);
        self.files_changed(uris.filter_map(|it| Url::parse(it).ok()).collect::<Vec<_>>().iter());
    }

    async fn did_delete_files(&self, params: DeleteFilesParams) {
        self.files_changed(
            params.files.iter().filter_map(|it| Url::parse(&it.uri).ok()).collect::<Vec<_>>().iter(),
        );
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let [added, removed] =
            [params.event.added, params.event.removed].map(|it| from_proto::folder_paths(&it));
        self.post(Event::FoldersChanged { added, removed });
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let card = self.card(params.text_document_position_params, None).await?;
        Ok(card.map(|it| it.hover))
    }

    async fn goto_declaration(
        &self,
        params: request::GotoDeclarationParams,
    ) -> Result<Option<request::GotoDeclarationResponse>> {
        let at = params.text_document_position_params;
        let found = self.ask_where(at, Analysis::declaration, |it| it.declaration_links);
        found.answer().await.map_err(error)
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let at = params.text_document_position_params;
        let found = self.ask_where(at, Analysis::definition, |it| it.definition_links);
        found.answer().await.map_err(error)
    }

    async fn goto_type_definition(
        &self,
        params: request::GotoTypeDefinitionParams,
    ) -> Result<Option<request::GotoTypeDefinitionResponse>> {
        let at = params.text_document_position_params;
        let found = self.ask_where(at, Analysis::type_definition, |it| it.type_definition_links);
        found.answer().await.map_err(error)
    }

    async fn goto_implementation(
        &self,
        params: request::GotoImplementationParams,
    ) -> Result<Option<request::GotoImplementationResponse>> {
        let at = params.text_document_position_params;
        let found = self.ask_where(at, Analysis::implementation, |it| it.implementation_links);
        found.answer().await.map_err(error)
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let include_definition = params.context.include_declaration;
        let references = self.ask_at(params.text_document_position, move |snapshot, at| {
            let references = snapshot.analysis.references(at, include_definition)?;
            references.map(|it| navigation::references(snapshot, it)).transpose()
        });
        references.answer().await.map_err(error)
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let items = self.ask_at(params.text_document_position_params, |snapshot, at| {
            let items = snapshot.analysis.hierarchy_items(at)?;
            hierarchy::items(snapshot, items, hierarchy::call_item).map(Some)
        });
        items.answer().await.map_err(error)
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        let CallHierarchyItem { uri, data, .. } = params.item;
        let calls = self.ask_hierarchy(&uri, data.as_ref(), |snapshot, root, key| {
            hierarchy::incoming(snapshot, snapshot.analysis.consumers(root, key)?)
        });
        calls.answer().await.map_err(error)
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        let CallHierarchyItem { uri, data, .. } = params.item;
        let calls = self.ask_hierarchy(&uri, data.as_ref(), |snapshot, root, key| {
            hierarchy::outgoing(snapshot, snapshot.analysis.inputs(root, key)?)
        });
        calls.answer().await.map_err(error)
    }

    async fn prepare_type_hierarchy(
        &self,
        params: TypeHierarchyPrepareParams,
    ) -> Result<Option<Vec<TypeHierarchyItem>>> {
        let items = self.ask_at(params.text_document_position_params, |snapshot, at| {
            let mut items = snapshot.analysis.hierarchy_items(at)?;
            items.retain(|it| it.key.column.is_some());
            hierarchy::items(snapshot, items, hierarchy::type_item).map(Some)
        });
        items.answer().await.map_err(error)
    }

    async fn supertypes(
        &self,
        params: TypeHierarchySupertypesParams,
    ) -> Result<Option<Vec<TypeHierarchyItem>>> {
        let TypeHierarchyItem { uri, data, .. } = params.item;
        let items = self.ask_hierarchy(&uri, data.as_ref(), |snapshot, root, key| {
            hierarchy::items(snapshot, snapshot.analysis.origins(root, key)?, hierarchy::type_item)
        });
        items.answer().await.map_err(error)
    }

    async fn subtypes(&self, params: TypeHierarchySubtypesParams) -> Result<Option<Vec<TypeHierarchyItem>>> {
        let TypeHierarchyItem { uri, data, .. } = params.item;
        let items = self.ask_hierarchy(&uri, data.as_ref(), |snapshot, root, key| {
            hierarchy::items(snapshot, snapshot.analysis.survivals(root, key)?, hierarchy::type_item)
        });
        items.answer().await.map_err(error)
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        let highlights = self.ask_at(params.text_document_position_params, |snapshot, at| {
            let found = snapshot.analysis.highlights(at)?;
            found.map(|it| uses::highlights(snapshot, at.file, &it)).transpose()
        });
        highlights.answer().await.map_err(error)
    }

    async fn linked_editing_range(
        &self,
        params: LinkedEditingRangeParams,
    ) -> Result<Option<LinkedEditingRanges>> {
        let linked = self.ask_at(params.text_document_position_params, |snapshot, at| {
            let found = snapshot.analysis.linked_ranges(at)?;
            found.map(|it| uses::linked(snapshot, at.file, it)).transpose()
        });
        linked.answer().await.map_err(error)
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        let target = self.ask_at(params, |snapshot, at| {
            Ok(Some(match snapshot.analysis.prepare_rename(at)? {
                Ok(target) => Ok(rename::target(snapshot, at.file, target)?),
                Err(refusal) => Err(refusal.message),
            }))
        });
        target.answer().await.map_err(error)?.transpose().map_err(rename::refusal)
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let new_name = params.new_name;
        let edit = self.ask_at(params.text_document_position, move |snapshot, at| {
            Ok(Some(match snapshot.analysis.rename(at, &new_name)? {
                Ok(rename) => rename::workspace_edit(snapshot, &rename)?,
                Err(refusal) => Err(refusal.message),
            }))
        });
        edit.answer().await.map_err(error)?.transpose().map_err(rename::refusal)
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let completions = self.ask_at(params.text_document_position, move |snapshot, at| {
            let completions = snapshot.analysis.completions(at)?;
            completion::completions(snapshot, at, &uri, completions).map(Some)
        });
        completions.answer().await.map_err(error)
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let Some(data) = completion::data(&item) else { return Ok(item) };
        let uri = data.uri.clone();
        // Somebody who looks at a proposal may type on.
        let resolved = self.ask(Some(&uri), OnEdit::Retry, move |snapshot| {
            completion::resolve(snapshot, &data, item.clone())
        });
        resolved.answer().await.map_err(error)
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        let help = self.ask_at(params.text_document_position_params, |snapshot, at| {
            let help = snapshot.analysis.signature_help(at)?;
            Ok(help.map(|it| signature_help::signature_help(snapshot, it)))
        });
        help.answer().await.map_err(error)
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let wanted = actions::Wanted::new(params.context);
        let place = from_proto::place(&params.text_document.uri);
        let (start, end) = from_proto::range(params.range);
        let actions = self.ask(Some(&params.text_document.uri), OnEdit::ContentModified, move |snapshot| {
            let Some(file) = snapshot.file(&place) else { return Ok(None) };
            let range = snapshot.range(file, start, end)?;
            actions::code_actions(snapshot, file, range, &wanted).map(Some)
        });
        actions.answer().await.map_err(error)
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        let Some(unresolved) = actions::unresolved(&action) else { return Ok(action) };
        let uri = unresolved.uri.clone();
        let resolved = self.ask(Some(&uri), OnEdit::ContentModified, move |snapshot| {
            actions::resolve(snapshot, action.clone(), &unresolved)
        });
        resolved.answer().await.map_err(error)?.map_err(rename::refusal)
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let lenses = self.ask_about(&params.text_document.uri, |snapshot, file| {
            if !snapshot.settings().code_lens {
                return Ok(None);
            }
            let places = snapshot.analysis.lens_places(file)?;
            places.map(|it| code_lens::lenses(snapshot, file, it)).transpose()
        });
        lenses.answer().await.map(Option::flatten).map_err(error)
    }

    async fn code_lens_resolve(&self, lens: CodeLens) -> Result<CodeLens> {
        self.resolve_lens(lens).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let links = self.ask_about(&params.text_document.uri, |snapshot, file| {
            navigation::links(snapshot, file, snapshot.analysis.links(file)?)
        });
        links.answer().await.map_err(error)
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let folds = self.ask_about(&params.text_document.uri, |snapshot, file| {
            folding::folding_ranges(snapshot, file, snapshot.analysis.folds(file)?)
        });
        folds.answer().await.map_err(error)
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let place = from_proto::place(&params.text_document.uri);
        let positions: Vec<_> = params.positions.into_iter().map(from_proto::position).collect();
        let uri = Some(&params.text_document.uri);
        let ranges = self.ask(uri, OnEdit::ContentModified, move |snapshot| {
            let Some(file) = snapshot.file(&place) else { return Ok(None) };
            let range = |at: &TextPosition| {
                let offset = snapshot.range(file, *at, *at)?.start();
                selection::selection_range(snapshot, file, snapshot.analysis.selections(file, offset)?)
            };
            positions.iter().map(range).collect::<Cancellable<Vec<_>>>().map(Some)
        });
        ranges.answer().await.map_err(error)
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let symbols = self.ask_about(&params.text_document.uri, |snapshot, file| {
            symbols::document_symbols(snapshot, file, snapshot.analysis.document_symbols(file)?)
        });
        symbols.answer().await.map_err(error)
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let place = from_proto::place(&params.text_document.uri);
        let results = Arc::clone(&self.tokens);
        let uri = Some(&params.text_document.uri);
        let tokens = self.ask(uri, OnEdit::Retry, move |snapshot| results.full(snapshot, &place));
        Ok(tokens.answer().await.map_err(error)?.map(Into::into))
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let place = from_proto::place(&params.text_document.uri);
        let results = Arc::clone(&self.tokens);
        let previous = params.previous_result_id;
        let tokens = self.ask(Some(&params.text_document.uri), OnEdit::Retry, move |snapshot| {
            results.difference(snapshot, &place, &previous)
        });
        tokens.answer().await.map_err(error)
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let place = from_proto::place(&params.text_document.uri);
        let (start, end) = from_proto::range(params.range);
        let uri = Some(&params.text_document.uri);
        let tokens = self.ask(uri, OnEdit::ContentModified, move |snapshot| {
            let Some(file) = snapshot.file(&place) else { return Ok(None) };
            let within = snapshot.range(file, start, end)?;
            let found = snapshot.analysis.semantic_tokens(file, Some(within))?;
            Ok(Some(SemanticTokens { result_id: None, data: tokens::tokens(snapshot, file, &found)? }))
        });
        Ok(tokens.answer().await.map_err(error)?.map(Into::into))
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let edits = self.format(&params.text_document.uri, &params.options, None);
        edits.answer().await.map_err(error)
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let edits = self.format(&params.text_document.uri, &params.options, Some(params.range));
        edits.answer().await.map_err(error)
    }

    async fn on_type_formatting(
        &self,
        params: DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        let indent = from_proto::indent(&params.options);
        let typed = params.ch;
        let edits = self.ask_at(params.text_document_position, move |snapshot, at| {
            let edits = snapshot.analysis.format_on_type(at, &typed, Some(indent))?;
            edits::text_edits(snapshot, &edits).map(Some)
        });
        edits.answer().await.map_err(error)
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let uri = params.text_document.uri.clone();
        let range = from_proto::range(params.range);
        let hints = self.ask_about(&params.text_document.uri, move |snapshot, file| {
            inlay_hints::inlay_hints(snapshot, file, &uri, range)
        });
        hints.answer().await.map_err(error)
    }

    async fn inlay_hint_resolve(&self, hint: InlayHint) -> Result<InlayHint> {
        let Some(data) = inlay_hints::data(&hint) else { return Ok(hint) };
        let uri = data.uri.clone();
        let resolved = self.ask(Some(&uri), OnEdit::ContentModified, move |snapshot| {
            inlay_hints::resolve(snapshot, &data, hint.clone())
        });
        resolved.answer().await.map_err(error)
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        let symbols = self.ask(None, OnEdit::Retry, move |snapshot| {
            let symbols = snapshot.analysis.workspace_symbols(&params.query, WORKSPACE_SYMBOLS)?;
            symbols::workspace_symbols(snapshot, symbols)
        });
        symbols.answer().await.map(Some).map_err(error)
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let place = from_proto::place(&params.text_document.uri);
        let previous = params.previous_result_id;
        let report = self.ask(Some(&params.text_document.uri), OnEdit::AskAgain, move |snapshot| {
            diagnostics::document_report(snapshot, &place, previous.as_deref())
        });
        report.answer().await.map_err(error)
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        let previous = params.previous_result_ids.into_iter().map(|it| (it.uri.into(), it.value)).collect();
        let partial = params.partial_result_params.partial_result_token.map(PartialToken);
        let reports = self.pull_workspace(previous, partial).await.map_err(error)?;
        Ok(diagnostics::workspace_report(reports).into())
    }
}
