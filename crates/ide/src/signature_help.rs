//! What a call wants, while it is typed.

use crate::{
    CallSignature, FilePosition, SignatureHelp,
    card::function_documentation,
    completion,
    tokens::{self, FURTHEST, is_after_dot, is_close, is_open, is_word, next, previous, unquoted, word},
};
use base::{DialectKind, Ident, SmolStr, TextRange, TextSize};
use db::{Db, SourceFile};
use syntax::{SyntaxKind, SyntaxToken};

/// The signatures of the innermost call around a position. Looks at the tokens of the file and at nothing else of it, so
/// that a half-typed call is understood and nothing is inferred while somebody types.
pub(crate) fn signature_help(db: &dyn Db, position: FilePosition) -> Option<SignatureHelp> {
    let file = position.file.0;
    if !sema::is_model(db, file) || completion::is_in_frontmatter(db, position) {
        return None;
    }
    let root = hir::parsed(db, file).syntax();
    let call = call_around(tokens::before(&root, position.offset)?)?;
    let candidates = declared(db, file, &call).or_else(|| of_dialect(db, file, &call))?;
    let fits = |it: &Candidate| it.signature.active_parameter.is_some() || call.count == 0;
    let active = candidates.iter().position(|it| it.takes_count && fits(it));
    let active = active.or_else(|| candidates.iter().position(fits));
    let active = active.or_else(|| candidates.iter().position(|it| it.takes_count)).unwrap_or_default();
    Some(SignatureHelp { signatures: candidates.into_iter().map(|it| it.signature).collect(), active })
}

/// A call that is being typed.
struct Call {
    /// The name, perhaps with a schema.
    name: Vec<Ident>,
    /// Whether it is written behind a value, which is its first argument: `value.upper()`.
    is_method: bool,
    /// The place of the argument at the cursor; absent behind the arguments, in `ORDER BY`.
    place: Option<usize>,
    /// The name of that argument, in `name := value`.
    argument: Option<SmolStr>,
    /// How many arguments there are.
    count: usize,
}

/// Finds the open parenthesis of the call around the cursor, from the token before it.
fn call_around(first: SyntaxToken) -> Option<Call> {
    let mut depth = 0_u32;
    let mut place = 0;
    // The first two tokens of the argument at the cursor, found last.
    let mut head: [Option<SyntaxToken>; 2] = [None, None];
    let mut argument: Option<Option<SmolStr>> = None;
    let (mut has_from, mut has_order) = (false, false);
    let mut token = Some(first);
    for _ in 0..FURTHEST {
        let current = token?;
        let kind = current.kind();
        match kind {
            _ if is_close(kind) => depth += 1,
            _ if is_open(kind) && depth > 0 => depth -= 1,
            SyntaxKind::L_PAREN => {
                if let Some((name, is_method)) = callee(&current)
                    && (!has_from || has_own_from(&name))
                {
                    let argument = argument.unwrap_or_else(|| argument_name(&head));
                    let count = count_arguments(&current);
                    let place = (!has_order).then_some(place);
                    return Some(Call { name, is_method, place, argument, count });
                }
                // What is in parentheses, or in brackets, is part of one argument of the call around it.
                (place, head, argument) = (0, [None, None], None);
                (has_from, has_order) = (false, false);
            }
            _ if is_open(kind) => {
                (place, head, argument) = (0, [None, None], None);
                (has_from, has_order) = (false, false);
            }
            _ if depth > 0 => {}
            SyntaxKind::COMMA => {
                argument.get_or_insert_with(|| argument_name(&head));
                place += 1;
            }
            SyntaxKind::SEMICOLON => return None,
            _ if !is_after_dot(&current) && ends_calls(&word(&current)) => return None,
            _ if is_after_dot(&current) => {}
            _ => {
                has_from |= word(&current) == "from";
                has_order |= word(&current) == "order";
            }
        }
        if depth == 0 && argument.is_none() {
            head = [Some(current.clone()), head[0].take()];
        }
        token = previous(&current);
    }
    None
}

/// Whether a word begins a clause that cannot stand within the parentheses of a call: they were left open before it.
fn ends_calls(word: &str) -> bool {
    const WORDS: [&str; 12] = [
        "select", "where", "group", "having", "qualify", "limit", "join", "on", "union", "derive", "sort",
        "take",
    ];
    WORDS.contains(&word)
}

/// Whether a call may have a `FROM` within its parentheses.
fn has_own_from(name: &[Ident]) -> bool {
    const NAMES: [&str; 4] = ["extract", "trim", "substring", "overlay"];
    matches!(name, [only] if NAMES.iter().any(|it| only.text.eq_ignore_ascii_case(it)))
}

/// `name` of `name := value`, from the first two tokens of an argument.
fn argument_name(head: &[Option<SyntaxToken>; 2]) -> Option<SmolStr> {
    match head {
        [Some(name), Some(sign)] if is_word(name) && matches!(sign.text(), ":=" | "=>") => {
            Some(unquoted(name.text()))
        }
        _ => None,
    }
}

/// The name before an open parenthesis, and whether it is called as a method of what stands before it.
fn callee(open: &SyntaxToken) -> Option<(Vec<Ident>, bool)> {
    const NO_FUNCTIONS: [&str; 9] = ["in", "as", "over", "using", "values", "exists", "by", "and", "or"];
    let last = previous(open).filter(is_word)?;
    if NO_FUNCTIONS.contains(&&*word(&last)) && !is_after_dot(&last) {
        return None;
    }
    let mut name = vec![Ident::new(unquoted(last.text()))];
    let mut token = last;
    while let Some(dot) = previous(&token).filter(|it| it.kind() == SyntaxKind::DOT) {
        let Some(before) = previous(&dot).filter(is_word) else { return Some((name, true)) };
        name.insert(0, Ident::new(unquoted(before.text())));
        token = before;
    }
    // `t AS name(a, b)` names columns.
    if previous(&token).is_some_and(|it| word(&it) == "as") {
        return None;
    }
    Some((name, false))
}

/// How many arguments stand behind an open parenthesis, one that is yet to be typed behind a comma included.
fn count_arguments(open: &SyntaxToken) -> usize {
    let mut depth = 0_u32;
    let (mut commas, mut is_empty) = (0, true);
    for current in std::iter::successors(next(open), next).take(FURTHEST) {
        let kind = current.kind();
        let ends = || matches!(kind, SyntaxKind::SEMICOLON) || ends_calls(&word(&current));
        match kind {
            _ if depth == 0 && (is_close(kind) || ends()) => break,
            SyntaxKind::COMMA if depth == 0 => commas += 1,
            _ if is_close(kind) => depth -= 1,
            _ if is_open(kind) => depth += 1,
            _ => {}
        }
        is_empty = false;
    }
    if is_empty { 0 } else { commas + 1 }
}

/// The signature of a function that the project declares.
fn declared(db: &dyn Db, file: SourceFile, call: &Call) -> Option<Vec<Candidate>> {
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
    let takes_count = parameters.len() == call.count;
    Some(vec![Candidate {
        signature: signature(&function.name.value, &parameters, result, place, documentation),
        takes_count,
    }])
}

/// The signatures of a function of the dialect.
fn of_dialect(db: &dyn Db, file: SourceFile, call: &Call) -> Option<Vec<Candidate>> {
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
    let mut candidates: Vec<Candidate> = Vec::new();
    for overload in dialect::functions(engine).overloads(&name) {
        let argument = call.argument.as_deref();
        let place = call.place.and_then(|it| overload.parameter(it + receiver, argument));
        let parameters = overload.parameters();
        let documentation = documentation.clone();
        let signature = signature(&name, &parameters, overload.result(), place, documentation);
        // An aggregate may be a window function too, with the same parameters.
        if !candidates.iter().any(|it| it.signature == signature) {
            let takes_count = overload.takes(call.count + receiver);
            candidates.push(Candidate { signature, takes_count });
        }
    }
    (!candidates.is_empty()).then_some(candidates)
}

/// A signature, and whether it takes as many arguments as there are.
struct Candidate {
    signature: CallSignature,
    takes_count: bool,
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
