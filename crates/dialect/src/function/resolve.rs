//! Resolving a call: the overload that fits best, and what it returns.

use super::catalogue::{Function, functions};
use super::signature::{Shape, Signature, columns};
use super::{Argument, Call, CallError, CallShape, Determinism, FunctionKind, NullRule, words};
use crate::rules::{ChosenCall, rules};
use crate::{DialectKind, Engine, Operand, Type, unify_all};
use std::sync::Arc;

/// Resolves a call of `name` (any case, without its schema).
///
/// Unknown arguments match every parameter; where they leave several overloads open, the result is what those agree
/// on, else Unknown. A dialect whose catalogue is not complete never gives an error: what it does not know is a call
/// of unknown kind and result.
pub fn resolve_call(
    engine: Engine,
    name: &str,
    arguments: &[Argument],
    shape: CallShape,
) -> Result<Call, CallError> {
    let catalogue = functions(engine);
    let rules = rules(engine);
    let named = catalogue.named(name);
    if named.is_empty() {
        return if !catalogue.is_complete() || rules.may_be_loaded(name) {
            Ok(unknown_call())
        } else if shape.table {
            Err(CallError::UnknownTableFunction { closest: catalogue.closest_table_function(name) })
        } else {
            Err(CallError::UnknownFunction { closest: catalogue.closest(name) })
        };
    }
    let Some(function) = of_kind(named, shape) else {
        return if !catalogue.is_complete() {
            Ok(unknown_call())
        } else if shape.table {
            Err(CallError::UnknownTableFunction { closest: catalogue.closest_table_function(name) })
        } else {
            let message = match shape.over {
                false => format!("`{name}` is a table function and stands in FROM only"),
                true => format!("`{name}` is not an aggregate or window function"),
            };
            Err(CallError::WrongArguments { message, candidates: Vec::new() })
        };
    };
    if let Some(place) = value_for_a_word(engine.dialect, name, arguments) {
        let message =
            format!("argument {} of `{name}` is a word such as DAY or MONTH, not a value", place + 1);
        return Err(CallError::WrongArguments { message, candidates: Vec::new() });
    }
    let call = |result, columns| Call {
        name: function.name,
        result,
        kind: function.kind,
        nullability: function.nullability,
        determinism: function.determinism,
        columns,
    };
    // Named arguments of table functions are options (`read_csv('a.csv', header := true)`), but for those that an
    // overload names (`FLATTEN(input => v)`).
    let options = function.kind == FunctionKind::Table;
    let is_option =
        |argument: &&Argument| options && argument.parameter_name().is_some_and(|name| !function.names(name));
    let positional: Vec<&Argument> = arguments.iter().filter(|argument| !is_option(argument)).collect();
    let settled: Vec<Argument> = match function.kind {
        FunctionKind::Aggregate | FunctionKind::Window if rules.binds_aggregates_first() => {
            positional.iter().map(|argument| settle(argument)).collect()
        }
        _ => Vec::new(),
    };
    let fitting: Vec<&Argument> =
        if settled.is_empty() { positional.clone() } else { settled.iter().collect() };
    if shape.star && function.name != "count" && rules.star_passes_columns() {
        return Ok(call(agreed_result(function), None));
    }
    match best_signatures(engine, name, function, &fitting) {
        Ok(candidates) => {
            let mut results = candidates
                .iter()
                .map(|candidate| result(engine, function, candidate, &positional, shape.over));
            let first = results.next().unwrap_or_default();
            let agreed = if results.all(|other| other == first) { first } else { Type::Unknown };
            let agreed = if shape.export_state {
                rules.state_type(function.name, &positional, &agreed)
            } else {
                agreed
            };
            let chosen = match candidates.as_slice() {
                [candidate] => Some(chosen(function, candidate, &positional, shape.over)),
                _ => None,
            };
            let columns = chosen.as_ref().filter(|_| options).and_then(|call| {
                columns(&call.candidate.signature.result).or_else(|| rules.table_columns(call))
            });
            let checked = match &chosen {
                Some(call) => match rules.refusal(call) {
                    Some(message) => Err(CallError::WrongArguments { message, candidates: Vec::new() }),
                    None => check_literals(engine, call.candidate.signature, &fitting),
                },
                None => Ok(()),
            };
            checked.map(|()| call(if options { Type::Unknown } else { agreed }, columns))
        }
        Err(_) if !catalogue.is_complete() => Ok(call(agreed_result(function), None)),
        Err(message) => Err(CallError::WrongArguments {
            message,
            candidates: function.signatures.iter().map(|it| format!("{name}{}", it.text)).collect(),
        }),
    }
}

/// The place of a value where only a word may stand.
fn value_for_a_word(dialect: DialectKind, name: &str, arguments: &[Argument]) -> Option<usize> {
    let is_value = |it: &Argument| !it.word && !it.operand.ty.is_unknown();
    let takes_word = |place: usize| words::takes_only_words(dialect, name, place, arguments.len());
    arguments.iter().enumerate().position(|(place, it)| is_value(it) && takes_word(place))
}

impl Function {
    /// Whether some overload has a parameter of this name.
    fn names(&self, name: &str) -> bool {
        let mut parameters = self.signatures.iter().flat_map(|it| &it.parameters);
        parameters.any(|it| it.name.is_some_and(|it| it.eq_ignore_ascii_case(name)))
    }
}

fn settle(argument: &Argument) -> Argument {
    let operand = Operand::of(argument.operand.ty.clone());
    Argument { operand, ..argument.clone() }
}

fn unknown_call() -> Call {
    Call {
        name: "",
        result: Type::Unknown,
        kind: FunctionKind::Unknown,
        nullability: NullRule::Unknown,
        determinism: Determinism::Volatile,
        columns: None,
    }
}

fn of_kind(named: &[Function], shape: CallShape) -> Option<&Function> {
    let find = |kind: FunctionKind| named.iter().find(|function| function.kind == kind);
    if shape.table {
        return find(FunctionKind::Table);
    }
    let over = find(FunctionKind::Window).or_else(|| find(FunctionKind::Aggregate));
    if shape.over { over } else { find(FunctionKind::Scalar).or(over) }
}

/// An overload that accepts the arguments, with what its letters stand for.
pub(crate) struct Candidate<'a> {
    pub(crate) signature: &'a Signature,
    pub(crate) letters: Vec<(char, Type)>,
}

impl Candidate<'_> {
    /// What a letter of the signature stands for.
    pub(crate) fn letter(&self, letter: char) -> Type {
        let found = self.letters.iter().find(|(name, _)| *name == letter);
        found.map_or(Type::Unknown, |(_, ty)| ty.clone())
    }
}

/// The overloads of the least cost; an error says why there is none.
fn best_signatures<'a>(
    engine: Engine,
    name: &str,
    function: &'a Function,
    arguments: &[&Argument],
) -> Result<Vec<Candidate<'a>>, String> {
    let mut best: Vec<Candidate<'a>> = Vec::new();
    let mut least = u32::MAX;
    let mut arity_fits = false;
    let names: Vec<Option<&str>> = arguments.iter().map(|it| it.parameter_name()).collect();
    // An unknown argument leaves the choice open where it is for different parameters.
    let unknown = (0..arguments.len()).any(|place| {
        let fitting = || function.signatures.iter().filter(|signature| signature.takes(&names));
        let mut shapes = fitting().map(|signature| signature.parameter(place, names[place]));
        let first = shapes.next();
        arguments[place].operand.ty.has_unknown() && shapes.any(|it| Some(it) != first)
    });
    for signature in function.signatures.iter().filter(|signature| signature.takes(&names)) {
        arity_fits = true;
        let Some((cost, letters)) = match_signature(engine, signature, arguments) else { continue };
        if cost < least {
            least = cost;
            best.clear();
        }
        if cost == least {
            best.push(Candidate { signature, letters });
        }
    }
    if rules(engine).first_overload_wins() {
        best.truncate(1);
    }
    // With unknown arguments every overload that accepts the known ones stays possible.
    if unknown {
        best = function
            .signatures
            .iter()
            .filter(|signature| signature.takes(&names))
            .filter_map(|signature| {
                match_signature(engine, signature, arguments)
                    .map(|(_, letters)| Candidate { signature, letters })
            })
            .collect();
    }
    if best.len() > 1
        && !unknown
        && rules(engine).refuses_ambiguous_calls()
        && let Some(index) = undecided(&best, arguments)
    {
        return Err(format!("{engine} cannot choose a `{}`: say the type of argument {}", name, index + 1));
    }
    if !best.is_empty() {
        return Ok(best);
    }
    let types: Vec<String> =
        arguments.iter().map(|argument| argument.operand.ty.display(engine.dialect).to_string()).collect();
    Err(if arity_fits {
        format!("{engine} has no `{name}({})`", types.join(", "))
    } else {
        format!("`{name}` does not take {}", base::counted(arguments.len(), "argument"))
    })
}

/// The argument that leaves DuckDB with several equally good overloads, which it refuses: a string literal or a NULL
/// for which they have different parameters.
fn undecided(candidates: &[Candidate<'_>], arguments: &[&Argument]) -> Option<usize> {
    let first = candidates.first()?.signature;
    let parameter = |of: &'_ Signature, at: usize| of.parameter(at, arguments[at].parameter_name()).cloned();
    (0..arguments.len()).find(|&index| {
        let operand = &arguments[index].operand;
        let adapts = operand.string().is_some() || operand.ty == Type::Null;
        adapts && candidates.iter().any(|other| parameter(other.signature, index) != parameter(first, index))
    })
}

/// The cost of calling `signature` and what its letters stand for, or `None` if it does not accept the arguments.
pub(super) fn match_signature(
    engine: Engine,
    signature: &Signature,
    arguments: &[&Argument],
) -> Option<(u32, Vec<(char, Type)>)> {
    let mut bound: Vec<(char, Vec<Operand>)> = Vec::new();
    let mut cost = 0;
    for (index, argument) in arguments.iter().enumerate() {
        let shape = signature.parameter(index, argument.parameter_name())?;
        if argument.lambda != (*shape == Shape::Lambda) && !argument.operand.ty.is_unknown() {
            return None;
        }
        cost += match_shape(engine, shape, &argument.operand, &mut bound)?;
    }
    let mut letters = Vec::new();
    for (letter, operands) in bound {
        let ty = unify_all(engine, &operands)?;
        let fits = match letter {
            'N' => ty.is_number(),
            'I' => ty.is_integer(),
            _ => true,
        };
        if !fits && !matches!(ty, Type::Unknown | Type::Null) {
            return None;
        }
        letters.push((letter, ty));
    }
    Some((cost, letters))
}

/// What it costs to give `operand` to a parameter of `shape`. `ANY` and letters cost more than a type that fits
/// exactly and less than any conversion.
fn match_shape(
    engine: Engine,
    shape: &Shape,
    operand: &Operand,
    bound: &mut Vec<(char, Vec<Operand>)>,
) -> Option<u32> {
    const ANY: u32 = 5;
    let ty = &operand.ty;
    // What a VARIANT holds is known when it runs, and DuckDB converts it to what is asked for.
    let is_variant = ty == &Type::Variant && rules(engine).dialect() == DialectKind::DuckDb;
    let open = ty.is_unknown() || ty == &Type::Null || is_variant;
    let is_text = operand.string().is_some();
    // The parts of a NULL are NULL; of those of a text nothing is known.
    let part = || if ty == &Type::Null { Type::Null } else { Type::Unknown };
    let within = |cost: u32| Some(if open || is_text { ANY + 15 } else { cost });
    match shape {
        Shape::Any => Some(ANY),
        Shape::Lambda => Some(0),
        Shape::Letter(letter) => {
            match bound.iter_mut().find(|(name, _)| name == letter) {
                Some((_, operands)) => operands.push(operand.clone()),
                None => bound.push((*letter, vec![operand.clone()])),
            }
            Some(ANY)
        }
        Shape::Decimal => match ty {
            Type::Decimal { .. } => Some(0),
            _ if open => Some(if ty.is_unknown() { 0 } else { 105 }),
            _ if is_text => Some(20),
            Type::Integer { .. } => Some(105),
            _ => None,
        },
        Shape::Struct => (open || matches!(ty, Type::Struct(_))).then_some(ANY),
        Shape::Union => (open || matches!(ty, Type::Union(_))).then_some(ANY),
        Shape::Map => (open || matches!(ty, Type::Map { .. })).then_some(ANY),
        Shape::List(element) | Shape::FixedList(element) => match ty {
            Type::Array { element: inner, .. } => {
                match_shape(engine, element, &Operand::of((**inner).clone()), bound)
            }
            _ if open || is_text && rules(engine).reads_lists_from_text() => {
                match_shape(engine, element, &Operand::of(part()), bound)?;
                within(ANY)
            }
            _ => None,
        },
        Shape::MapOf(key_shape, value_shape) => {
            let (key, value) = match ty {
                Type::Map { key, value } => ((**key).clone(), (**value).clone()),
                _ if open => (part(), part()),
                _ => return None,
            };
            match_shape(engine, key_shape, &Operand::of(key), bound)?;
            match_shape(engine, value_shape, &Operand::of(value), bound)?;
            within(ANY)
        }
        Shape::StructOf(shapes) => match ty {
            Type::Struct(fields) if fields.len() == shapes.len() => {
                for (field, (_, shape)) in fields.iter().zip(shapes) {
                    match_shape(engine, shape, &Operand::of(field.ty.clone()), bound)?;
                }
                Some(ANY)
            }
            _ if open => Some(ANY),
            _ => None,
        },
        Shape::Exactly(to) => rules(engine).argument_cost(operand, to),
    }
}

/// A string literal that a parameter adapts must convert.
fn check_literals(engine: Engine, signature: &Signature, arguments: &[&Argument]) -> Result<(), CallError> {
    for (index, argument) in arguments.iter().enumerate() {
        let (Some(text), Some(Shape::Exactly(to))) =
            (argument.operand.string(), signature.parameter(index, argument.parameter_name()))
        else {
            continue;
        };
        if rules(engine).literal_converts(text, to) == Some(false) {
            return Err(CallError::LiteralDoesNotConvert { argument: index, to: to.clone() });
        }
    }
    Ok(())
}

fn chosen<'a>(
    function: &Function,
    candidate: &'a Candidate<'a>,
    arguments: &'a [&'a Argument],
    is_windowed: bool,
) -> ChosenCall<'a> {
    ChosenCall { name: function.name, kind: function.kind, candidate, arguments, is_windowed }
}

/// What the call returns.
fn result(
    engine: Engine,
    function: &Function,
    candidate: &Candidate<'_>,
    arguments: &[&Argument],
    is_windowed: bool,
) -> Type {
    let own = rules(engine).call_result(&chosen(function, candidate, arguments, is_windowed));
    own.unwrap_or_else(|| build(&candidate.signature.result, candidate, arguments))
}

/// The result of a call whose arguments fit no overload of a catalogue that is not complete, or are not known: what all
/// overloads agree on.
fn agreed_result(function: &Function) -> Type {
    let mut results = function.signatures.iter().map(|signature| match &signature.result {
        Shape::Exactly(ty) => ty.clone(),
        _ => Type::Unknown,
    });
    let first = results.next().unwrap_or_default();
    if results.all(|other| other == first) { first } else { Type::Unknown }
}

/// The type that a result shape describes, where no rule of the function's own says otherwise.
fn build(shape: &Shape, candidate: &Candidate<'_>, arguments: &[&Argument]) -> Type {
    let first = || arguments.first().map_or(Type::Unknown, |argument| argument.operand.ty.clone());
    match shape {
        Shape::Exactly(ty) => ty.clone(),
        Shape::Letter(letter) => candidate.letter(*letter),
        Shape::Any | Shape::Struct | Shape::Union | Shape::Map => first(),
        Shape::Decimal => {
            let decimal = arguments
                .iter()
                .map(|argument| &argument.operand.ty)
                .find(|ty| matches!(ty, Type::Decimal { .. }));
            decimal.cloned().unwrap_or_default()
        }
        Shape::Lambda => Type::Unknown,
        Shape::List(element) => match (&**element, first()) {
            (Shape::Any, Type::Array { element, .. }) => Type::Array { element, length: None },
            (Shape::Any, _) => Type::list(Type::Unknown),
            (shape, _) => Type::list(build(shape, candidate, arguments)),
        },
        Shape::FixedList(_) => first(),
        Shape::MapOf(key, value) => Type::Map {
            key: Arc::new(build(key, candidate, arguments)),
            value: Arc::new(build(value, candidate, arguments)),
        },
        Shape::StructOf(shapes) => Type::structure(
            shapes.iter().map(|(name, shape)| (name.clone(), build(shape, candidate, arguments))),
        ),
    }
}
