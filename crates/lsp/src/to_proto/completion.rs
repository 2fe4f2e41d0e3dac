//! Completion items.

use super::{edits, links, markup, range};
use crate::{from_proto, snapshot::Snapshot};
use ide::{Cancellable, Completion, CompletionKind, Completions, FilePosition, TextRange};
use serde::{Deserialize, Serialize};
use tower_lsp::lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionResponse, CompletionTextEdit,
    Documentation, InsertReplaceEdit, InsertTextFormat, Range, TextEdit, Url,
};

/// What the protocol calls each kind of proposal; no two have the same name.
const KINDS: [(CompletionKind, CompletionItemKind); 14] = [
    (CompletionKind::Column, CompletionItemKind::FIELD),
    (CompletionKind::Columns, CompletionItemKind::SNIPPET),
    (CompletionKind::Condition, CompletionItemKind::OPERATOR),
    (CompletionKind::Window, CompletionItemKind::CONSTANT),
    (CompletionKind::Parameter, CompletionItemKind::UNIT),
    (CompletionKind::Alias, CompletionItemKind::VARIABLE),
    (CompletionKind::Cte, CompletionItemKind::STRUCT),
    (CompletionKind::Model, CompletionItemKind::CLASS),
    (CompletionKind::Source, CompletionItemKind::INTERFACE),
    (CompletionKind::Function, CompletionItemKind::FUNCTION),
    (CompletionKind::Type, CompletionItemKind::TYPE_PARAMETER),
    (CompletionKind::Keyword, CompletionItemKind::KEYWORD),
    (CompletionKind::Key, CompletionItemKind::PROPERTY),
    (CompletionKind::Value, CompletionItemKind::VALUE),
];

/// What an item carries until the client asks for its documentation.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ItemData {
    /// The document.
    pub(crate) uri: Url,
}

pub(crate) fn completions(
    snapshot: &Snapshot,
    at: FilePosition,
    uri: &Url,
    completions: Completions,
) -> Cancellable<CompletionResponse> {
    // Nothing of it can fail to be JSON.
    let data = serde_json::to_value(ItemData { uri: uri.clone() }).ok();
    let mut converter = Converter { snapshot, at, last: None };
    let mut items = Vec::with_capacity(completions.items.len());
    for completion in completions.items {
        let has_documentation = completion.has_documentation;
        let item = converter.item(completion)?;
        items.push(CompletionItem { data: data.clone().filter(|_| has_documentation), ..item });
    }
    Ok(CompletionResponse::List(CompletionList { is_incomplete: completions.is_incomplete, items }))
}

struct Converter<'a> {
    snapshot: &'a Snapshot,
    at: FilePosition,
    /// The last range: nearly all items replace the same.
    last: Option<(TextRange, Replaced)>,
}

/// What an item replaces.
#[derive(Clone, Copy)]
struct Replaced {
    whole: Range,
    /// The part before the cursor, where a client may leave the rest of the word in place.
    before_cursor: Option<Range>,
}

impl Converter<'_> {
    fn replaced(&mut self, replace: TextRange) -> Cancellable<Replaced> {
        if let Some((_, replaced)) = self.last.filter(|it| it.0 == replace) {
            return Ok(replaced);
        }
        let FilePosition { file, offset } = self.at;
        let before = TextRange::new(replace.start(), offset.clamp(replace.start(), replace.end()));
        let is_divided = self.snapshot.features().inserts_and_replaces
            && before != replace
            && is_word(&self.snapshot.analysis.text(file), replace);
        let replaced = Replaced {
            whole: range(self.snapshot, file, replace)?,
            before_cursor: is_divided.then(|| range(self.snapshot, file, before)).transpose()?,
        };
        self.last = Some((replace, replaced));
        Ok(replaced)
    }

    fn item(&mut self, it: Completion) -> Cancellable<CompletionItem> {
        let replaced = self.replaced(it.replace)?;
        let snippet = it.snippet.filter(|_| self.snapshot.features().snippets);
        let additional = edits::text_edits(self.snapshot, &it.additional)?;
        let filter_text = (it.insert != it.label).then(|| filter_text(it.kind, &it.label, &it.insert));
        let is_snippet = snippet.is_some();
        let new_text = snippet.unwrap_or(it.insert);
        Ok(CompletionItem {
            // Clients sort by text; ranks have at most ten digits.
            sort_text: Some(format!("{:010}", it.rank)),
            filter_text,
            kind: KINDS.iter().find(|kind| kind.0 == it.kind).map(|kind| kind.1),
            detail: it.detail,
            documentation: it
                .documentation
                .map(|text| Documentation::MarkupContent(markup(self.snapshot, text))),
            insert_text_format: is_snippet.then_some(InsertTextFormat::SNIPPET),
            text_edit: Some(match replaced.before_cursor {
                Some(insert) => CompletionTextEdit::InsertAndReplace(InsertReplaceEdit {
                    new_text,
                    insert,
                    replace: replaced.whole,
                }),
                None => CompletionTextEdit::Edit(TextEdit { range: replaced.whole, new_text }),
            }),
            additional_text_edits: (!additional.is_empty()).then_some(additional),
            label: it.label,
            ..CompletionItem::default()
        })
    }
}

/// Whether a stretch of text is a word: what is in quotes is written anew as a whole.
fn is_word(text: &str, range: TextRange) -> bool {
    let stretch = text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default();
    stretch.chars().all(|it| it == '_' || it.is_alphanumeric())
}

/// What the client compares with the text that would be replaced: what is inserted, as that may have quotes; but for a
/// star the star.
fn filter_text(kind: CompletionKind, label: &str, insert: &str) -> String {
    if kind == CompletionKind::Columns { label } else { insert }.to_owned()
}

/// What an item carries, if it is one of ours that has more to say.
pub(crate) fn data(item: &CompletionItem) -> Option<ItemData> {
    serde_json::from_value(item.data.clone()?).ok()
}

/// The same item with its documentation.
pub(crate) fn resolve(
    snapshot: &Snapshot,
    data: &ItemData,
    mut item: CompletionItem,
) -> Cancellable<CompletionItem> {
    let kind = KINDS.iter().find(|it| Some(it.1) == item.kind).map(|it| it.0);
    let replaced = match &item.text_edit {
        Some(CompletionTextEdit::Edit(edit)) => Some(edit.range),
        Some(CompletionTextEdit::InsertAndReplace(edit)) => Some(edit.replace),
        None => None,
    };
    let file = snapshot.file(&from_proto::place(&data.uri));
    let (Some(kind), Some(replaced), Some(file)) = (kind, replaced, file) else { return Ok(item) };
    let end = from_proto::position(replaced.end);
    let offset = snapshot.range(file, end, end)?.start();
    let at = FilePosition { file, offset };
    let documentation = snapshot.analysis.completion_documentation(at, kind, &item.label)?;
    let documentation = documentation.map(|it| links::resolved(snapshot, file, &it));
    item.documentation = documentation.map(|it| Documentation::MarkupContent(markup(snapshot, it)));
    Ok(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        for (at, (kind, name)) in KINDS.iter().enumerate() {
            let others = KINDS.iter().skip(at + 1);
            assert!(others.into_iter().all(|it| it.0 != *kind && it.1 != *name), "{kind:?}");
        }
    }
}
