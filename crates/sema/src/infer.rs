//! Inference: what every name in a body means, and what type everything has.
//!
//! One pass over a body. Faults are findings on values: a part that is at fault has an unknown value, and what is made of
//! it says nothing more.

mod absent;
mod call;
mod columns;
mod condition;
mod construct;
mod expr;
mod fields;
mod grouping;
mod join;
mod misfit;
mod misplaced;
mod names;
mod nested;
mod null_call;
mod null_comparison;
mod ordinal;
mod output;
mod pivot;
mod query;
mod relation;
mod same;
mod scope;
mod set_operation;
mod star;
#[cfg(test)]
mod tests;
mod time_window;
mod ungrouped;
mod unnest;
mod written_star;

pub(crate) use call::{takes_values, unnests};
pub use expr::operand_of;
pub(crate) use names::path_text;
pub(crate) use ordinal::ordinal;
pub use output::{Definition, Derivation, Origin, Output, OutputColumn, Owner};
pub(crate) use query::NO_RELATION;
pub(crate) use same::is_same;
pub(crate) use scope::{names_column, position};

use crate::{
    Finding, OpenReason, Place, Remedy, Schema, ValueType,
    project::{DeclaredFunction, References, declared_functions, references},
    remedy::Writer,
};
use base::{Applicability, DialectKind};
use db::{Db, SourceFile};
use hir::{Anchor, ArenaMap, Body, CteId, ExprId, QueryId, RelationId, SelectId};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Everything that is known of one body.
#[derive(Clone, Debug, Default)]
pub struct Inference {
    /// The value of every expression.
    pub values: ArenaMap<ExprId, ValueType>,
    /// What the names in expressions mean.
    pub resolutions: FxHashMap<ExprId, Resolution>,
    /// The columns that each relation in a `FROM` offers.
    pub relations: ArenaMap<RelationId, Arc<Output>>,
    /// The columns of each query.
    pub queries: ArenaMap<QueryId, Arc<Output>>,
    /// The relations in scope of each `SELECT`, from the left.
    pub scopes: ArenaMap<SelectId, Box<[RelationId]>>,
    /// The columns of the model; shared with `queries`.
    pub output: Arc<Output>,
    /// In names that begin with that of a relation, and mean none of its columns as far as is known: the relation, and how
    /// many parts name it.
    pub qualifiers: FxHashMap<ExprId, (RelationId, u32)>,
    /// In names that go on into a struct, which part is the first field.
    pub fields: FxHashMap<ExprId, u32>,
    /// The columns that expressions without a name of a column stand for: `*COLUMNS(…)`, `#1`.
    pub columns: FxHashMap<ExprId, Box<[Derivation]>>,
    /// The named window that the window of a call is or builds upon.
    pub windows: FxHashMap<ExprId, (SelectId, u32)>,
    /// The types of the parameters of lambdas and comprehensions, where the function says them.
    pub parameters: FxHashMap<ExprId, Box<[dialect::Type]>>,
    /// What kind of function each call is of.
    pub call_kinds: FxHashMap<ExprId, dialect::FunctionKind>,
    /// Stars in the lists of `SELECT`s.
    pub stars: Vec<StarExpansion>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl Inference {
    /// Whether an expression of `body` holds an aggregate that makes one value of a group, outside of its queries.
    pub fn aggregates(&self, body: &Body, expr: ExprId) -> bool {
        let mut stack = vec![expr];
        while let Some(id) = stack.pop() {
            let expr = &body.exprs[id];
            let has_window = matches!(expr, hir::Expr::Call(call) if call.window.is_some());
            if !has_window && self.call_kinds.get(&id) == Some(&dialect::FunctionKind::Aggregate) {
                return true;
            }
            expr.for_each_operand(|it| stack.push(it));
        }
        false
    }
}

/// What a name in an expression means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// A column of a relation, by its index.
    Column(RelationId, u32),
    /// A column that a join merged from several relations, leftmost first.
    Merged(Box<[(RelationId, u32)]>),
    /// A column, perhaps, of a relation whose columns are not all known.
    Open(RelationId),
    /// The alias of a select item.
    Item(SelectId, u32),
    /// A whole row.
    Relation(RelationId),
    /// The parameter of a lambda or a comprehension, by its place there.
    Parameter(ExprId, u32),
}

/// A star over a relation that this body does not define.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StarExpansion {
    /// The select item.
    pub select: SelectId,
    /// Its position.
    pub item: u32,
    /// The columns that it stands for now.
    pub columns: Vec<base::SmolStr>,
    /// The names that mean these columns in its place; absent where there are none, or where they are not all known.
    pub written: Option<Box<[base::SmolStr]>>,
    /// Whether it is over another model or table, so that what it stands for may change elsewhere.
    pub is_foreign: bool,
    /// Why it may stand for more.
    pub open: Option<OpenReason>,
}

impl StarExpansion {
    /// Lists the columns in the star's place, in a model's file; absent where that would not be the same.
    pub fn list_columns(&self, file: SourceFile) -> Option<Remedy> {
        let item = Place::Body(file, Anchor::Item(self.select, self.item));
        let remedy = Remedy::new("List the columns", Applicability::MachineApplicable);
        Some(remedy.replace(item, self.written.as_ref()?.join(", ")))
    }
}

/// Infers the body of a model. [`crate::schema`] catches rings that were not cut. This query must not: salsa takes a value
/// that was evicted from a query with `cycle_result` for one that panicked, and panics itself.
#[salsa::tracked(no_eq, lru = 64)]
pub fn inference(db: &dyn Db, file: SourceFile) -> Inference {
    Context::new(db, file, &hir::body(db, file), db::engine(db, file), references(db, file)).infer()
}

/// Infers what another engine would make of a model: `body` is the model as that engine's dialect reads it. What the
/// model reads is taken to have the types that the engine has for its values.
pub fn inference_elsewhere(db: &dyn Db, file: SourceFile, body: &Body, engine: dialect::Engine) -> Inference {
    Context::new(db, file, body, engine, references(db, file)).infer()
}

/// Infers a query about the rows that a model yields, which it reads by its name. Anchors of `body` are placed in the model.
pub(crate) fn inference_of_own_rows(
    db: &dyn Db,
    file: SourceFile,
    body: &Body,
    references: &References,
) -> Inference {
    let context = Context::new(db, file, body, db::engine(db, file), references);
    Context { is_about_own_rows: true, ..context }.infer()
}

/// What inference carries along.
struct Context<'a> {
    db: &'a dyn Db,
    file: SourceFile,
    dialect: DialectKind,
    /// The dialect at the project's release of it: what types and functions depend on.
    engine: dialect::Engine,
    /// The dialect of the types of other models and tables, where it is another one.
    home: Option<DialectKind>,
    /// The functions that the project declares.
    declared: Arc<[DeclaredFunction]>,
    body: &'a Body,
    references: &'a References,
    /// Whether the model's name means the rows that it yields, rather than those of its table as it was before.
    is_about_own_rows: bool,
    ctes: FxHashMap<CteId, Arc<Output>>,
    /// Expressions that are being computed, outermost first: an alias cannot be used in its own definition.
    pending: Vec<ExprId>,
    /// Whether a bare name means an output alias before it means a column: in `ORDER BY`.
    alias_first: bool,
    /// The item that a bare name means, by select and whether columns that are items of their own count, by folded name.
    alias_items: FxHashMap<(SelectId, bool), FxHashMap<base::SmolStr, usize>>,
    /// Whether the `SELECT` has a `GROUP BY`, so that every aggregate sees at least one row.
    grouped: bool,
    /// The `SELECT` that is being inferred, whose windows have names.
    block: Option<SelectId>,
    /// Whether any call so far is, or may be, of an aggregate or a window function.
    aggregates: bool,
    /// Types of the parameters of the lambdas around the expression, innermost last.
    lambda_types: Vec<(base::Ident, dialect::Type)>,
    /// Columns that a condition which every row has passed proves not to be NULL.
    proven_not_null: FxHashSet<(RelationId, u32)>,
    reported_aliases: FxHashSet<RelationId>,
    /// Names that nothing in scope has.
    names_nothing: FxHashSet<ExprId>,
    /// Whether a name of the `SELECT`, which has no `FROM`, was reported.
    reported_without_from: bool,
    /// The select item that is being computed.
    item: Option<(SelectId, u32)>,
    /// The column for which an item with `COLUMNS(…)` is being computed.
    column_in_hand: Option<OutputColumn>,
    /// Whether `COLUMNS(…)` stands anywhere in an expression.
    has_columns: bool,
    inference: Inference,
}

impl<'a> Context<'a> {
    fn new(
        db: &'a dyn Db,
        file: SourceFile,
        body: &'a Body,
        engine: dialect::Engine,
        references: &'a References,
    ) -> Context<'a> {
        let own = db::dialect(db, file);
        Context {
            db,
            file,
            dialect: engine.dialect,
            engine,
            home: (own != engine.dialect).then_some(own),
            declared: declared_functions(db, file.project(db)),
            body,
            references,
            is_about_own_rows: false,
            ctes: FxHashMap::default(),
            pending: Vec::new(),
            alias_first: false,
            alias_items: FxHashMap::default(),
            grouped: false,
            block: None,
            aggregates: false,
            lambda_types: Vec::new(),
            proven_not_null: FxHashSet::default(),
            reported_aliases: FxHashSet::default(),
            names_nothing: FxHashSet::default(),
            item: None,
            reported_without_from: false,
            column_in_hand: None,
            has_columns: body.exprs.iter().any(|it| matches!(it.1, hir::Expr::Columns(_))),
            inference: Inference::default(),
        }
    }

    fn infer(mut self) -> Inference {
        self.inference.output = match self.body.root {
            Some(root) => self.query(root, None),
            None => Arc::new(Output::unknown(OpenReason::SyntaxError)),
        };
        self.inference
    }
}

impl Context<'_> {
    fn report(&mut self, finding: Finding) {
        self.inference.findings.push(finding);
    }

    fn place(&self, anchor: Anchor) -> Place {
        Place::Body(self.file, anchor)
    }

    /// The writer of remedies.
    fn writer(&self) -> Writer<'_> {
        Writer::new(self.db, self.file, self.body)
    }
}

/// The schema that an output makes, under the names that the engine gives to its columns.
pub(crate) fn to_schema(output: &Output, engine: dialect::Engine) -> Schema {
    let names = engine_names(output, engine.dialect);
    let column = |(column, name): (&OutputColumn, base::SmolStr)| crate::Column {
        name,
        value: ValueType {
            ty: dialect::output_type(engine, column.value.ty.clone()),
            ..column.value.clone()
        },
        tags: Box::default(),
    };
    Schema {
        columns: output.columns.iter().zip(names).map(column).collect(),
        open: output.open.clone(),
        uniqueness: crate::Uniqueness::default(),
    }
}

/// The names of an output's columns once it is a table, view or subquery: DuckDB renames the second `a` to `a_1`.
pub(crate) fn engine_names(output: &Output, dialect: DialectKind) -> Vec<base::SmolStr> {
    let mut taken: FxHashSet<base::SmolStr> = FxHashSet::default();
    // The last number that was tried for a name: a thousand columns of one name must not try a million names.
    let mut numbers: FxHashMap<base::SmolStr, u32> = FxHashMap::default();
    let mut names = Vec::with_capacity(output.columns.len());
    for column in &output.columns {
        let mut name = column.name.clone();
        if dialect == DialectKind::DuckDb && !name.is_empty() {
            let wanted = dialect::fold(&base::Ident::quoted(name.clone()), dialect);
            let mut folded = wanted.clone();
            while !taken.insert(folded) {
                let count = numbers.entry(wanted.clone()).or_insert(0);
                *count += 1;
                name = base::format_smolstr!("{}_{count}", column.name);
                folded = dialect::fold(&base::Ident::quoted(name.clone()), dialect);
            }
        }
        names.push(name);
    }
    names
}
