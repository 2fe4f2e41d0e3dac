//! What a call wants, or a step of the DSL, while it is typed.
//!
//! Which call it is, and which argument the cursor is at, is read from tokens (`call`), so that half-typed text is
//! understood. What it may be called with is told by the catalogue (`functions`), by a syntax of its own (`forms`), or by the shape
//! of the step around it (`steps`).

mod call;
mod forms;
mod functions;
mod shape;
mod steps;

use crate::{CallSignature, FilePosition, SignatureHelp, completion, tokens};
use base::{TextRange, TextSize};
use call::Call;
use db::{Db, SourceFile};
use std::cmp::Reverse;

/// The signatures of the innermost call around a position; outside any, the shape of the step.
pub(crate) fn signature_help(db: &dyn Db, position: FilePosition) -> Option<SignatureHelp> {
    let file = position.file.0;
    if !sema::is_statement(db, file) || completion::is_in_frontmatter(db, position) {
        return None;
    }
    let root = hir::parsed(db, file).syntax();
    let before = tokens::before(&root, position.offset)?;
    let call = call::call_around(before.clone());
    if let Some(help) = call.and_then(|it| of_call(db, file, &it)) {
        return Some(help);
    }
    let is_pipeline = file.path(db).extension() == Some("rocky");
    let step = steps::around(&before, position.offset).filter(|_| is_pipeline)?;
    Some(SignatureHelp { signatures: vec![step], active: 0 })
}

fn of_call(db: &dyn Db, file: SourceFile, call: &Call) -> Option<SignatureHelp> {
    let form = forms::of_call(db, file, call);
    let mut candidates = match &form {
        Some(form) if form.is_only => Vec::new(),
        _ => {
            let found = functions::declared(db, file, call).or_else(|| functions::of_dialect(db, file, call));
            found.unwrap_or_default()
        }
    };
    let mut active = best(call, &candidates);
    if let Some(form) = form {
        if form.is_meant {
            active = candidates.len();
        }
        candidates.push(form.candidate);
    }
    let signatures: Vec<CallSignature> = candidates.into_iter().map(|it| it.signature).collect();
    (!signatures.is_empty()).then_some(SignatureHelp { signatures, active })
}

/// The candidate that the arguments fit best: one that has a parameter for the argument at the cursor, accepts the types
/// of those that are typed at the least cost, and takes as many.
fn best(call: &Call, candidates: &[Candidate]) -> usize {
    let rank = |it: &Candidate| {
        let has_place = it.signature.active_parameter.is_some() || call.count == 0;
        let cost = it.cost.map_or((false, Reverse(0)), |cost| (true, Reverse(cost)));
        (has_place, cost.0, it.takes_count, cost.1)
    };
    // The first of equals.
    let ranked = candidates.iter().enumerate().max_by_key(|(at, it)| (rank(it), Reverse(*at)));
    ranked.map_or(0, |it| it.0)
}

/// A signature, and how well what is typed fits it.
struct Candidate {
    signature: CallSignature,
    /// Whether it takes as many arguments as there are.
    takes_count: bool,
    /// What the conversions cost that it takes to call it; nothing where it does not accept the arguments.
    cost: Option<u32>,
}

fn signature(
    name: &str,
    parameters: &[&str],
    result: &str,
    active_parameter: Option<usize>,
    documentation: Option<String>,
) -> CallSignature {
    let mut label = format!("{name}(");
    let mut ranges = Vec::with_capacity(parameters.len());
    for (at, parameter) in parameters.iter().enumerate() {
        if at > 0 {
            label.push_str(", ");
        }
        ranges.push(TextRange::at(TextSize::of(&*label), TextSize::of(*parameter)));
        label.push_str(parameter);
    }
    label.push_str(") -> ");
    label.push_str(result);
    CallSignature { label, parameters: ranges, active_parameter, documentation }
}
