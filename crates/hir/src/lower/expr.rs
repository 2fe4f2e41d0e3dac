//! Lowering of expressions.

use super::{Context, UnzipBoxes, call::call_to, segments, trimmed};
use crate::{BinaryOperator, Columns, Expr, ExprId, IsTest, Literal, PatternKind, UnaryOperator};
use base::{DialectKind, Ident, SmolStr, TextRange};
use syntax::{
    SyntaxKind, SyntaxNode, SyntaxToken,
    ast::{self, AstNode, LiteralKind},
};

impl Context {
    /// Lowers an expression. Parentheses mean nothing by themselves, and leave no trace but in the source map.
    pub(super) fn expr(&mut self, expr: &ast::Expr) -> ExprId {
        if let Some(inlined) = self.inlined(expr) {
            return inlined;
        }
        match expr {
            ast::Expr::ParenExpr(it) => {
                let id = self.required(it.expr(), it.syntax());
                let around = trimmed(it.syntax());
                // A name of the DSL stands for an expression that is written elsewhere.
                if self.source_map.exprs.get(id).is_some_and(|range| around.contains_range(*range)) {
                    self.source_map.parentheses.insert(id, around);
                }
                id
            }
            ast::Expr::BinaryExpr(it) => self.binary_chain(it),
            _ => {
                let range = trimmed(expr.syntax());
                let (lowered, names) = self.plain_expr(expr, range);
                let id = self.alloc_expr(lowered, range);
                if names.len() > 1 || (!names.is_empty() && names[0] != range) {
                    self.source_map.expr_names.insert(id, names);
                }
                id
            }
        }
    }

    pub(super) fn required(&mut self, expr: Option<ast::Expr>, parent: &SyntaxNode) -> ExprId {
        match expr {
            Some(expr) => self.expr(&expr),
            None => self.alloc_expr(Expr::Missing, TextRange::empty(trimmed(parent).end())),
        }
    }

    /// Lowers `a AND b AND …`: the tree is as deep as the chain is long, so the left spine is walked by a loop.
    fn binary_chain(&mut self, outermost: &ast::BinaryExpr) -> ExprId {
        let mut spine = vec![outermost.clone()];
        let mut innermost = outermost.lhs();
        while let Some(ast::Expr::BinaryExpr(it)) = &innermost {
            let next = it.lhs();
            spine.push(it.clone());
            innermost = next;
        }
        let last = spine.last().map(|it| it.syntax().clone());
        let mut left = self.required(innermost, last.as_ref().unwrap_or(outermost.syntax()));
        while let Some(it) = spine.pop() {
            let right = self.required(it.rhs(), it.syntax());
            let lowered = match it.operator().and_then(super::operators::binary_operator) {
                // In the DSL, `!=` never yields NULL.
                Some(BinaryOperator::NotEqual) if self.dsl.active => {
                    Expr::Binary { operator: BinaryOperator::IsDistinctFrom, left, right }
                }
                Some(operator) => Expr::Binary { operator, left, right },
                None => self.engine_operator(&it, left, right),
            };
            left = self.alloc_expr(lowered, trimmed(it.syntax()));
        }
        left
    }

    fn plain_expr(&mut self, expr: &ast::Expr, range: TextRange) -> (Expr, Box<[TextRange]>) {
        let mut names = Box::default();
        let lowered = match expr {
            ast::Expr::Literal(it) => literal(it, self.dialect),
            ast::Expr::TypedLiteral(it) => {
                let ty = it.type_name().map(|it| source_text(it.syntax())).unwrap_or_default();
                let text = it
                    .string_token()
                    .map(|it| ast::string_content(it.text(), self.dialect))
                    .unwrap_or_default();
                Expr::Literal(Literal::Typed { ty, text })
            }
            ast::Expr::IntervalExpr(it) => Expr::Interval {
                amount: it.value().map(|it| self.expr(&it)),
                units: super::interval::units(it),
            },
            ast::Expr::ColumnRef(it) => {
                let (path, ranges) = segments(it.syntax());
                names = ranges;
                if path.is_empty() { Expr::Missing } else { Expr::Name(path) }
            }
            ast::Expr::StarExpr(it) => {
                let (star, _) = self.star(it);
                Expr::Columns(Box::new(Columns { star, unpacked: false }))
            }
            ast::Expr::ColumnsExpr(it) => {
                let (star, _) = self.columns(it);
                Expr::Columns(Box::new(Columns { star, unpacked: it.star_token().is_some() }))
            }
            ast::Expr::Parameter(it) => match macro_name(it) {
                Some(name) => Expr::Macro(name),
                None => Expr::Parameter(source_text(it.syntax())),
            },
            ast::Expr::PositionalRef(it) => {
                let text = source_text(it.syntax());
                match text.trim_start_matches('#').parse() {
                    Ok(place) => Expr::Position(place),
                    Err(_) => Expr::Parameter(text),
                }
            }
            ast::Expr::TupleExpr(it) => Expr::Tuple(self.list(it.exprs())),
            ast::Expr::SubqueryExpr(it) => match it.query() {
                Some(query) => Expr::Subquery(self.query(&query)),
                None => Expr::Missing,
            },
            ast::Expr::ExistsExpr(it) => match it.query() {
                Some(query) => Expr::Exists(self.query(&query)),
                None => Expr::Missing,
            },
            ast::Expr::QuantifiedExpr(it) => {
                let queries = it.query().iter().map(|it| self.query(it)).collect();
                Expr::Opaque { parts: it.expr().iter().map(|it| self.expr(it)).collect(), queries }
            }
            ast::Expr::ListExpr(it) => {
                let parts = self.list(it.exprs());
                match it.type_name() {
                    Some(ty) => Expr::Typed { ty: source_text(ty.syntax()), parts },
                    None => Expr::Array(parts),
                }
            }
            ast::Expr::ListComprehension(it) => {
                let parameters = parameters(it.names());
                names = parameters.1;
                self.list_comprehension(it, parameters.0)
            }
            ast::Expr::ArrayQueryExpr(it) => match it.query() {
                Some(query) => Expr::ArrayQuery(self.query(&query)),
                None => Expr::Missing,
            },
            // `{*}` has the fields that the star stands for.
            ast::Expr::StructExpr(it) if it.star_exprs().next().is_some() => opaque([]),
            ast::Expr::StructExpr(it) => {
                let fields: Vec<_> = it.struct_fields().collect();
                let fields = fields
                    .iter()
                    .filter_map(|it| Some((it.name()?.ident()?, it.expr(), it.syntax().clone())));
                let fields: Vec<_> = fields.collect();
                Expr::Struct(
                    fields
                        .into_iter()
                        .map(|(name, value, node)| (name, self.required(value, &node)))
                        .collect(),
                )
            }
            ast::Expr::MapExpr(it) => {
                let entries: Vec<_> = it.map_entries().collect();
                let entry = |it: &ast::MapEntry, context: &mut Context| {
                    (context.required(it.key(), it.syntax()), context.required(it.value(), it.syntax()))
                };
                Expr::Map(entries.iter().map(|it| entry(it, self)).collect())
            }
            ast::Expr::PrefixExpr(it) => {
                let operand = self.required(it.expr(), it.syntax());
                match it.operator() {
                    Some(ast::PrefixOperator::Not) => Expr::Unary { operator: UnaryOperator::Not, operand },
                    Some(ast::PrefixOperator::Minus) => {
                        Expr::Unary { operator: UnaryOperator::Minus, operand }
                    }
                    Some(ast::PrefixOperator::Plus) => Expr::Unary { operator: UnaryOperator::Plus, operand },
                    Some(ast::PrefixOperator::BitNot) => {
                        Expr::Unary { operator: UnaryOperator::BitNot, operand }
                    }
                    // Databricks and Trino negate by it
                    // (<https://spark.apache.org/docs/latest/sql-ref-operators.html>).
                    Some(ast::PrefixOperator::Bang) if self.dialect == DialectKind::Databricks => {
                        Expr::Unary { operator: UnaryOperator::Not, operand }
                    }
                    Some(ast::PrefixOperator::Absolute) => call_to("abs", [operand]),
                    _ => opaque([operand]),
                }
            }
            ast::Expr::PostfixExpr(it) => call_to("factorial", [self.required(it.expr(), it.syntax())]),
            ast::Expr::IsExpr(it) => {
                let operand = self.required(it.value(), it.syntax());
                let test = if it.is_null_test() {
                    IsTest::Null
                } else if it.true_token().is_some() {
                    IsTest::True
                } else if it.false_token().is_some() {
                    IsTest::False
                } else {
                    IsTest::Other
                };
                Expr::Is { operand, test, negated: it.is_negated() }
            }
            ast::Expr::IsDistinctExpr(it) => {
                let left = self.required(it.lhs(), it.syntax());
                let right = self.required(it.rhs(), it.syntax());
                let operator = match it.not_token() {
                    Some(_) => BinaryOperator::IsNotDistinctFrom,
                    None => BinaryOperator::IsDistinctFrom,
                };
                Expr::Binary { operator, left, right }
            }
            ast::Expr::BetweenExpr(it) => Expr::Between {
                value: self.required(it.value(), it.syntax()),
                low: self.required(it.low(), it.syntax()),
                high: self.required(it.high(), it.syntax()),
                negated: it.not_token().is_some(),
            },
            ast::Expr::InExpr(it) => self.in_expr(it),
            ast::Expr::LikeExpr(it) => Expr::Like {
                kind: pattern_kind(it.operator_token()),
                value: self.required(it.value(), it.syntax()),
                pattern: self.required(it.pattern(), it.syntax()),
                escape: it.escape().map(|it| self.expr(&it)),
                negated: it.not_token().is_some(),
            },
            ast::Expr::CaseExpr(it) => {
                let operand = it.operand().map(|it| self.expr(&it));
                let arms: Vec<_> = it.case_arms().collect();
                let arm = |it: &ast::CaseArm, context: &mut Context| {
                    (
                        context.required(it.condition(), it.syntax()),
                        context.required(it.result(), it.syntax()),
                    )
                };
                let arms = arms.iter().map(|it| arm(it, self)).collect();
                let otherwise = it.else_clause().map(|it| self.required(it.expr(), it.syntax()));
                Expr::Case { operand, arms, otherwise }
            }
            ast::Expr::CastExpr(it) => Expr::Cast {
                operand: self.required(it.expr(), it.syntax()),
                ty: it.type_name().map(|it| source_text(it.syntax())).unwrap_or_default(),
                fallible: it.is_try(),
            },
            ast::Expr::ExtractExpr(it) => Expr::Extract {
                field: it.date_field().and_then(|it| it.text()).unwrap_or_default(),
                operand: self.required(it.expr(), it.syntax()),
            },
            ast::Expr::SubstringExpr(it) => {
                self.call_of("substring", it.syntax(), [it.value(), it.start(), it.length()])
            }
            ast::Expr::PositionExpr(it) => {
                self.call_of("position", it.syntax(), [it.haystack(), it.needle(), None])
            }
            ast::Expr::TrimExpr(it) => self.call_of("trim", it.syntax(), [it.value(), it.characters(), None]),
            ast::Expr::OverlayExpr(it) => {
                let parts = [it.value(), it.replacement(), it.start(), it.length()];
                let parts: Vec<_> = parts.into_iter().flatten().map(|it| self.expr(&it)).collect();
                call_to("overlay", parts)
            }
            ast::Expr::CallExpr(it) if it.type_fields().is_some() => {
                let name = it.path().map(|it| source_text(it.syntax())).unwrap_or_default();
                let fields = it.type_fields().map(|it| source_text(it.syntax())).unwrap_or_default();
                let args: Vec<_> = it.arg_list().iter().flat_map(|it| it.args()).collect();
                let parts = args.iter().map(|it| self.argument(it).value).collect();
                Expr::Typed { ty: base::format_smolstr!("{name}{fields}"), parts }
            }
            ast::Expr::CallExpr(it) => {
                let (call, ranges) = self.returning_call(it, range);
                names = ranges;
                call
            }
            ast::Expr::IndirectCallExpr(it) => {
                // IDENTIFIER is no function: its argument is the text of a name.
                let name = it.call_expr().and_then(|it| it.arg_list());
                let mut parts = Vec::new();
                for argument in name.iter().chain(&it.arg_list()).flat_map(|it| it.args()) {
                    parts.push(self.argument(&argument).value);
                }
                Expr::Opaque { parts: parts.into(), queries: Box::default() }
            }
            ast::Expr::MethodCallExpr(it) => self.method_call(it, &mut names),
            ast::Expr::IndexExpr(it) => Expr::Index {
                base: self.required(it.base(), it.syntax()),
                index: self.required(it.index(), it.syntax()),
            },
            ast::Expr::SliceExpr(it) => Expr::Slice {
                base: self.required(it.base(), it.syntax()),
                bounds: [it.lower(), it.upper()].into_iter().flatten().map(|it| self.expr(&it)).collect(),
            },
            ast::Expr::FieldExpr(it) => {
                let base = self.required(it.base(), it.syntax());
                match it.name_ref().and_then(|it| it.ident()) {
                    Some(field) => Expr::Field { base, field },
                    None => opaque([base]),
                }
            }
            ast::Expr::JsonPathExpr(it) => Expr::JsonPath {
                base: self.required(it.base(), it.syntax()),
                step: it.name_ref().and_then(|it| it.ident()),
            },
            ast::Expr::LambdaExpr(it) => {
                let parameters = parameters(it.params().filter_map(|it| it.name()));
                names = parameters.1;
                Expr::Lambda { parameters: parameters.0, body: self.required(it.body(), it.syntax()) }
            }
            ast::Expr::CollateExpr(it) => Expr::Collate(self.required(it.expr(), it.syntax())),
            ast::Expr::AtTimeZoneExpr(it) => {
                let operand = self.required(it.value(), it.syntax());
                match it.zone() {
                    Some(zone) => Expr::AtTimeZone { operand, zone: self.expr(&zone) },
                    None => opaque([operand]),
                }
            }
            ast::Expr::NewExpr(it) => {
                let args = it.arg_list();
                let mut parts: Vec<_> =
                    args.iter().flat_map(|it| it.args()).filter_map(|it| it.expr()).collect();
                parts.extend(it.braced_fields().into_iter().flat_map(|it| braced_values(&it)));
                Expr::Opaque { parts: self.list(parts.into_iter()), queries: Box::default() }
            }
            ast::Expr::BracedExpr(it) => {
                let parts = it.braced_fields().into_iter().flat_map(|it| braced_values(&it));
                Expr::Opaque { parts: self.list(parts), queries: Box::default() }
            }
            ast::Expr::RangeLiteral(it) => {
                let ty = it.type_name().map(|it| source_text(it.syntax())).unwrap_or_default();
                let text = it
                    .string_token()
                    .map(|it| ast::string_content(it.text(), self.dialect))
                    .unwrap_or_default();
                Expr::Literal(Literal::Typed { ty, text })
            }
            // Each variable is a name in what stands behind it, as a parameter is.
            ast::Expr::WithExpr(it) => {
                let mut before: Vec<ast::Name> = Vec::new();
                let mut parts = Vec::new();
                let variables = it.with_variables().map(|it| (it.expr(), it.name()));
                for (value, name) in variables.chain([(it.expr(), None)]) {
                    if let Some(value) = value {
                        let (parameters, ranges) = parameters(before.iter().cloned());
                        let body = self.expr(&value);
                        let lambda = Expr::Lambda { parameters, body };
                        let lambda = self.alloc_expr(lambda, trimmed(value.syntax()));
                        self.source_map.expr_names.insert(lambda, ranges);
                        parts.push(lambda);
                    }
                    before.extend(name);
                }
                Expr::Opaque { parts: parts.into(), queries: Box::default() }
            }
            ast::Expr::WindowMeasure(_) => opaque([]),
            ast::Expr::ProcessingModeExpr(it) => opaque([self.required(it.expr(), it.syntax())]),
            ast::Expr::DefaultExpr(_) => opaque([]),
            ast::Expr::MatchExpr(it) => self.match_expr(it),
            ast::Expr::ParenExpr(_) | ast::Expr::BinaryExpr(_) => Expr::Missing,
        };
        let _ = range;
        (lowered, names)
    }

    fn list(&mut self, exprs: impl Iterator<Item = ast::Expr>) -> Box<[ExprId]> {
        exprs.map(|it| self.expr(&it)).collect()
    }

    fn in_expr(&mut self, it: &ast::InExpr) -> Expr {
        let value = self.required(it.value(), it.syntax());
        let negated = it.not_token().is_some();
        if let Some(list) = it.in_list() {
            return Expr::InList { value, list: self.list(list.exprs()), negated };
        }
        match it.rhs() {
            Some(ast::Expr::SubqueryExpr(subquery)) => match subquery.query() {
                Some(query) => Expr::InQuery { value, query: self.query(&query), negated },
                None => opaque([value]),
            },
            Some(list) => Expr::InValue { value, list: self.expr(&list) },
            None => opaque([value]),
        }
    }

    /// An operator that only an engine knows is a function of its catalogue by that name.
    fn engine_operator(&self, it: &ast::BinaryExpr, left: ExprId, right: ExprId) -> Expr {
        match it.operator_token().filter(|_| self.dialect == DialectKind::DuckDb) {
            Some(token) => call_to(token.text(), [left, right]),
            None => opaque([left, right]),
        }
    }

    fn list_comprehension(&mut self, it: &ast::ListComprehension, parameters: Box<[Ident]>) -> Expr {
        let source = self.required(it.source(), it.syntax());
        let element = self.required(it.element(), it.syntax());
        let condition = it.condition().map(|it| self.expr(&it));
        Expr::Comprehension { source, parameters, element, condition }
    }
}

/// The names of parameters, and where they stand.
fn parameters(names: impl Iterator<Item = ast::Name>) -> (Box<[Ident]>, Box<[TextRange]>) {
    names.filter_map(|it| Some((it.ident()?, trimmed(it.syntax())))).unzip_boxes()
}

/// The values of a braced constructor, those of inner ones included.
fn braced_values(fields: &ast::BracedFields) -> Vec<ast::Expr> {
    let mut values = Vec::new();
    for field in fields.braced_fields() {
        values.extend(field.expr());
        values.extend(field.braced_fields().into_iter().flat_map(|it| braced_values(&it)));
    }
    values
}

pub(super) fn opaque<const N: usize>(parts: [ExprId; N]) -> Expr {
    Expr::Opaque { parts: Box::new(parts), queries: Box::default() }
}

/// How the pattern behind an operator is read.
pub(super) fn pattern_kind(operator: Option<SyntaxToken>) -> PatternKind {
    match operator.map(|it| it.kind()) {
        Some(SyntaxKind::ILIKE_KW) => PatternKind::ILike,
        Some(SyntaxKind::SIMILAR_KW) => PatternKind::SimilarTo,
        Some(SyntaxKind::GLOB_KW) => PatternKind::Glob,
        Some(SyntaxKind::RLIKE_KW | SyntaxKind::REGEXP_KW) => PatternKind::Regex,
        _ => PatternKind::Like,
    }
}

fn literal(literal: &ast::Literal, dialect: DialectKind) -> Expr {
    match literal.kind() {
        Some(LiteralKind::Number(token)) => {
            Expr::Literal(Literal::Number(token.text().replace('_', "").into()))
        }
        Some(LiteralKind::String(token)) if is_bytes(&token) => Expr::Literal(Literal::Binary),
        Some(LiteralKind::String(token)) => {
            Expr::Literal(Literal::String(ast::string_content(token.text(), dialect)))
        }
        Some(LiteralKind::Date(token)) => {
            Expr::Literal(super::rocky::date_literal(token.text().trim_start_matches('@'), dialect))
        }
        Some(LiteralKind::Boolean(value)) => Expr::Literal(Literal::Boolean(value)),
        Some(LiteralKind::Null) => Expr::Literal(Literal::Null),
        None => Expr::Missing,
    }
}

/// Whether it has one of the prefixes of bytes: `b'…'`, `x'…'`, and with `r` for raw ones in either order.
fn is_bytes(token: &SyntaxToken) -> bool {
    let prefix = token.text().split(['\'', '"']).next().unwrap_or_default();
    token.kind() == SyntaxKind::STRING && prefix.contains(['b', 'B', 'x', 'X'])
}

/// The name of a macro that is called: `@name(…)`.
pub(super) fn macro_name(parameter: &ast::Parameter) -> Option<SmolStr> {
    let name = parameter.parameter_token().filter(|_| parameter.arg_list().is_some())?;
    Some(name.text().into())
}

/// The source of a node, blanks and comments within it made single spaces, so that layout changes no meaning.
pub(super) fn source_text(node: &SyntaxNode) -> SmolStr {
    let mut text = String::new();
    let mut gap = false;
    for element in node.descendants_with_tokens() {
        let Some(token) = element.into_token() else { continue };
        if token.kind().is_trivia() {
            gap = !text.is_empty();
        } else {
            if std::mem::take(&mut gap) {
                text.push(' ');
            }
            text.push_str(token.text());
        }
    }
    text.into()
}
