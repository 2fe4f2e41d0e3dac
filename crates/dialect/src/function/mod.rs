//! The function catalogue: which functions a dialect has, and what a call of one returns.

mod called;
mod catalogue;
mod keyword;
mod lambda;
pub(crate) mod nulls;
mod overload;
mod page;
mod resolve;
mod signature;
#[cfg(test)]
mod tests;
mod words;

pub use called::{CalledFunction, called_function};
pub use catalogue::{Catalogue, functions};
pub use keyword::keyword_function;
pub use lambda::lambda_parameters;
pub use overload::Overload;
pub use page::{FunctionPage, function_page, function_pages};
pub(crate) use resolve::Candidate;
pub use resolve::resolve_call;
pub(crate) use signature::Shape;
pub(crate) use words::refused_part;
pub use words::{is_part_anywhere, is_unit_of_time, is_word_argument, takes_only_words, takes_part_as_text};

use crate::rules::rules;
use crate::{Engine, Field, Operand, Type};
use smol_str::SmolStr;

/// One argument of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Argument {
    /// The argument. For a lambda, its `ty` is the type of the lambda's body.
    pub operand: Operand,
    /// `name := value`, `name => value`; also the alias of a struct_pack argument.
    pub name: Option<SmolStr>,
    /// Whether it is a lambda, see [`lambda_parameters`].
    pub lambda: bool,
    /// Whether it is a word of the language, see [`is_word_argument`]; the operand's literal spells it then.
    pub word: bool,
    /// The strings of a list of nothing but string literals.
    pub strings: Option<Box<[SmolStr]>>,
}

impl Argument {
    /// A plain argument.
    pub fn of(operand: Operand) -> Argument {
        Argument { operand, ..Argument::default() }
    }

    pub(crate) fn parameter_name(&self) -> Option<&str> {
        self.name.as_deref()
    }
}

/// Whether `function` names the fields of its result after its arguments: after an alias, else after a column, and then
/// an argument's [`name`](Argument::name) is that.
pub fn names_fields(engine: Engine, function: &str) -> bool {
    rules(engine).names_fields(function)
}

/// What stands around the arguments of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallShape {
    /// `f(*)`: no arguments are passed then.
    pub star: bool,
    /// `f(DISTINCT …)`.
    pub distinct: bool,
    /// `f(…) OVER …`.
    pub over: bool,
    /// It stands in FROM.
    pub table: bool,
    /// The number of WITHIN GROUP (ORDER BY …) expressions, which are passed as the **first** arguments:
    /// `quantile_cont(0.5) WITHIN GROUP (ORDER BY x)` is resolved as `quantile_cont(x, 0.5)`.
    pub within_group: u8,
    /// `f(…) EXPORT_STATE`: the state of the aggregate instead of its result (DuckDB).
    pub export_state: bool,
}

/// What kind of function it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FunctionKind {
    /// One value for each row.
    Scalar,
    /// One value for each group; with OVER, for each row.
    Aggregate,
    /// Only with OVER.
    Window,
    /// In FROM. (`unnest` and `generate_subscripts` stand in a SELECT list as well.)
    Table,
    /// Not in the catalogue, and the catalogue is not complete: it may be any of these.
    Unknown,
}

/// When a call is NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NullRule {
    /// Never.
    NeverNull,
    /// Exactly when some argument is.
    NullIfAnyArgument,
    /// It may be, whatever the arguments.
    AlwaysNullable,
    /// When all arguments are (`coalesce`): not null as soon as one argument is not null.
    FirstNonNull,
    /// An aggregate that is NULL for no rows or only NULLs (`sum`, `min`): not null over a group when its input is.
    NullIfNoRows,
    /// When the second or the third argument is, whichever the first one chooses (`if`); it may be without a third one.
    Chosen,
    /// When one of the results is (`decode(value, search, result, …, default)`); it may be without a default.
    Decoded,
    /// Of another row, which may not be there (`lag`): then it is the third argument, where there is one.
    OtherRow,
    /// Of a row of the frame (`first_value`): when the argument is; it may be where the frame may have no row.
    RowOfFrame,
    /// When an argument is or the second one is zero.
    Quotient,
    /// Not known.
    Unknown,
}

/// Whether two calls with the same arguments agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Determinism {
    /// Always.
    #[default]
    Immutable,
    /// Within one query (`now()`).
    Stable,
    /// Never to be relied on (`random()`).
    Volatile,
}

/// What a call returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The name under which the catalogue has it (aliases resolved), lower case.
    pub name: &'static str,
    /// The type of the result; of a table function, Unknown.
    pub result: Type,
    /// What kind of function it is.
    pub kind: FunctionKind,
    /// When the result is NULL.
    pub nullability: NullRule,
    /// Whether it returns the same again.
    pub determinism: Determinism,
    /// The columns of a table function, `None` where they depend on data (`read_csv`).
    pub columns: Option<Vec<Field>>,
}

/// Why a call is wrong (E006).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// The dialect has no such function.
    UnknownFunction {
        /// A function that may have been meant.
        closest: Option<SmolStr>,
    },
    /// The dialect has no table function of that name.
    UnknownTableFunction {
        /// A table function that may have been meant.
        closest: Option<SmolStr>,
    },
    /// The function exists and cannot be called like this.
    WrongArguments {
        /// Why, as a sentence without a full stop.
        message: String,
        /// The signatures there are, as the dialect would write them.
        candidates: Vec<String>,
    },
    /// A string literal is certain not to convert to the parameter's type.
    LiteralDoesNotConvert {
        /// The index of the argument.
        argument: usize,
        /// The type it had to convert to.
        to: Type,
    },
}
