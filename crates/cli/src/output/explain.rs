//! The document of `rocky explain`.

use super::Header;
use ide::Code;
use serde::Serialize;

/// What a code means.
#[derive(Serialize)]
pub(crate) struct ExplainOutput {
    #[serde(flatten)]
    header: Header,
    code: &'static str,
    title: &'static str,
    default_severity: &'static str,
    markdown: &'static str,
}

impl ExplainOutput {
    /// The document about `code`.
    pub(crate) fn new(code: Code, markdown: &'static str) -> ExplainOutput {
        ExplainOutput {
            header: Header::new("explain"),
            code: code.name(),
            title: code.title(),
            default_severity: code.default_severity().name(),
            markdown,
        }
    }
}
