//! Signatures as data: parameters, results, and their one-line notation.
//!
//! A catalogue file has one function a line: `name [flags]: (parameters)->result; (parameters)->result`, or
//! `alias = name`. `#` starts a comment line; further lines of a name add overloads. Flags, comma-separated, are those
//! of [`Flags`]. A parameter is a type as the dialect spells it, or `ANY`; `T`, `U`, `K`, `V`: the same type wherever
//! the letter stands; `N`, `I`: the same with numbers or whole numbers only; `DECIMAL`: any decimal; `STRUCT`, `UNION`,
//! `MAP`, `ARRAY`: any of the kind; `LAMBDA`; `WORD`: a word of the language, such as a part of a date; any of these
//! with `[]`; `MAP(K, V)` of any two. `name => ` before it is what a named argument calls it,
//! `?` behind it makes it optional, and `...` behind the last one takes any number of further arguments.

use super::{Determinism, NullRule};
use crate::{DialectKind, EngineVersion, Field, Type, parse_type};
use smol_str::SmolStr;

/// What a parameter accepts, or how a result is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Anything. As a result: by a rule of the function's own, else the type of the first argument.
    Any,
    /// The type that this letter stands for.
    Letter(char),
    /// Any decimal. As a result: by a rule of the function's own, else the decimal of the arguments.
    Decimal,
    Struct,
    Union,
    Map,
    Lambda,
    List(Box<Shape>),
    /// An array of any fixed length.
    FixedList(Box<Shape>),
    MapOf(Box<Shape>, Box<Shape>),
    StructOf(Vec<(SmolStr, Shape)>),
    Exactly(Type),
}

/// One parameter of an overload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    /// What a named argument calls it.
    pub(crate) name: Option<&'static str>,
    pub(crate) shape: Shape,
    pub(crate) is_optional: bool,
}

/// One overload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) parameters: Vec<Parameter>,
    /// What any number of further arguments must be.
    pub(crate) variadic: Option<Shape>,
    pub(crate) result: Shape,
    /// As written in the catalogue, for messages.
    pub(crate) text: &'static str,
}

impl Signature {
    /// Whether it takes arguments of these names, `None` for positional ones: every parameter that is not optional has
    /// one, and nothing is left.
    pub(crate) fn takes(&self, names: &[Option<&str>]) -> bool {
        let mut given = vec![false; self.parameters.len()];
        for (place, name) in names.iter().enumerate() {
            match self.place(place, *name) {
                Some(at) if given.get(at) == Some(&false) => given[at] = true,
                Some(at) if at >= self.parameters.len() => {}
                _ => return false,
            }
        }
        self.parameters.iter().zip(given).all(|(parameter, given)| given || parameter.is_optional)
    }

    /// Which parameter an argument is for: that of its name, where there is one, else that of its place. Places behind
    /// the parameters are those of further arguments.
    pub(crate) fn place(&self, place: usize, name: Option<&str>) -> Option<usize> {
        let named = name.and_then(|name| {
            let is = |it: &Parameter| it.name.is_some_and(|it| it.eq_ignore_ascii_case(name));
            self.parameters.iter().position(is)
        });
        named.or((place < self.parameters.len() || self.variadic.is_some()).then_some(place))
    }

    /// What the argument at this place and of this name must be.
    pub(crate) fn parameter(&self, place: usize, name: Option<&str>) -> Option<&Shape> {
        let place = self.place(place, name)?;
        self.parameters.get(place).map(|it| &it.shape).or(self.variadic.as_ref())
    }
}

/// What the catalogue says of a function besides its overloads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    /// `never null`, `nullable` (documented to be NULL though no argument is), `strict` (NULL exactly when an argument
    /// is), `null if no rows`, `first non null`, `chosen`, `decoded`, `other row`, `row of frame`, `unknown null`.
    pub(crate) nulls: Option<NullRule>,
    /// `volatile`, `stable`.
    pub(crate) determinism: Determinism,
    /// `since 2.0`: the first release that has it.
    pub(crate) since: Option<EngineVersion>,
    /// `until 1.5`: the last release that has it.
    pub(crate) until: Option<EngineVersion>,
    /// `deprecated`: its page advises against it.
    pub(crate) is_deprecated: bool,
}

impl Flags {
    /// Whether a release has the function.
    pub(crate) fn holds(&self, version: EngineVersion) -> bool {
        self.since.is_none_or(|it| it <= version) && self.until.is_none_or(|it| version <= it)
    }
}

/// Reads `name [flags]`.
pub(crate) fn parse_head(text: &'static str) -> Option<(&'static str, Flags)> {
    let mut flags = Flags::default();
    // Operators are names too: `[]` is one.
    let Some((name, list)) = text.strip_suffix(']').and_then(|it| it.split_once(" [")) else {
        return Some((text, flags));
    };
    for flag in list.split(',').map(str::trim) {
        match flag {
            "never null" => flags.nulls = Some(NullRule::NeverNull),
            "nullable" => flags.nulls = Some(NullRule::AlwaysNullable),
            "strict" => flags.nulls = Some(NullRule::NullIfAnyArgument),
            "null if no rows" => flags.nulls = Some(NullRule::NullIfNoRows),
            "first non null" => flags.nulls = Some(NullRule::FirstNonNull),
            "chosen" => flags.nulls = Some(NullRule::Chosen),
            "decoded" => flags.nulls = Some(NullRule::Decoded),
            "other row" => flags.nulls = Some(NullRule::OtherRow),
            "row of frame" => flags.nulls = Some(NullRule::RowOfFrame),
            "unknown null" => flags.nulls = Some(NullRule::Unknown),
            "volatile" => flags.determinism = Determinism::Volatile,
            "stable" => flags.determinism = Determinism::Stable,
            "deprecated" => flags.is_deprecated = true,
            _ => match flag.split_once(' ')? {
                ("since", version) => flags.since = Some(version.parse().ok()?),
                ("until", version) => flags.until = Some(version.parse().ok()?),
                _ => return None,
            },
        }
    }
    Some((name, flags))
}

/// Reads `(parameters)->result`.
pub(crate) fn parse_signature(dialect: DialectKind, text: &'static str) -> Option<Signature> {
    let text = text.trim();
    let (parameters, result) =
        text.rsplit_once(")->").map(|(left, right)| (left.strip_prefix('('), right))?;
    let mut list = Vec::new();
    let mut variadic = None;
    for part in split(parameters?).into_iter().map(str::trim) {
        if let Some(rest) = part.strip_suffix("...") {
            variadic = Some(parse_shape(dialect, rest)?);
            continue;
        }
        let (name, shape) = match part.split_once("=>") {
            Some((name, shape)) => (Some(name.trim()), shape.trim()),
            None => (None, part),
        };
        let (shape, is_optional) = match shape.strip_suffix('?') {
            Some(shape) => (shape, true),
            None => (shape, false),
        };
        list.push(Parameter { name, shape: parse_shape(dialect, shape)?, is_optional });
    }
    Some(Signature { parameters: list, variadic, result: parse_shape(dialect, result)?, text })
}

fn parse_shape(dialect: DialectKind, text: &str) -> Option<Shape> {
    let text = text.trim();
    if let Some(element) = text.strip_suffix("[]") {
        return match parse_shape(dialect, element)? {
            Shape::Exactly(ty) => Some(Shape::Exactly(Type::list(ty))),
            shape => Some(Shape::List(Box::new(shape))),
        };
    }
    if let Some(element) = text.strip_suffix("[ANY]") {
        return Some(Shape::FixedList(Box::new(parse_shape(dialect, element)?)));
    }
    Some(match text {
        "ANY" | "TABLE" | "POINTER" | "WORD" => Shape::Any,
        "UNKNOWN" => Shape::Exactly(Type::Unknown),
        "T" | "U" | "K" | "V" | "N" | "I" => Shape::Letter(text.chars().next()?),
        "DECIMAL" => Shape::Decimal,
        "STRUCT" | "STRUCT()" => Shape::Struct,
        "UNION" => Shape::Union,
        "MAP" => Shape::Map,
        "LAMBDA" => Shape::Lambda,
        // Snowflake's ARRAY is a type: an array of VARIANT.
        "ARRAY" if dialect != DialectKind::Snowflake => Shape::FixedList(Box::new(Shape::Any)),
        "STRUCT(K, V)" => {
            Shape::StructOf(vec![("".into(), Shape::Letter('K')), ("".into(), Shape::Letter('V'))])
        }
        "STRUCT(\"key\" K, \"value\" V)" => {
            Shape::StructOf(vec![("key".into(), Shape::Letter('K')), ("value".into(), Shape::Letter('V'))])
        }
        _ => match text.strip_prefix("MAP(").and_then(|it| it.strip_suffix(')')).map(split).as_deref() {
            Some([key, value]) => {
                let (key, value) = (parse_shape(dialect, key)?, parse_shape(dialect, value)?);
                Shape::MapOf(Box::new(key), Box::new(value))
            }
            _ => Shape::Exactly(parse_type(text, dialect)?),
        },
    })
}

/// The parameters of a signature as written.
pub(crate) fn split_parameters(text: &'static str) -> Option<Vec<&'static str>> {
    let (parameters, _) = text.trim().rsplit_once(")->")?;
    Some(split(parameters.strip_prefix('(')?).into_iter().map(str::trim).collect())
}

/// Splits at commas outside brackets.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '<' => depth += 1,
            // That of `name => type` closes nothing.
            '>' if text[..at].ends_with('=') => {}
            ')' | ']' | '>' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !text[start..].trim().is_empty() {
        parts.push(&text[start..]);
    }
    parts
}

/// The columns that a table function's result stands for.
pub(crate) fn columns(result: &Shape) -> Option<Vec<Field>> {
    match result {
        Shape::Exactly(Type::Struct(fields)) => Some(fields.to_vec()),
        _ => None,
    }
}
