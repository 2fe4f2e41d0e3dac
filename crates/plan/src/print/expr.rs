//! Expressions, with the parentheses that precedence asks for.

use super::{Printer, Unprintable};
use base::DialectKind;
use hir::{
    BinaryOperator, Call, Expr, ExprId, Frame, FrameBound, FrameUnit, IsTest, Literal, UnaryOperator, Window,
};

/// How tightly an expression binds. Dialects differ in the fine order of comparisons, tests and operators, so these
/// are coarser than any of them: whatever could be read in two ways gets parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// `->`, which some dialects let bind looser than everything.
    Loose,
    Or,
    And,
    Not,
    /// Comparisons and tests, none of which chains.
    Comparison,
    /// `||`, bits, containment.
    Operator,
    Sum,
    Product,
    Power,
    Sign,
    Primary,
}

/// How deep products in calls of `MOD` may nest: what other dialects write as one long chain.
const MAX_REMAINDERS: u32 = 200;

impl Printer<'_> {
    pub(super) fn expr(&mut self, id: ExprId) -> Result<(), Unprintable> {
        self.expr_above(id, Level::Loose)
    }

    /// Prints an expression, in parentheses if it binds looser than `least`.
    fn expr_above(&mut self, id: ExprId, least: Level) -> Result<(), Unprintable> {
        if self.level(id) < least {
            self.word("(");
            self.bare_expr(id)?;
            self.word(")");
            return Ok(());
        }
        self.bare_expr(id)
    }

    fn bare_expr(&mut self, id: ExprId) -> Result<(), Unprintable> {
        let body = self.body;
        match &body.exprs[id] {
            Expr::Missing => Err(Unprintable::new("an expression is missing")),
            Expr::Name(path) => {
                self.path(path);
                Ok(())
            }
            Expr::Literal(literal) => self.literal(literal),
            Expr::Unary { operator: UnaryOperator::Not, operand } => {
                self.word("NOT ");
                self.expr_above(*operand, Level::Sign)
            }
            Expr::Unary { operator, operand } => {
                self.word(match operator {
                    UnaryOperator::Plus => "+",
                    UnaryOperator::BitNot => "~",
                    _ => "-",
                });
                self.expr_above(*operand, Level::Primary)
            }
            Expr::Binary { .. } if self.is_modulo_call(id) => self.modulo_calls(id),
            Expr::Binary { .. } => self.binary_chain(id),
            Expr::Is { operand, test, negated } => {
                self.expr_above(*operand, Level::Operator)?;
                self.word(if *negated { " IS NOT " } else { " IS " });
                self.word(match test {
                    IsTest::Null => "NULL",
                    IsTest::True => "TRUE",
                    IsTest::False => "FALSE",
                    IsTest::Other => return Err(no_form("the test")),
                });
                Ok(())
            }
            Expr::Between { value, low, high, negated } => {
                self.expr_above(*value, Level::Operator)?;
                self.word(if *negated { " NOT BETWEEN " } else { " BETWEEN " });
                self.expr_above(*low, Level::Operator)?;
                self.word(" AND ");
                self.expr_above(*high, Level::Operator)
            }
            Expr::InList { value, list, negated } => {
                self.expr_above(*value, Level::Operator)?;
                self.word(if *negated { " NOT IN (" } else { " IN (" });
                self.separated(&**list, |printer, it| printer.expr(*it))?;
                self.word(")");
                Ok(())
            }
            Expr::InQuery { value, query, negated } => {
                self.expr_above(*value, Level::Operator)?;
                self.word(if *negated { " NOT IN " } else { " IN " });
                self.parenthesised_query(*query)
            }
            Expr::Case { operand, arms, otherwise } => self.case(*operand, arms, *otherwise),
            Expr::Cast { operand, ty, fallible } => {
                self.word(if *fallible { "TRY_CAST(" } else { "CAST(" });
                self.expr(*operand)?;
                self.word(" AS ");
                self.word(ty);
                self.word(")");
                Ok(())
            }
            Expr::Call(call) => self.call(call),
            Expr::Exists(query) => {
                self.word("EXISTS ");
                self.parenthesised_query(*query)
            }
            Expr::Subquery(query) => self.parenthesised_query(*query),
            Expr::Extract { field, operand } => {
                self.word("EXTRACT(");
                self.word(field);
                self.word(" FROM ");
                self.expr(*operand)?;
                self.word(")");
                Ok(())
            }
            Expr::Parameter(text) => {
                self.word(text);
                Ok(())
            }
            Expr::Macro(_) => Err(no_form("a macro")),
            Expr::Like { .. } => Err(no_form("LIKE")),
            Expr::ArrayQuery(_) | Expr::Typed { .. } | Expr::Comprehension { .. } => Err(no_form("a list")),
            Expr::InValue { .. } => Err(no_form("IN with a list")),
            Expr::Position(_) => Err(no_form("a column by its place")),
            Expr::Generated { .. } => Err(no_form("a function of several columns")),
            Expr::Tuple(_) | Expr::Array(_) | Expr::Struct(_) | Expr::Map(_) => {
                Err(no_form("a nested value"))
            }
            Expr::Index { .. } | Expr::Slice { .. } | Expr::Field { .. } | Expr::JsonPath { .. } => {
                Err(no_form("access into a value"))
            }
            Expr::Lambda { .. } => Err(no_form("a lambda")),
            Expr::Interval { .. } => Err(no_form("an interval")),
            Expr::AtTimeZone { .. } => Err(no_form("AT TIME ZONE")),
            Expr::Collate(_) => Err(no_form("COLLATE")),
            Expr::Columns(_) => Err(no_form("COLUMNS")),
            Expr::Opaque { .. } => Err(Unprintable::new("an expression could not be read")),
        }
    }

    /// Prints `a + b + …`. The chain is as deep as it is long, so its left spine is walked by a loop.
    fn binary_chain(&mut self, id: ExprId) -> Result<(), Unprintable> {
        let body = self.body;
        let level = self.level(id);
        let mut spine = Vec::new();
        let mut innermost = id;
        while let Expr::Binary { operator, left, right } = &body.exprs[innermost] {
            spine.push((*operator, *right));
            innermost = *left;
            let chains = match level {
                Level::Or | Level::And | Level::Sum | Level::Product => true,
                // `a || b || c` is one thing; a chain of different ones is not the same in all dialects.
                Level::Operator => *operator == BinaryOperator::Concat && self.is_concat(innermost),
                _ => false,
            };
            if !chains || self.level(innermost) != level {
                break;
            }
        }
        let operand = tighter(level);
        self.expr_above(innermost, operand)?;
        while let Some((operator, right)) = spine.pop() {
            self.word(" ");
            self.word(symbol(operator)?);
            self.word(" ");
            // AND and OR are associative whatever stands in them.
            let right_level = if matches!(level, Level::And | Level::Or) { level } else { operand };
            self.expr_above(right, right_level)?;
        }
        Ok(())
    }

    /// BigQuery has no `%`, but a function.
    fn is_modulo_call(&self, id: ExprId) -> bool {
        self.dialect == DialectKind::BigQuery
            && matches!(self.body.exprs[id], Expr::Binary { operator: BinaryOperator::Modulo, .. })
    }

    /// Prints `MOD(MOD(a, b), c)`. The chain is as deep as it is long, so its left spine is walked by a loop.
    fn modulo_calls(&mut self, id: ExprId) -> Result<(), Unprintable> {
        let body = self.body;
        let mut divisors = Vec::new();
        let mut innermost = id;
        while let Expr::Binary { operator: BinaryOperator::Modulo, left, right } = &body.exprs[innermost] {
            divisors.push(*right);
            innermost = *left;
            self.word("MOD(");
        }
        self.remainders += 1;
        if self.remainders > MAX_REMAINDERS {
            return Err(Unprintable::new(format!(
                "more than {MAX_REMAINDERS} remainders are made of each other"
            )));
        }
        self.expr(innermost)?;
        self.remainders -= 1;
        while let Some(divisor) = divisors.pop() {
            self.word(", ");
            self.expr(divisor)?;
            self.word(")");
        }
        Ok(())
    }

    fn is_concat(&self, id: ExprId) -> bool {
        matches!(self.body.exprs[id], Expr::Binary { operator: BinaryOperator::Concat, .. })
    }

    fn case(
        &mut self,
        operand: Option<ExprId>,
        arms: &[(ExprId, ExprId)],
        otherwise: Option<ExprId>,
    ) -> Result<(), Unprintable> {
        self.word("CASE");
        if let Some(operand) = operand {
            self.word(" ");
            self.expr(operand)?;
        }
        for (condition, result) in arms {
            self.word(" WHEN ");
            self.expr(*condition)?;
            self.word(" THEN ");
            self.expr(*result)?;
        }
        if let Some(otherwise) = otherwise {
            self.word(" ELSE ");
            self.expr(otherwise)?;
        }
        self.word(" END");
        Ok(())
    }

    fn call(&mut self, call: &Call) -> Result<(), Unprintable> {
        if !call.order_by.is_empty() {
            return Err(no_form("ORDER BY within a call"));
        }
        let Some((function, schema)) = call.name.split_last() else {
            return Err(Unprintable::new("a function has no name"));
        };
        for part in schema {
            self.ident(part);
            self.word(".");
        }
        match (function.quoted, schema) {
            // Functions may be named like reserved words (`left`, `map`), which are not quoted then.
            (false, []) => self.word(&function.text.to_uppercase()),
            // Those of a schema are somebody's own, and BigQuery tells their spellings apart.
            _ => self.ident(function),
        }
        self.word("(");
        self.word(if call.distinct { "DISTINCT " } else { "" });
        self.word(if call.star { "*" } else { "" });
        self.separated(&*call.args, |printer, argument| {
            if let Some(name) = &argument.name {
                printer.ident(name);
                printer.word(" := ");
            }
            printer.expr(argument.value)
        })?;
        self.word(")");
        if let Some(filter) = call.filter {
            self.word(" FILTER (WHERE ");
            self.expr(filter)?;
            self.word(")");
        }
        let Some(window) = &call.window else { return Ok(()) };
        self.word(" OVER ");
        self.window(window)
    }

    pub(super) fn window(&mut self, window: &Window) -> Result<(), Unprintable> {
        self.word("(");
        let start = self.out.len();
        if let Some(base) = &window.base {
            self.ident(base);
        }
        let gap = |printer: &mut Self| {
            if printer.out.len() > start {
                printer.word(" ");
            }
        };
        if !window.partition_by.is_empty() {
            gap(self);
            self.word("PARTITION BY ");
            self.separated(&*window.partition_by, |printer, it| printer.expr(*it))?;
        }
        if !window.order_by.is_empty() {
            gap(self);
            self.word("ORDER BY ");
            self.sort_keys(&window.order_by, &window.orders)?;
        }
        if let Some(frame) = &window.bounds {
            gap(self);
            self.frame(frame, &window.frame)?;
        }
        self.word(")");
        Ok(())
    }

    fn frame(&mut self, frame: &Frame, amounts: &[ExprId]) -> Result<(), Unprintable> {
        self.word(match frame.unit {
            FrameUnit::Rows => "ROWS ",
            FrameUnit::Range => "RANGE ",
            FrameUnit::Groups => "GROUPS ",
        });
        let mut amounts = amounts.iter().copied();
        let Some(end) = frame.end else { return self.frame_bound(frame.start, amounts.next()) };
        self.word("BETWEEN ");
        let start_amount = match frame.start {
            FrameBound::Preceding | FrameBound::Following => amounts.next(),
            _ => None,
        };
        self.frame_bound(frame.start, start_amount)?;
        self.word(" AND ");
        self.frame_bound(end, amounts.next())
    }

    fn frame_bound(&mut self, bound: FrameBound, amount: Option<ExprId>) -> Result<(), Unprintable> {
        let words = match bound {
            FrameBound::UnboundedPreceding => "UNBOUNDED PRECEDING",
            FrameBound::CurrentRow => "CURRENT ROW",
            FrameBound::UnboundedFollowing => "UNBOUNDED FOLLOWING",
            FrameBound::Preceding | FrameBound::Following => {
                let amount = amount.ok_or_else(|| Unprintable::new("a window frame has no amount"))?;
                self.expr_above(amount, Level::Primary)?;
                if bound == FrameBound::Preceding { " PRECEDING" } else { " FOLLOWING" }
            }
        };
        self.word(words);
        Ok(())
    }

    fn literal(&mut self, literal: &Literal) -> Result<(), Unprintable> {
        match literal {
            Literal::Number(text) => self.word(text),
            Literal::String(text) => {
                let quoted = dialect::quote_string(text, self.dialect);
                self.word(&quoted);
            }
            Literal::Boolean(value) => self.word(if *value { "TRUE" } else { "FALSE" }),
            Literal::Null => self.word("NULL"),
            Literal::Typed { text, .. } if has_zone(text) => self.instant(text),
            Literal::Typed { ty, text } => {
                let quoted = dialect::quote_string(text, self.dialect);
                self.word(ty);
                self.word(" ");
                self.word(&quoted);
            }
            Literal::Binary => return Err(no_form("a binary literal")),
        }
        Ok(())
    }

    /// A timestamp with a zone.
    fn instant(&mut self, text: &str) {
        let zone = text.len().saturating_sub("+00:00".len());
        let (time, zone) = text.split_at(zone);
        let sql = match self.dialect {
            DialectKind::DuckDb => format!("TIMESTAMPTZ '{text}'"),
            DialectKind::Databricks | DialectKind::BigQuery => format!("TIMESTAMP '{text}'"),
            // `TIMESTAMP '…'` would forget the zone.
            DialectKind::Snowflake => format!("CAST('{text}' AS TIMESTAMP_TZ)"),
            DialectKind::Trino => format!("TIMESTAMP '{time} {zone}'"),
        };
        self.word(&sql);
    }

    fn level(&self, id: ExprId) -> Level {
        match &self.body.exprs[id] {
            Expr::Binary { .. } if self.is_modulo_call(id) => Level::Primary,
            Expr::Binary { operator, .. } => match operator {
                BinaryOperator::Or => Level::Or,
                BinaryOperator::And => Level::And,
                BinaryOperator::Equal
                | BinaryOperator::NotEqual
                | BinaryOperator::Less
                | BinaryOperator::LessEqual
                | BinaryOperator::Greater
                | BinaryOperator::GreaterEqual
                | BinaryOperator::IsDistinctFrom
                | BinaryOperator::IsNotDistinctFrom => Level::Comparison,
                BinaryOperator::Add | BinaryOperator::Subtract => Level::Sum,
                BinaryOperator::Multiply
                | BinaryOperator::Divide
                | BinaryOperator::IntegerDivide
                | BinaryOperator::Modulo => Level::Product,
                BinaryOperator::Power => Level::Power,
                BinaryOperator::Arrow | BinaryOperator::LongArrow => Level::Loose,
                _ => Level::Operator,
            },
            Expr::Unary { operator: UnaryOperator::Not, .. } => Level::Not,
            Expr::Unary { .. } => Level::Sign,
            Expr::Is { .. } | Expr::Between { .. } | Expr::InList { .. } | Expr::InQuery { .. } => {
                Level::Comparison
            }
            _ => Level::Primary,
        }
    }
}

/// Whether a timestamp's text ends in a zone: the sign is no part of the date.
fn has_zone(text: &str) -> bool {
    text.get("0000-00-00 00:00:00".len()..).is_some_and(|it| it.contains(['+', '-']))
}

fn no_form(what: &str) -> Unprintable {
    Unprintable::new(format!("{what} has no form in the DSL"))
}

/// The level that an operand needs not to be drawn into its neighbours.
fn tighter(level: Level) -> Level {
    match level {
        Level::Or => Level::And,
        Level::And => Level::Not,
        Level::Not | Level::Comparison => Level::Operator,
        Level::Sum => Level::Product,
        Level::Product => Level::Power,
        // Dialects disagree on whether `||` binds tighter than `+`.
        Level::Loose | Level::Operator | Level::Power | Level::Sign | Level::Primary => Level::Primary,
    }
}

fn symbol(operator: BinaryOperator) -> Result<&'static str, Unprintable> {
    Ok(match operator {
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::IntegerDivide => "//",
        BinaryOperator::Modulo => "%",
        BinaryOperator::Power => "^",
        BinaryOperator::Concat => "||",
        BinaryOperator::BitAnd => "&",
        BinaryOperator::BitOr => "|",
        BinaryOperator::ShiftLeft => "<<",
        BinaryOperator::ShiftRight => ">>",
        BinaryOperator::Equal => "=",
        BinaryOperator::NotEqual => "<>",
        BinaryOperator::Less => "<",
        BinaryOperator::LessEqual => "<=",
        BinaryOperator::Greater => ">",
        BinaryOperator::GreaterEqual => ">=",
        BinaryOperator::IsDistinctFrom => "IS DISTINCT FROM",
        BinaryOperator::IsNotDistinctFrom => "IS NOT DISTINCT FROM",
        BinaryOperator::And => "AND",
        BinaryOperator::Or => "OR",
        BinaryOperator::Arrow => "->",
        BinaryOperator::LongArrow => "->>",
        BinaryOperator::Contains => "@>",
        BinaryOperator::ContainedBy => "<@",
        BinaryOperator::Overlaps => "&&",
        BinaryOperator::BitXor | BinaryOperator::Like | BinaryOperator::RegexMatch => {
            return Err(no_form("the operator"));
        }
    })
}
