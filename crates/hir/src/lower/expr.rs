//! Lowering of expressions.

use super::{Context, segments, trimmed};
use crate::{Argument, BinaryOperator, Call, Expr, ExprId, IsTest, Literal, UnaryOperator, Window};
use base::{DialectKind, Ident, SmolStr, TextRange};
use syntax::{
    SyntaxKind, SyntaxNode, SyntaxToken,
    ast::{self, AstNode, LiteralKind},
};

impl Context {
    /// Lowers an expression. Parentheses mean nothing by themselves, and leave no trace but in the tree.
    pub(super) fn expr(&mut self, expr: &ast::Expr) -> ExprId {
        if let Some(inlined) = self.inlined(expr) {
            return inlined;
        }
        match expr {
            ast::Expr::ParenExpr(it) => self.required(it.expr(), it.syntax()),
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
                None => Expr::Opaque { parts: Box::new([left, right]), queries: Box::default() },
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
                Expr::Columns(star.pattern)
            }
            ast::Expr::ColumnsExpr(it) => Expr::Columns(it.exprs().map(|it| self.expr(&it)).last()),
            ast::Expr::Parameter(it) => match macro_name(it) {
                Some(name) => Expr::Macro(name),
                None => Expr::Parameter(source_text(it.syntax())),
            },
            ast::Expr::PositionalRef(it) => Expr::Parameter(source_text(it.syntax())),
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
            ast::Expr::ListExpr(it) => Expr::Array(self.list(it.exprs())),
            ast::Expr::ListComprehension(it) => self.list_comprehension(it),
            ast::Expr::ArrayQueryExpr(it) => {
                let queries = it.query().iter().map(|it| self.query(it)).collect();
                Expr::Opaque { parts: Box::default(), queries }
            }
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
                    _ => opaque([operand]),
                }
            }
            ast::Expr::PostfixExpr(it) => opaque([self.required(it.expr(), it.syntax())]),
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
                let parts = parts.into_iter().flatten().map(|it| self.expr(&it)).collect();
                Expr::Opaque { parts, queries: Box::default() }
            }
            ast::Expr::CallExpr(it) => {
                let (call, ranges) = self.call(it);
                names = ranges;
                call
            }
            ast::Expr::IndirectCallExpr(it) => {
                let mut parts: Vec<_> =
                    it.call_expr().map(|it| self.expr(&ast::Expr::CallExpr(it))).into_iter().collect();
                for argument in it.arg_list().iter().flat_map(|it| it.args()) {
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
            ast::Expr::JsonPathExpr(it) => opaque([self.required(it.base(), it.syntax())]),
            ast::Expr::LambdaExpr(it) => Expr::Lambda {
                parameters: it.params().filter_map(|it| it.name()?.ident()).collect(),
                body: self.required(it.body(), it.syntax()),
            },
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
            // Its variables are names of their own: nothing can be said of those within.
            ast::Expr::WithExpr(it) => {
                let parameters: Box<[Ident]> =
                    it.with_variables().filter_map(|it| it.name()?.ident()).collect();
                let mut parts = Vec::new();
                for inner in it.with_variables().filter_map(|it| it.expr()).chain(it.expr()) {
                    let body = self.expr(&inner);
                    let lambda = Expr::Lambda { parameters: parameters.clone(), body };
                    parts.push(self.alloc_expr(lambda, trimmed(inner.syntax())));
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
            Some(list) => opaque([value, self.expr(&list)]),
            None => opaque([value]),
        }
    }

    fn list_comprehension(&mut self, it: &ast::ListComprehension) -> Expr {
        let source = self.required(it.source(), it.syntax());
        let parameters: Box<[Ident]> = it.names().filter_map(|it| it.ident()).collect();
        let mut parts = vec![source];
        for inner in [it.element(), it.condition()].into_iter().flatten() {
            let body = self.expr(&inner);
            let lambda = Expr::Lambda { parameters: parameters.clone(), body };
            parts.push(self.alloc_expr(lambda, trimmed(inner.syntax())));
        }
        Expr::Opaque { parts: parts.into(), queries: Box::default() }
    }

    /// A call that SQL spells with words between its arguments.
    fn call_of(&mut self, name: &str, node: &SyntaxNode, args: [Option<ast::Expr>; 3]) -> Expr {
        let mut lowered = vec![Argument { name: None, value: self.required(args[0].clone(), node) }];
        let rest = args[1..].iter().flatten();
        lowered.extend(rest.map(|it| Argument { name: None, value: self.expr(it) }));
        Expr::Call(Box::new(Call {
            name: Box::new([Ident::new(name)]),
            args: lowered.into(),
            ..Call::default()
        }))
    }

    fn call(&mut self, it: &ast::CallExpr) -> (Expr, Box<[TextRange]>) {
        let (name, ranges) = it.path().map(|it| segments(it.syntax())).unwrap_or_default();
        let mut call = Call { name, ..Call::default() };
        self.arguments(&mut call, it.arg_list(), it.within_group(), it.filter_clause());
        // `count()` of the DSL counts rows.
        let counts = |it: &Ident| it.text.eq_ignore_ascii_case("count");
        call.export_state = it.export_state_token().is_some();
        call.star |= self.dsl.active && call.args.is_empty() && call.name.last().is_some_and(counts);
        call.window = match (it.over_clause(), it.rocky_over()) {
            (Some(over), _) => Some(self.over(&over)),
            (None, Some(over)) => Some(self.rocky_over(&over)),
            (None, None) => None,
        };
        (Expr::Call(Box::new(call)), ranges)
    }

    fn method_call(&mut self, it: &ast::MethodCallExpr, names: &mut Box<[TextRange]>) -> Expr {
        let receiver = self.required(it.receiver(), it.syntax());
        let Some(name) = it.name_ref() else { return opaque([receiver]) };
        *names = Box::new([trimmed(name.syntax())]);
        let mut call = Call { name: name.ident().into_iter().collect(), ..Call::default() };
        self.arguments(&mut call, it.arg_list(), it.within_group(), it.filter_clause());
        let receiver = Argument { name: None, value: receiver };
        call.args = std::iter::once(receiver).chain(call.args).collect();
        call.window = it.over_clause().map(|it| self.over(&it));
        Expr::Call(Box::new(call))
    }

    fn arguments(
        &mut self,
        call: &mut Call,
        list: Option<ast::ArgList>,
        within_group: Option<ast::WithinGroup>,
        filter: Option<ast::FilterClause>,
    ) {
        if let Some(list) = list {
            call.distinct = list.distinct_token().is_some();
            call.is_broken = self.lost_items(list.syntax());
            let args: Vec<_> = list.args().collect();
            call.star = matches!(&args[..], [only] if matches!(only.expr(), Some(ast::Expr::StarExpr(_))));
            if !call.star {
                // A loop rather than `map`: calls nest, and the frames of `collect` take the stack that they need.
                let mut lowered = Vec::with_capacity(args.len());
                for argument in &args {
                    lowered.push(self.argument(argument));
                }
                for member in list.json_members() {
                    let parts = [member.key(), member.value()].into_iter().flatten();
                    let argument = |value: ast::Expr| Argument { name: None, value: self.expr(&value) };
                    lowered.extend(parts.map(argument));
                }
                call.args = lowered.into();
            }
            call.order_by = self.order_by(list.order_by_clause());
        }
        if let Some(within) = within_group {
            call.within_group = true;
            call.order_by = self.order_by(within.order_by_clause());
        }
        call.filter = filter.and_then(|it| it.condition()).map(|it| self.expr(&it));
    }

    fn argument(&mut self, it: &ast::Arg) -> Argument {
        let name = it.name().and_then(|it| it.ident()).or_else(|| Context::alias_ident(it.alias()));
        let value = match (it.expr(), it.query()) {
            (Some(expr), _) => self.expr(&expr),
            (None, Some(query)) => {
                let range = trimmed(query.syntax());
                let query = self.query(&query);
                self.alloc_expr(Expr::Subquery(query), range)
            }
            (None, None) => match it.table_arg() {
                Some(table) => self.table_argument(&table),
                None if it.descriptor_arg().is_some() => self.alloc_expr(opaque([]), trimmed(it.syntax())),
                None => self.required(None, it.syntax()),
            },
        };
        Argument { name, value }
    }

    /// A table as an argument: a query that reads all of it.
    fn table_argument(&mut self, it: &ast::TableArg) -> ExprId {
        let range = trimmed(it.syntax());
        let mut queries = Vec::new();
        let mut parts = Vec::new();
        if let Some(query) = it.query() {
            queries.push(self.query(&query));
        } else if let (Some(path), true) = (it.path(), it.table_token().is_some()) {
            queries.push(self.query_of_table(&path));
        } else if let Some(call) = it.call_expr() {
            parts.push(self.expr(&ast::Expr::CallExpr(call)));
        }
        self.alloc_expr(Expr::Opaque { parts: parts.into(), queries: queries.into() }, range)
    }

    fn over(&mut self, over: &ast::OverClause) -> Window {
        match (over.window_spec(), over.window()) {
            (Some(spec), _) => self.window_spec(&spec),
            (None, window) => Window { base: window.and_then(|it| it.ident()), ..Window::default() },
        }
    }
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
