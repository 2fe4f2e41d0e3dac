//! Asks `rocky lsp` one question, as an editor does.

use crate::language_server::{LanguageServer, uri};
use anyhow::{Context, Result, anyhow, bail};
use serde_json::json;
use std::fs;
use std::path::Path;

/// The hover text at the last character of `needle` in a model; `needle` is ASCII and on one line.
pub(super) fn text(rocky: &Path, project: &Path, model: &str, needle: &str) -> Result<String> {
    let path = project.join(model);
    let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let (line, character) =
        position_of_end(&source, needle).ok_or_else(|| anyhow!("{model} has no `{needle}`"))?;
    let uri = uri(&path);

    let mut server = LanguageServer::start(rocky, project)?;
    server.initialize(project)?;
    server.open(&uri, &source)?;
    let hover = server.request(
        "textDocument/hover",
        json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}),
    )?;
    server.shut_down()?;
    match hover["contents"]["value"].as_str().or(hover["contents"].as_str()) {
        Some(text) => Ok(text.to_owned()),
        None => bail!("`rocky lsp` shows nothing at `{needle}` in {model}"),
    }
}

/// Line and column, 0-based, of the last character of `needle`.
fn position_of_end(source: &str, needle: &str) -> Option<(usize, usize)> {
    let end = source.find(needle)? + needle.len() - 1;
    let line_start = source[..end].rfind('\n').map_or(0, |it| it + 1);
    Some((source[..end].matches('\n').count(), end - line_start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_last_character() {
        assert_eq!(position_of_end("SELECT\n    a.revenue,\n", "a.revenue"), Some((1, 12)));
        assert_eq!(position_of_end("SELECT 1", "x"), None);
    }
}
