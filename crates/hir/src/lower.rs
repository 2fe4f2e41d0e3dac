//! Lowering: from a tree to a body, a head and a source map.
//!
//! Whatever could not be read becomes `Missing`, and the rest keeps its place. Names of common table expressions are
//! resolved here, since they are a matter of syntactic scope alone.

mod call;
mod construct;
mod expr;
mod interval;
mod operators;
mod pipe;
mod query;
mod relation;
mod rocky;
mod select;

use crate::{
    Body, Expr, ExprId, Head, ItemRanges, Query, QueryId, QueryRanges, Relation, RelationId, RelationRanges,
    Select, SelectId, SelectRanges, SourceMap,
};
use base::{DialectKind, Ident, TextRange, TextSize};
use la_arena::{Idx, IdxRange, RawIdx};
use rustc_hash::FxHashSet;
use syntax::{
    SyntaxError, SyntaxNode, SyntaxToken,
    ast::{self, AstNode},
    trimmed,
};

/// A lowered file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lowering {
    /// What other models' analysis may depend on.
    pub head: Head,
    /// The meaning.
    pub body: Body,
    /// Where it stands.
    pub source_map: SourceMap,
    /// The statements after the first query, which no model may have.
    pub extra_statements: Vec<TextRange>,
    /// The first token, for what is about the file as a whole; empty at the start for an empty file.
    pub start: TextRange,
}

impl Lowering {
    /// Replaces every range.
    pub(crate) fn map_ranges(&mut self, map: impl Fn(TextRange) -> TextRange) {
        self.source_map.map_ranges(&map);
        self.extra_statements.iter_mut().for_each(|it| *it = map(*it));
        self.start = map(self.start);
    }
}

/// Lowers a SQL file. `errors` are the mistakes met while parsing it: a clause that holds one may have lost a part.
pub fn lower_sql(file: &ast::File, dialect: DialectKind, errors: &[SyntaxError]) -> Lowering {
    let mut errors: Vec<_> = errors.iter().map(|it| (it.range.start(), it.fix.is_some())).collect();
    errors.sort_unstable();
    let mut context = Context { errors, ..Context::new(dialect) };
    let mut extra_statements = Vec::new();
    for statement in file.statements() {
        match statement {
            ast::Statement::QueryStatement(it) if context.body.root.is_none() => {
                context.body.root = it.query().map(|it| context.query(&it));
            }
            other => extra_statements.push(trimmed(other.syntax())),
        }
    }
    context.finish(file.syntax(), extra_statements)
}

/// Lowers a file of the Rocky DSL to the same body that its SQL would have.
pub fn lower_rocky(file: &ast::RockyFile, dialect: DialectKind) -> Lowering {
    let mut context = Context::new(dialect);
    context.body.root = context.rocky_file(file);
    context.finish(file.syntax(), Vec::new())
}

/// What lowering one file carries along.
struct Context {
    dialect: DialectKind,
    /// The mistakes of the parser, in the order of the text: where each begins, and whether it has a fix.
    errors: Vec<(TextSize, bool)>,
    body: Body,
    source_map: SourceMap,
    /// Common table expressions in scope, innermost last: name, and where it is defined.
    ctes: Vec<(Ident, CteId)>,
    /// The names of relations in scope, which a path in a `FROM` may begin with; empty where no dialect has such paths.
    range_variables: Vec<Ident>,
    /// What a DSL pipeline defines; empty for SQL.
    dsl: rocky::Scope,
    /// The first word of the pipeline that is being lowered: it stands for stars that nobody wrote.
    pipe_head: TextRange,
    /// The name of a window in the call that is being lowered, until the call is allocated.
    window_name: Option<TextRange>,
    relations: Vec<Box<[Ident]>>,
    seen: FxHashSet<Box<[Ident]>>,
}

/// A common table expression: its query and its position there.
pub type CteId = (QueryId, u32);

impl Context {
    fn new(dialect: DialectKind) -> Context {
        Context {
            dialect,
            errors: Vec::new(),
            body: Body::default(),
            source_map: SourceMap::default(),
            ctes: Vec::new(),
            range_variables: Vec::new(),
            dsl: rocky::Scope::default(),
            pipe_head: TextRange::default(),
            window_name: None,
            relations: Vec::new(),
            seen: FxHashSet::default(),
        }
    }

    /// The relations that have been lowered since there were `count` of them.
    fn relations_since(&self, count: usize) -> IdxRange<Relation> {
        let index = |at: usize| Idx::from_raw(RawIdx::from_u32(u32::try_from(at).unwrap_or(u32::MAX)));
        IdxRange::new(index(count)..index(self.body.relations.len()))
    }

    fn finish(mut self, root: &SyntaxNode, extra_statements: Vec<TextRange>) -> Lowering {
        self.body.exprs.shrink_to_fit();
        self.body.queries.shrink_to_fit();
        self.body.selects.shrink_to_fit();
        self.body.relations.shrink_to_fit();
        let mut tokens = std::iter::successors(root.first_token(), SyntaxToken::next_token);
        let first = tokens.find(|it| !it.kind().is_trivia() && !it.text().is_empty());
        Lowering {
            head: Head { relations: self.relations.into(), given_names: given_names(&self.body) },
            body: self.body,
            source_map: self.source_map,
            extra_statements,
            start: first.map(|it| it.text_range()).unwrap_or_default(),
        }
    }

    fn alloc_expr(&mut self, expr: Expr, range: TextRange) -> ExprId {
        // Windows are lowered last of a call, so that the name is this call's.
        let window_name = if matches!(expr, Expr::Call(_)) { self.window_name.take() } else { None };
        let id = self.body.exprs.alloc(expr);
        self.source_map.window_names.extend(window_name.map(|it| (id, it)));
        self.source_map.exprs.insert(id, range);
        id
    }

    fn alloc_query(&mut self, query: Query, ranges: QueryRanges) -> QueryId {
        let id = self.body.queries.alloc(query);
        self.source_map.queries.insert(id, ranges);
        id
    }

    fn alloc_select(&mut self, select: Select, ranges: SelectRanges) -> SelectId {
        let id = self.body.selects.alloc(select);
        self.source_map.selects.insert(id, ranges);
        id
    }

    fn alloc_relation(&mut self, relation: Relation, ranges: RelationRanges) -> RelationId {
        if self.dialect == DialectKind::BigQuery {
            let own = match &relation {
                Relation::Name { path, .. } => path.last(),
                _ => None,
            };
            self.range_variables.extend(relation.alias().map(|it| &it.name).or(own).cloned());
        }
        let id = self.body.relations.alloc(relation);
        self.source_map.relations.insert(id, ranges);
        id
    }

    /// The common table expression that a name means, if one is in scope.
    fn cte(&self, path: &[Ident]) -> Option<CteId> {
        let name = match path {
            [name] => name,
            // The rows of a recursion with a key so far
            // (<https://duckdb.org/docs/stable/sql/query_syntax/with#recursive-ctes-with-using-key>).
            [recurring, name]
                if self.dialect == DialectKind::DuckDb
                    && recurring.text.eq_ignore_ascii_case("recurring") =>
            {
                name
            }
            _ => return None,
        };
        let found = self.ctes.iter().rev().find(|(it, _)| dialect::same_table(it, name, self.dialect));
        found.map(|&(_, id)| id)
    }

    /// Lowers the name of a relation: to a common table expression, or to one of the head's relations.
    fn relation_name(&mut self, path: &[Ident]) -> Option<CteId> {
        let cte = self.cte(path);
        if cte.is_none() && !path.is_empty() && self.seen.insert(path.into()) {
            self.relations.push(path.into());
        }
        cte
    }

    /// An item that the source map describes by nothing but its range.
    fn plain_item(range: TextRange) -> ItemRanges {
        ItemRanges { full: range, ..ItemRanges::default() }
    }
}

fn given_names(body: &Body) -> Box<[Ident]> {
    let ctes = body.queries.values().flat_map(|it| &it.ctes).map(|it| &it.name);
    let aliases = body.relations.values().filter_map(Relation::given_name);
    let mut seen = FxHashSet::default();
    ctes.chain(aliases).filter(|it| seen.insert(*it)).cloned().collect()
}

/// The parts of a dotted name that stand as direct children of `node`, with their ranges.
fn segments(node: &SyntaxNode) -> (Box<[Ident]>, Box<[TextRange]>) {
    let parts = node.children().filter_map(ast::NameRef::cast);
    parts.filter_map(|it| Some((it.ident()?, trimmed(it.syntax())))).unzip_boxes()
}

/// Collects pairs into two boxed slices.
trait UnzipBoxes<A, B> {
    fn unzip_boxes(self) -> (Box<[A]>, Box<[B]>);
}

impl<A, B, I: Iterator<Item = (A, B)>> UnzipBoxes<A, B> for I {
    fn unzip_boxes(self) -> (Box<[A]>, Box<[B]>) {
        let (a, b): (Vec<A>, Vec<B>) = self.unzip();
        (a.into(), b.into())
    }
}
