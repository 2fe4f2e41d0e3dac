//! Expressions of the DSL, with the parentheses that precedence asks for.

use super::{Named, Writer, name};
use hir::{
    BinaryOperator, Call, Expr, ExprId, Frame, FrameBound, FrameUnit, IsTest, Literal, UnaryOperator, Window,
};

/// How tightly an expression of the DSL binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    And,
    Comparison,
    Sum,
    Product,
    /// `not` and `-`.
    Sign,
    Primary,
}

impl Writer<'_> {
    /// An expression; what `named` has is written by its name.
    pub(super) fn expr(&self, id: ExprId, named: &Named) -> Option<String> {
        self.above(id, Level::Or, named)
    }

    /// The same, in parentheses if it binds looser than `least`.
    fn above(&self, id: ExprId, least: Level, named: &Named) -> Option<String> {
        if let Some((_, name)) = named.iter().find(|it| self.is_same(it.0, id)) {
            return Some(name.clone());
        }
        let (level, text) = self.bare(id, named)?;
        Some(if level < least { format!("({text})") } else { text })
    }

    fn bare(&self, id: ExprId, named: &Named) -> Option<(Level, String)> {
        let written = |it: ExprId, least: Level| self.above(it, least, named);
        Some(match &self.body.exprs[id] {
            Expr::Name(path) => {
                (Level::Primary, path.iter().map(name).collect::<Option<Vec<_>>>()?.join("."))
            }
            Expr::Literal(literal) => (Level::Primary, self::literal(literal)?),
            Expr::Unary { operator: UnaryOperator::Not, operand } => {
                (Level::Sign, format!("not {}", written(*operand, Level::Primary)?))
            }
            Expr::Unary { operator: UnaryOperator::Minus, operand } => {
                (Level::Sign, format!("-{}", written(*operand, Level::Primary)?))
            }
            Expr::Binary { operator, left, right } => {
                let (level, symbol) = symbol(*operator)?;
                let (of_left, of_right) = match level {
                    Level::Or | Level::And => (level, level),
                    Level::Comparison => (Level::Sum, Level::Sum),
                    Level::Sum => (Level::Sum, Level::Product),
                    _ => (Level::Product, Level::Sign),
                };
                (level, format!("{} {symbol} {}", written(*left, of_left)?, written(*right, of_right)?))
            }
            Expr::Is { operand, test: IsTest::Null, negated } => {
                let test = if *negated { "is not null" } else { "is null" };
                (Level::Comparison, format!("{} {test}", written(*operand, Level::Sum)?))
            }
            Expr::Call(call) => (Level::Primary, self.call(call, named)?),
            Expr::Case { operand: None, arms, otherwise } => {
                (Level::Primary, self.matched(arms, *otherwise, named)?)
            }
            _ => return None,
        })
    }

    fn call(&self, call: &Call, named: &Named) -> Option<String> {
        let is_plain = !call.is_broken
            && !call.distinct
            && call.order_by.is_empty()
            && !call.export_state
            && call.filter.is_none();
        if !is_plain {
            return None;
        }
        let path = match &call.name[..] {
            // As functions are written in pipelines; one that somebody has defined may have a name of its own.
            [only] if only.text.bytes().all(|it| !it.is_ascii_lowercase()) => name(only)?.to_lowercase(),
            path => path.iter().map(name).collect::<Option<Vec<_>>>()?.join("."),
        };
        let arguments = call.args.iter().map(|it| match it.name {
            Some(_) => None,
            None => self.expr(it.value, named),
        });
        let mut text = format!("{path}({})", arguments.collect::<Option<Vec<_>>>()?.join(", "));
        if let Some(window) = &call.window {
            text.push_str(&format!(" over ({})", self.window(window, named)?));
        }
        Some(text)
    }

    fn window(&self, window: &Window, named: &Named) -> Option<String> {
        let mut parts = Vec::new();
        if window.base.is_some() {
            return None;
        }
        if !window.partition_by.is_empty() {
            let columns = window.partition_by.iter().map(|it| self.expr(*it, named));
            parts.push(format!("partition {}", columns.collect::<Option<Vec<_>>>()?.join(", ")));
        }
        let keys = window.order_by.iter().zip(&window.orders).map(|(key, order)| {
            let key = self.above(*key, Level::Primary, named).filter(|_| order.nulls_first.is_none())?;
            Some(if order.descending { format!("-{key}") } else { key })
        });
        let keys = keys.collect::<Option<Vec<_>>>()?;
        if !keys.is_empty() {
            parts.push(format!("sort {}", keys.join(", ")));
        }
        if let Some(frame) = &window.bounds {
            parts.push(frame_text(frame)?);
        }
        Some(parts.join(", "))
    }

    /// `CASE` whose conditions are all about one value, as `match`.
    fn matched(&self, arms: &[(ExprId, ExprId)], otherwise: Option<ExprId>, named: &Named) -> Option<String> {
        let mut subject: Option<ExprId> = None;
        let mut lines = Vec::new();
        for (condition, result) in arms {
            let (of, pattern) = match &self.body.exprs[*condition] {
                Expr::Binary { operator, left, right } => {
                    let (level, symbol) = symbol(*operator)?;
                    let value =
                        self.above(*right, Level::Sum, named).filter(|_| level == Level::Comparison)?;
                    (*left, if symbol == "==" { value } else { format!("{symbol} {value}") })
                }
                Expr::Is { operand, test: IsTest::Null, negated: false } => (*operand, "null".to_owned()),
                _ => return None,
            };
            if subject.is_some_and(|it| !self.is_same(it, of)) {
                return None;
            }
            subject = Some(of);
            lines.push(format!("{pattern} => {}", self.expr(*result, named)?));
        }
        if let Some(otherwise) = otherwise {
            lines.push(format!("_ => {}", self.expr(otherwise, named)?));
        }
        Some(format!("match {} {{ {} }}", self.above(subject?, Level::Sum, named)?, lines.join(", ")))
    }
}

fn symbol(operator: BinaryOperator) -> Option<(Level, &'static str)> {
    Some(match operator {
        BinaryOperator::Or => (Level::Or, "or"),
        BinaryOperator::And => (Level::And, "and"),
        BinaryOperator::Equal => (Level::Comparison, "=="),
        BinaryOperator::IsDistinctFrom => (Level::Comparison, "!="),
        BinaryOperator::Less => (Level::Comparison, "<"),
        BinaryOperator::LessEqual => (Level::Comparison, "<="),
        BinaryOperator::Greater => (Level::Comparison, ">"),
        BinaryOperator::GreaterEqual => (Level::Comparison, ">="),
        BinaryOperator::Add => (Level::Sum, "+"),
        BinaryOperator::Subtract => (Level::Sum, "-"),
        BinaryOperator::Multiply => (Level::Product, "*"),
        BinaryOperator::Divide => (Level::Product, "/"),
        BinaryOperator::Modulo => (Level::Product, "%"),
        _ => return None,
    })
}

fn literal(literal: &Literal) -> Option<String> {
    Some(match literal {
        Literal::Number(text) => text.to_string(),
        Literal::Boolean(true) => "true".to_owned(),
        Literal::Boolean(false) => "false".to_owned(),
        Literal::Null => "null".to_owned(),
        Literal::String(text) if !text.contains('"') => format!("\"{text}\""),
        Literal::String(text) if !text.contains('\'') => format!("'{text}'"),
        Literal::Typed { ty, text } if ty.eq_ignore_ascii_case("date") => format!("@{text}"),
        _ => return None,
    })
}

fn frame_text(frame: &Frame) -> Option<String> {
    let unit = match frame.unit {
        FrameUnit::Rows => "rows",
        FrameUnit::Range => "range",
        FrameUnit::Groups => return None,
    };
    let bound = |it: FrameBound| match it {
        FrameBound::UnboundedPreceding | FrameBound::UnboundedFollowing => Some("unbounded"),
        FrameBound::CurrentRow => Some("current"),
        FrameBound::Preceding | FrameBound::Following => None,
    };
    if frame.excludes {
        return None;
    }
    Some(format!("{unit} {} .. {}", bound(frame.start)?, bound(frame.end?)?))
}
