//! Signature help.

use super::markup;
use crate::snapshot::Snapshot;
use ide::{CallSignature, TextSize};
use tower_lsp::lsp_types::{
    Documentation, ParameterInformation, ParameterLabel, SignatureHelp, SignatureInformation,
};

pub(crate) fn signature_help(snapshot: &Snapshot, help: ide::SignatureHelp) -> SignatureHelp {
    let active = help.signatures.get(help.active);
    let active_parameter = active.and_then(|it| it.active_parameter).and_then(|it| u32::try_from(it).ok());
    SignatureHelp {
        active_signature: u32::try_from(help.active).ok(),
        active_parameter,
        signatures: help.signatures.into_iter().map(|it| signature(snapshot, it)).collect(),
    }
}

fn signature(snapshot: &Snapshot, signature: CallSignature) -> SignatureInformation {
    let offsets = snapshot.features().signature_label_offsets;
    let parameter = |range: &ide::TextRange| {
        let label = match offsets {
            // Code units of UTF-16, whatever positions in documents count.
            true => ParameterLabel::LabelOffsets([
                utf16(&signature.label, range.start()),
                utf16(&signature.label, range.end()),
            ]),
            false => {
                ParameterLabel::Simple(signature.label[std::ops::Range::<usize>::from(*range)].to_owned())
            }
        };
        ParameterInformation { label, documentation: None }
    };
    let parameters = signature.parameters.iter().map(parameter).collect();
    SignatureInformation {
        parameters: Some(parameters),
        active_parameter: signature
            .active_parameter
            .filter(|_| snapshot.features().signature_active_parameter)
            .and_then(|it| u32::try_from(it).ok()),
        documentation: signature.documentation.map(|it| Documentation::MarkupContent(markup(snapshot, it))),
        label: signature.label,
    }
}

fn utf16(text: &str, offset: TextSize) -> u32 {
    let before = &text[..usize::from(offset)];
    before.chars().map(|it| it.len_utf16() as u32).sum()
}
