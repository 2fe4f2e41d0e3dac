//! Expressions.

use crate::{PatternKind, QueryId, Star, StarPattern};
use base::{Ident, SmolStr};
pub use dialect::{BinaryOperator, UnaryOperator};
use la_arena::Idx;

/// An expression of a body.
pub type ExprId = Idx<Expr>;

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// Nothing that could be read. It has no type, and says nothing.
    Missing,
    /// A name with one or more parts: a column, `table.column`, `column.field` …
    Name(Box<[Ident]>),
    /// A literal.
    Literal(Literal),
    /// `-x`, `NOT x` …
    Unary {
        /// Which.
        operator: UnaryOperator,
        /// On what.
        operand: ExprId,
    },
    /// `a + b`, `a = b`, `a AND b` …
    Binary {
        /// Which.
        operator: BinaryOperator,
        /// The left operand.
        left: ExprId,
        /// The right operand.
        right: ExprId,
    },
    /// `x IS [NOT] NULL`, `x IS [NOT] TRUE` …: never NULL itself.
    Is {
        /// On what.
        operand: ExprId,
        /// Which test.
        test: IsTest,
        /// `NOT`.
        negated: bool,
    },
    /// `x [NOT] BETWEEN a AND b`.
    Between {
        /// The value.
        value: ExprId,
        /// The lower bound.
        low: ExprId,
        /// The upper bound.
        high: ExprId,
        /// `NOT`.
        negated: bool,
    },
    /// `x [NOT] IN (a, b)`.
    InList {
        /// The value.
        value: ExprId,
        /// The list.
        list: Box<[ExprId]>,
        /// `NOT`.
        negated: bool,
    },
    /// `x [NOT] IN (SELECT …)`.
    InQuery {
        /// The value.
        value: ExprId,
        /// The query.
        query: QueryId,
        /// `NOT`.
        negated: bool,
    },
    /// `x [NOT] LIKE y`, and its kin.
    Like {
        /// How the pattern is read.
        kind: PatternKind,
        /// The value.
        value: ExprId,
        /// The pattern.
        pattern: ExprId,
        /// `ESCAPE`.
        escape: Option<ExprId>,
        /// `NOT`.
        negated: bool,
    },
    /// `CASE`.
    Case {
        /// `CASE x WHEN …`.
        operand: Option<ExprId>,
        /// `WHEN … THEN …`.
        arms: Box<[(ExprId, ExprId)]>,
        /// `ELSE`.
        otherwise: Option<ExprId>,
    },
    /// A cast.
    Cast {
        /// What is cast.
        operand: ExprId,
        /// The type as written.
        ty: SmolStr,
        /// Whether failure yields NULL.
        fallible: bool,
    },
    /// A function call.
    Call(Box<Call>),
    /// `x [NOT] IN list`, where the list is a value.
    InValue {
        /// The value.
        value: ExprId,
        /// The list.
        list: ExprId,
    },
    /// `EXISTS (SELECT …)`.
    Exists(QueryId),
    /// A scalar subquery.
    Subquery(QueryId),
    /// `(a, b)`, `ROW(a, b)`.
    Tuple(Box<[ExprId]>),
    /// `[a, b]`, `ARRAY[a, b]`.
    Array(Box<[ExprId]>),
    /// `ARRAY(SELECT …)`.
    ArrayQuery(QueryId),
    /// `ARRAY<INT64>[a, b]`, `STRUCT<x INT64>(a)`: a value whose type is written.
    Typed {
        /// The type as written.
        ty: SmolStr,
        /// What it is made of.
        parts: Box<[ExprId]>,
    },
    /// `[x + 1 FOR x IN list IF x > 2]`.
    Comprehension {
        /// The list.
        source: ExprId,
        /// The names of its element and of the place of that.
        parameters: Box<[Ident]>,
        /// What becomes of an element.
        element: ExprId,
        /// Which elements stay.
        condition: Option<ExprId>,
    },
    /// `{'a': x}`.
    Struct(Box<[(Ident, ExprId)]>),
    /// `MAP {k: v}`.
    Map(Box<[(ExprId, ExprId)]>),
    /// `x[i]`.
    Index {
        /// What is indexed.
        base: ExprId,
        /// By what.
        index: ExprId,
    },
    /// `x[a:b]`.
    Slice {
        /// What is sliced.
        base: ExprId,
        /// Its bounds.
        bounds: Box<[ExprId]>,
    },
    /// `(x).field`.
    Field {
        /// The struct.
        base: ExprId,
        /// The field.
        field: Ident,
    },
    /// `x:a`: a path into a document, or the first step of one.
    JsonPath {
        /// The document.
        base: ExprId,
        /// The step, if it can be read.
        step: Option<Ident>,
    },
    /// `x -> body`.
    Lambda {
        /// Its parameters.
        parameters: Box<[Ident]>,
        /// Its body.
        body: ExprId,
    },
    /// `INTERVAL …`.
    Interval {
        /// The amount, where it is an expression.
        amount: Option<ExprId>,
        /// The units that it names, upper case: behind the amount, else within a string (`INTERVAL '1 day'`).
        units: Box<[SmolStr]>,
    },
    /// One of the columns that a function makes, where a select list names them: `explode(m) AS (k, v)`.
    Generated {
        /// The function.
        call: ExprId,
        /// Which of its columns, from 0.
        index: u32,
    },
    /// `EXTRACT(field FROM x)`.
    Extract {
        /// The field as written.
        field: SmolStr,
        /// From what.
        operand: ExprId,
    },
    /// `x AT TIME ZONE z`.
    AtTimeZone {
        /// The time.
        operand: ExprId,
        /// The zone.
        zone: ExprId,
    },
    /// `x COLLATE c`, which leaves the type as it is.
    Collate(ExprId),
    /// `$1`, `?`, `:name`, `@name`.
    Parameter(SmolStr),
    /// `#1`: a column of the `FROM` by its place, from 1.
    Position(u32),
    /// `@name(…)`: a macro, by its name. Macros are not expanded, so only their author knows what its arguments mean.
    Macro(SmolStr),
    /// `COLUMNS(…)` or a star within an expression: stands for several columns.
    Columns(Box<Columns>),
    /// A form whose type we do not know; its parts are resolved all the same.
    Opaque {
        /// Its parts.
        parts: Box<[ExprId]>,
        /// Its queries.
        queries: Box<[QueryId]>,
    },
}

/// `COLUMNS(…)` within an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The columns.
    pub star: Star,
    /// `*COLUMNS(…)`: they are the arguments of one call, rather than one expression each.
    pub unpacked: bool,
}

/// A function call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// The name, perhaps with a schema.
    pub name: Box<[Ident]>,
    /// The arguments.
    pub args: Box<[Argument]>,
    /// Whether a mistake in the grammar may have cost it arguments, or given it some.
    pub is_broken: bool,
    /// `count(*)`.
    pub star: bool,
    /// `DISTINCT`.
    pub distinct: bool,
    /// `ORDER BY` within the parentheses or `WITHIN GROUP`.
    pub order_by: Box<[ExprId]>,
    /// Whether `order_by` is that of `WITHIN GROUP`, which the function computes from.
    pub within_group: bool,
    /// `EXPORT_STATE`.
    pub export_state: bool,
    /// `FILTER (WHERE …)`.
    pub filter: Option<ExprId>,
    /// `OVER`.
    pub window: Option<Window>,
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// `name := value`.
    pub name: Option<Ident>,
    /// The value.
    pub value: ExprId,
}

/// A literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A number as written, without separators.
    Number(SmolStr),
    /// A string, escapes resolved.
    String(SmolStr),
    /// `TRUE` or `FALSE`.
    Boolean(bool),
    /// `NULL`.
    Null,
    /// `DATE '…'`: the type as written, and the content.
    Typed {
        /// The type as written.
        ty: SmolStr,
        /// The content.
        text: SmolStr,
    },
    /// Bytes.
    Binary,
}

/// A test with `IS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IsTest {
    /// `IS NULL`.
    Null,
    /// `IS TRUE`.
    True,
    /// `IS FALSE`.
    False,
    /// `IS UNKNOWN`, and tests of other kinds.
    Other,
}

/// A window: `OVER (…)` or a named one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The named window that it is or builds upon.
    pub base: Option<Ident>,
    /// `PARTITION BY`.
    pub partition_by: Box<[ExprId]>,
    /// `ORDER BY`.
    pub order_by: Box<[ExprId]>,
    /// How each of `order_by` sorts.
    pub orders: Box<[SortOrder]>,
    /// Expressions in the frame's bounds.
    pub frame: Box<[ExprId]>,
    /// The frame, if one is written; its amounts stand in `frame`, in order.
    pub bounds: Option<Frame>,
}

/// How a sort key sorts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SortOrder {
    /// `DESC`.
    pub descending: bool,
    /// `NULLS FIRST` or `NULLS LAST`, if either is written.
    pub nulls_first: Option<bool>,
}

/// The frame of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Frame {
    /// `ROWS`, `RANGE` or `GROUPS`.
    pub unit: FrameUnit,
    /// Where it starts.
    pub start: FrameBound,
    /// Where it ends; absent without `BETWEEN`.
    pub end: Option<FrameBound>,
    /// Whether `EXCLUDE` takes rows out of it.
    pub excludes: bool,
}

/// What a frame counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameUnit {
    /// `ROWS`.
    Rows,
    /// `RANGE`.
    Range,
    /// `GROUPS`.
    Groups,
}

/// A bound of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameBound {
    /// `UNBOUNDED PRECEDING`.
    UnboundedPreceding,
    /// An amount `PRECEDING`.
    Preceding,
    /// `CURRENT ROW`.
    CurrentRow,
    /// An amount `FOLLOWING`.
    Following,
    /// `UNBOUNDED FOLLOWING`.
    UnboundedFollowing,
}

impl Expr {
    /// Calls `visit` with each expression that this one is directly made of, in textual order; not with those in its
    /// queries.
    pub fn for_each_operand(&self, mut visit: impl FnMut(ExprId)) {
        let mut all = |operands: &[ExprId]| operands.iter().copied().for_each(&mut visit);
        match self {
            Expr::Missing
            | Expr::Name(_)
            | Expr::Literal(_)
            | Expr::Exists(_)
            | Expr::Subquery(_)
            | Expr::ArrayQuery(_)
            | Expr::Position(_)
            | Expr::Parameter(_)
            | Expr::Macro(_) => {}
            Expr::Unary { operand, .. }
            | Expr::Is { operand, .. }
            | Expr::Cast { operand, .. }
            | Expr::Extract { operand, .. }
            | Expr::Collate(operand)
            | Expr::JsonPath { base: operand, .. }
            | Expr::Generated { call: operand, .. }
            | Expr::Field { base: operand, .. }
            | Expr::Lambda { body: operand, .. }
            | Expr::InQuery { value: operand, .. } => all(&[*operand]),
            Expr::Binary { left, right, .. } => all(&[*left, *right]),
            Expr::Between { value, low, high, .. } => all(&[*value, *low, *high]),
            Expr::InList { value, list, .. } => {
                all(&[*value]);
                all(list);
            }
            Expr::Like { value, pattern, escape, .. } => {
                all(&[*value, *pattern]);
                all(escape.as_slice());
            }
            Expr::Case { operand, arms, otherwise } => {
                all(operand.as_slice());
                arms.iter().for_each(|(condition, result)| all(&[*condition, *result]));
                all(otherwise.as_slice());
            }
            Expr::Call(call) => {
                call.args.iter().for_each(|it| all(&[it.value]));
                all(&call.order_by);
                all(call.filter.as_slice());
                if let Some(window) = &call.window {
                    all(&window.partition_by);
                    all(&window.order_by);
                    all(&window.frame);
                }
            }
            Expr::Tuple(items) | Expr::Array(items) | Expr::Typed { parts: items, .. } => all(items),
            Expr::InValue { value, list } => all(&[*value, *list]),
            Expr::Comprehension { source, element, condition, .. } => {
                all(&[*source, *element]);
                all(condition.as_slice());
            }
            Expr::Struct(fields) => fields.iter().for_each(|it| all(&[it.1])),
            Expr::Map(entries) => entries.iter().for_each(|it| all(&[it.0, it.1])),
            Expr::Index { base, index } => all(&[*base, *index]),
            Expr::Slice { base, bounds } => {
                all(&[*base]);
                all(bounds);
            }
            Expr::Interval { amount, .. } => all(amount.as_slice()),
            Expr::AtTimeZone { operand, zone } => all(&[*operand, *zone]),
            Expr::Columns(columns) => {
                all(columns.star.base.as_slice());
                columns.star.replace.iter().for_each(|it| all(&[it.0]));
                all(columns.star.pattern.as_ref().map(StarPattern::expr).as_slice());
            }
            Expr::Opaque { parts, .. } => all(parts),
        }
    }
}

/// What a macro is called in sentences about what is not known because of it.
pub fn unexpanded_macro(name: &str) -> SmolStr {
    base::format_smolstr!("the macro `{name}`, which is not expanded,")
}
