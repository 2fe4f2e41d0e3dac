//! Lowering of calls: their arguments, windows, and forms that SQL spells with words.

use super::expr::{opaque, source_text};
use super::{Context, segments, trimmed};
use crate::{Argument, Call, Expr, ExprId, Window};
use base::{Ident, TextRange};
use syntax::{
    SyntaxNode,
    ast::{self, AstNode},
};

impl Context {
    /// A call that SQL spells with words between its arguments.
    pub(super) fn call_of(&mut self, name: &str, node: &SyntaxNode, args: [Option<ast::Expr>; 3]) -> Expr {
        let mut lowered = vec![Argument { name: None, value: self.required(args[0].clone(), node) }];
        let rest = args[1..].iter().flatten();
        lowered.extend(rest.map(|it| Argument { name: None, value: self.expr(it) }));
        Expr::Call(Box::new(Call {
            name: Box::new([Ident::new(name)]),
            args: lowered.into(),
            ..Call::default()
        }))
    }

    /// A call, as the type behind RETURNING where there is one: `json_value(a, 'lax $.b' RETURNING bigint)`.
    pub(super) fn returning_call(
        &mut self,
        it: &ast::CallExpr,
        range: TextRange,
    ) -> (Expr, Box<[TextRange]>) {
        let (call, names) = self.call(it);
        let Some(ty) = it.arg_list().and_then(|it| it.json_returning()).and_then(|it| it.type_name()) else {
            return (call, names);
        };
        let operand = self.alloc_expr(call, range);
        self.source_map.expr_names.insert(operand, names);
        (Expr::Cast { operand, ty: source_text(ty.syntax()), fallible: false }, Box::default())
    }

    pub(super) fn call(&mut self, it: &ast::CallExpr) -> (Expr, Box<[TextRange]>) {
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

    pub(super) fn method_call(&mut self, it: &ast::MethodCallExpr, names: &mut Box<[TextRange]>) -> Expr {
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

    pub(super) fn argument(&mut self, it: &ast::Arg) -> Argument {
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

    pub(super) fn over(&mut self, over: &ast::OverClause) -> Window {
        match (over.window_spec(), over.window()) {
            (Some(spec), _) => {
                let window = self.window_spec(&spec);
                self.window_name = spec.base().map(|it| trimmed(it.syntax()));
                window
            }
            (None, name) => {
                self.window_name = name.as_ref().map(|it| trimmed(it.syntax()));
                Window { base: name.and_then(|it| it.ident()), ..Window::default() }
            }
        }
    }
}

/// A call of a function that the text spells in another way.
pub(super) fn call_to(name: &str, args: impl IntoIterator<Item = ExprId>) -> Expr {
    let argument = |value| Argument { name: None, value };
    Expr::Call(Box::new(Call {
        name: Box::new([Ident::new(name)]),
        args: args.into_iter().map(argument).collect(),
        ..Call::default()
    }))
}
