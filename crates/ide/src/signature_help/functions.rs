//! Signatures of functions: those that the project declares, and those of the dialect, of which the one is chosen that the
//! arguments fit best.

use super::{Candidate, call::Call, signature};
use crate::card::function_documentation;
use base::{DialectKind, Ident};
use db::{Db, SourceFile};
use dialect::{Argument, FunctionKind, Overload};
use hir::{Expr, ExprId};

/// The signature of a function that the project declares.
pub(super) fn declared(db: &dyn Db, file: SourceFile, call: &Call) -> Option<Vec<Candidate>> {
    let functions = &db::rocky_toml(db, file.project(db)).value.functions;
    let name = call.name.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(".");
    let function = functions.iter().find(|it| it.name.value.eq_ignore_ascii_case(&name))?;
    let parameters: Vec<&str> = match &function.arguments {
        Some(types) => types.iter().map(|it| it.value.as_str()).collect(),
        None => vec!["ANY..."],
    };
    let place = match &function.arguments {
        Some(types) => call.place.filter(|it| *it < types.len()),
        None => call.place.map(|_| 0),
    };
    let result = function.returns.as_ref().map_or("?", |it| it.value.as_str());
    let documentation = Some("declared in `rocky.toml`".to_owned());
    Some(vec![Candidate {
        takes_count: parameters.len() == call.count,
        signature: signature(&function.name.value, &parameters, result, place, documentation),
        cost: Some(0),
    }])
}

/// The signatures of a function of the dialect.
pub(super) fn of_dialect(db: &dyn Db, file: SourceFile, call: &Call) -> Option<Vec<Candidate>> {
    let engine = db::engine(db, file);
    // Only DuckDB has methods.
    if call.is_method && engine.dialect != DialectKind::DuckDb {
        return None;
    }
    let name = dialect::called_function(engine, &call.name)?.name.to_lowercase();
    let is_schema = |it: &Ident| ["main", "pg_catalog", "system"].iter().any(|name| it.text == *name);
    let is_method = call.is_method || call.name.len() > 1 && !is_schema(&call.name[0]);
    let receiver = usize::from(is_method && engine.dialect == DialectKind::DuckDb);
    let documentation = function_documentation(engine.dialect, &name);
    let overloads = dialect::functions(engine).overloads(&name);
    let arguments = if overloads.len() > 1 { arguments(db, file, call) } else { Vec::new() };
    // The keys of WITHIN GROUP are the first arguments, unless they only say in which order the others are read.
    let is_argument = call.place.is_some_and(|place| {
        overloads.iter().any(|it| it.parameter(place + receiver + call.keys, None).is_some())
    });
    let before = if is_argument { receiver + call.keys } else { receiver };
    let mut candidates: Vec<Candidate> = Vec::new();
    for overload in overloads {
        let argument = call.argument.as_deref();
        let place = call.place.and_then(|it| overload.parameter(it + before, argument));
        let signature =
            signature(&name, &overload.parameters(), &result(&overload), place, documentation.clone());
        // An aggregate may be a window function too, with the same parameters.
        if !candidates.iter().any(|it| it.signature == signature) {
            let takes_count = overload.takes(call.count + before);
            candidates.push(Candidate { signature, takes_count, cost: overload.cost(engine, &arguments) });
        }
    }
    (!candidates.is_empty()).then_some(candidates)
}

/// What a call of an overload yields, with the window that it needs.
fn result(overload: &Overload) -> String {
    match overload.kind {
        FunctionKind::Window => format!("{} OVER (…)", overload.result()),
        _ => overload.result().to_owned(),
    }
}

/// The arguments that are typed already, with their types as far as these are known.
fn arguments(db: &dyn Db, file: SourceFile, call: &Call) -> Vec<Argument> {
    let body = hir::body(db, file);
    let map = &hir::lowered(db, file).lowering.source_map;
    let calls = body.exprs.iter().filter_map(|(id, expr)| match expr {
        Expr::Call(inner) => Some((map.exprs.get(id).copied()?, inner)),
        _ => None,
    });
    let is_named = |name: &[Ident]| name.last().map(|it| &it.text) == call.name.last().map(|it| &it.text);
    let around = calls.filter(|(range, it)| range.contains_range(call.open) && is_named(&it.name));
    let Some((_, found)) = around.min_by_key(|it| it.0.len()) else { return Vec::new() };
    let inference = sema::inference(db, file);
    let argument = |it: &hir::Argument| Argument {
        operand: sema::operand_of(&body, inference, it.value),
        name: it.name.as_ref().map(|it| it.text.clone()),
        lambda: is_lambda(&body, it.value),
        ..Argument::default()
    };
    let keys = found.order_by.iter().filter(|_| found.within_group);
    let keys = keys.map(|it| Argument::of(sema::operand_of(&body, inference, *it)));
    keys.chain(found.args.iter().map(argument)).collect()
}

fn is_lambda(body: &hir::Body, expr: ExprId) -> bool {
    matches!(body.exprs[expr], Expr::Lambda { .. })
}
