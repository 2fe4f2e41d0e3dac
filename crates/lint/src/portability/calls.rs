//! Calls that a target has no function for, by its catalogue: as the target infers the model, with the arguments that it
//! reads.

use super::Subject;
use super::lacking::Lacking;
use base::{Code, DialectKind, TextRange, TextSize};
use dialect::{Engine, FunctionKind, functions};
use hir::{Anchor, Body, Call, Expr, ExprId, Literal, Lowering, Relation, SourceMap};
use sema::{Finding, Place};

/// What the own dialect alone shows: words where the target has columns or strings where it has words, and functions in
/// FROM.
pub(super) fn check_own(subject: &Subject<'_>, lacking: &mut Lacking) {
    let lowered = hir::lowered(subject.db, subject.file);
    let body = &*lowered.body;
    let map = &lowered.lowering.source_map;
    for (id, call) in calls(body) {
        let Some(name) = subject.built_in(call) else { continue };
        let is_word = |dialect, place: usize| {
            let Expr::Name(parts) = &body.exprs[call.args[place].value] else { return false };
            let [word] = &parts[..] else { return false };
            !word.quoted && dialect::is_word_argument(dialect, name.as_str(), place, word.as_str())
        };
        let is_string_for_word = |dialect, place: usize| {
            matches!(body.exprs[call.args[place].value], Expr::Literal(Literal::String(_)))
                && dialect::takes_only_words(dialect, name.as_str(), place, call.args.len())
        };
        let differs = |place: usize, target| {
            is_word(subject.own, place) && !is_word(target, place)
                || is_string_for_word(target, place) && !is_string_for_word(subject.own, place)
        };
        for &target in &subject.targets {
            let has_function = functions(target.into()).contains(name.as_str());
            if has_function && (0..call.args.len()).any(|it| differs(it, target)) {
                add(lacking, map, id, call, target);
                map.exprs.get(id).iter().for_each(|it| lacking.cover(**it, target));
            }
        }
    }
    for (_, relation) in body.relations.iter() {
        let Relation::Call { call: id, .. } = relation else { continue };
        let Expr::Call(call) = &body.exprs[*id] else { continue };
        let Some(name) = subject.built_in(call) else { continue };
        let is_in = |dialect: DialectKind| {
            functions(dialect.into()).kinds(name.as_str()).contains(&FunctionKind::Table)
        };
        for &target in subject.targets.iter().filter(|it| is_in(subject.own) && !is_in(**it)) {
            add(lacking, map, *id, call, target);
        }
    }
}

/// What `target` makes of the model, whose text as it reads it is `lowering`.
pub(super) fn check(subject: &Subject<'_>, lowering: &Lowering, target: DialectKind, lacking: &mut Lacking) {
    let own = hir::lowered(subject.db, subject.file);
    let faults: Vec<TextSize> = sema::inference(subject.db, subject.file)
        .findings
        .iter()
        .filter_map(|it| refused_call(&own.body, it))
        .filter_map(|it| Some(name_range(&own.lowering.source_map, it)?.start()))
        .collect();
    let elsewhere =
        sema::inference_elsewhere(subject.db, subject.file, &lowering.body, Engine::pinned(target));
    for id in elsewhere.findings.iter().filter_map(|it| refused_call(&lowering.body, it)) {
        let Expr::Call(call) = &lowering.body.exprs[id] else { continue };
        let is_own_fault = name_range(&lowering.source_map, id).is_none_or(|it| faults.contains(&it.start()));
        if !is_own_fault {
            add(lacking, &lowering.source_map, id, call, target);
        }
    }
}

fn add(lacking: &mut Lacking, map: &SourceMap, id: ExprId, call: &Call, target: DialectKind) {
    let (Some(range), Some(name)) = (name_range(map, id), call.name.last()) else { return };
    let label = name.text.to_ascii_uppercase();
    let has_function = functions(target.into()).contains(name.as_str());
    lacking.add(range, &label, target).describe_call(&label, has_function);
}

fn calls(body: &Body) -> impl Iterator<Item = (ExprId, &Call)> {
    body.exprs.iter().filter_map(|(id, expr)| match expr {
        Expr::Call(call) => Some((id, &**call)),
        _ => None,
    })
}

/// The call that a finding says the engine refuses.
fn refused_call(body: &Body, finding: &Finding) -> Option<ExprId> {
    let Place::Body(_, Anchor::FunctionName(id) | Anchor::Expr(id)) = finding.place else { return None };
    if finding.code != Code::E006 {
        return None;
    }
    if matches!(body.exprs[id], Expr::Call(_)) {
        return Some(id);
    }
    // A literal that does not convert is blamed itself.
    let is_argument = |call: &Call| call.args.iter().any(|it| it.value == id);
    calls(body).find(|(_, call)| is_argument(call)).map(|it| it.0)
}

fn name_range(map: &SourceMap, call: ExprId) -> Option<TextRange> {
    Anchor::FunctionName(call).range(map)
}
