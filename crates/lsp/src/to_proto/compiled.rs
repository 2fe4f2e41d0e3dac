//! A model's SQL as the warehouse sees it: a document that only the server has.

use super::{range, text_range, uri};
use crate::snapshot::Snapshot;
use ide::{Cancellable, CompiledSql, FileId};
use serde::Serialize;
use tower_lsp::lsp_types::{Range, Url};

/// The scheme of documents that hold a model's compiled SQL.
pub(crate) const SCHEME: &str = "rocky-compiled";

/// What is put behind the path of a model that is not SQL: an editor is to take its compiled text for SQL.
const EXTENSION: &str = ".sql";

/// The answer to `rocky/compiledSql`.
#[derive(Debug, Serialize)]
pub(crate) struct CompiledAnswer {
    uri: Url,
    pub(crate) text: String,
    /// What both texts have in common, character by character, in order.
    map: Vec<Mapped>,
}

#[derive(Debug, Serialize)]
struct Mapped {
    source: Range,
    compiled: Range,
}

/// The document of a model's compiled SQL, or why there is none.
pub(crate) fn compiled(
    snapshot: &Snapshot,
    model: FileId,
    sql: CompiledSql,
) -> Cancellable<Result<CompiledAnswer, String>> {
    let source = uri(&snapshot.view, &snapshot.place(model));
    let Some(uri) = source.as_ref().and_then(compiled_uri) else {
        return Ok(Err("a document that is no file has no compiled SQL".to_owned()));
    };
    let CompiledSql { mut text, verbatim } = sql;
    text.push('\n');
    let mut map = Vec::with_capacity(verbatim.len());
    let index = ide::lines(&text);
    for it in verbatim {
        map.push(Mapped {
            source: range(snapshot, model, it.source)?,
            compiled: text_range(snapshot, &index, it.compiled),
        });
    }
    Ok(Ok(CompiledAnswer { uri, text, map }))
}

/// What the compiled SQL of a file's model is called.
fn compiled_uri(source: &Url) -> Option<Url> {
    if source.scheme() != "file" || source.host_str().is_some_and(|it| !it.is_empty()) {
        return None;
    }
    let extension = if source.path().ends_with(EXTENSION) { "" } else { EXTENSION };
    Url::parse(&format!("{SCHEME}:{}{extension}", source.path())).ok()
}

/// The file whose compiled SQL is called so.
pub(crate) fn source_uri(compiled: &Url) -> Option<Url> {
    if compiled.scheme() != SCHEME {
        return None;
    }
    let path = compiled.path();
    let path = path.strip_suffix(EXTENSION).filter(|it| it.ends_with(".rocky")).unwrap_or(path);
    Url::parse(&format!("file://{path}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_there_and_back() {
        let check = |source: &str, name: &str| {
            let source = Url::parse(source).unwrap();
            let compiled = compiled_uri(&source).unwrap();
            assert_eq!(compiled.as_str(), name);
            assert_eq!(source_uri(&compiled), Some(source));
        };
        check("file:///a%20b/m.sql", "rocky-compiled:/a%20b/m.sql");
        check("file:///models/m.rocky", "rocky-compiled:/models/m.rocky.sql");
        assert_eq!(compiled_uri(&Url::parse("untitled:Untitled-1").unwrap()), None);
        assert_eq!(source_uri(&Url::parse("file:///models/m.sql").unwrap()), None);
    }
}
