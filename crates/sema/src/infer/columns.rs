//! `COLUMNS(…)` and stars with patterns: which columns they pick, and items that stand for several
//! (<https://duckdb.org/docs/stable/sql/expressions/star>).

use super::{Context, Definition, Derivation, Output, OutputColumn, scope::Scope};
use crate::OpenReason;
use base::{DialectKind, Ident, SmolStr};
use dialect::{BinaryOperator, UnaryOperator};
use hir::{Expr, ExprId, Literal, PatternKind, SelectId, Star, StarPattern};
use regex::bytes::{Regex, RegexBuilder};

impl<'a> Context<'a> {
    /// Leaves of a star's columns those that its pattern picks; `None` where only the engine can tell.
    pub(super) fn pick(&self, pattern: &StarPattern, mut output: Output) -> Option<Output> {
        if output.open.is_some() {
            return None;
        }
        let picked: Option<Vec<bool>> =
            output.columns.iter().map(|it| self.picks(pattern, &it.name)).collect();
        let mut picked = picked?.into_iter();
        output.columns.retain(|_| picked.next().unwrap_or_default());
        Some(output)
    }

    fn picks(&self, pattern: &StarPattern, name: &SmolStr) -> Option<bool> {
        // A name that the engine makes up.
        if name.is_empty() {
            return None;
        }
        match pattern {
            StarPattern::Like { kind, negated, pattern, escape } => {
                let pattern = self.text(*pattern)?;
                let matcher = match (kind, escape) {
                    (_, None) => matcher(*kind, pattern)?,
                    (PatternKind::Like | PatternKind::ILike, Some(escape)) => {
                        let mut escape = self.text(*escape)?.chars();
                        compiled(
                            *kind,
                            &like_regex(pattern, escape.next().filter(|_| escape.as_str().is_empty())),
                        )?
                    }
                    _ => return None,
                };
                Some(matcher.matches(name)? != *negated)
            }
            StarPattern::Columns(expr) => match &self.body.exprs[*expr] {
                Expr::Literal(Literal::String(text)) => matcher(PatternKind::Regex, text)?.matches(name),
                Expr::Lambda { parameters, body } => match &parameters[..] {
                    [parameter] => self.holds(*body, parameter, name),
                    _ => None,
                },
                Expr::Array(items) => {
                    let names: Option<Vec<&SmolStr>> = items.iter().map(|it| self.text(*it)).collect();
                    Some(names?.iter().any(|it| it.eq_ignore_ascii_case(name)))
                }
                _ => None,
            },
            StarPattern::Row(_) | StarPattern::Missing(_) => None,
        }
    }

    /// The text of a string literal.
    fn text(&self, expr: ExprId) -> Option<&SmolStr> {
        match &self.body.exprs[expr] {
            Expr::Literal(Literal::String(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether a condition over the name of a column holds; `None` where only the engine can tell.
    fn holds(&self, condition: ExprId, parameter: &Ident, name: &str) -> Option<bool> {
        let value = |it: ExprId| self.text_over(it, parameter, name);
        let holds = |it: ExprId| self.holds(it, parameter, name);
        match &self.body.exprs[condition] {
            Expr::Literal(Literal::Boolean(value)) => Some(*value),
            Expr::Unary { operator: UnaryOperator::Not, operand } => Some(!holds(*operand)?),
            Expr::Binary { operator, left, right } => match operator {
                BinaryOperator::And => Some(holds(*left)? && holds(*right)?),
                BinaryOperator::Or => Some(holds(*left)? || holds(*right)?),
                BinaryOperator::Equal => Some(value(*left)? == value(*right)?),
                BinaryOperator::NotEqual => Some(value(*left)? != value(*right)?),
                BinaryOperator::RegexMatch => {
                    matcher(PatternKind::SimilarTo, &value(*right)?)?.matches(&value(*left)?)
                }
                _ => None,
            },
            Expr::InList { value: of, list, negated } => {
                let of = value(*of)?;
                let list: Option<Vec<String>> = list.iter().map(|it| value(*it)).collect();
                Some(list?.contains(&of) != *negated)
            }
            Expr::Like { value: of, pattern, escape: None, negated, kind } => {
                Some(matcher(*kind, &value(*pattern)?)?.matches(&value(*of)?)? != *negated)
            }
            Expr::Call(call) => {
                let [of, with] = &call.args[..] else { return None };
                let (of, with) = (value(of.value)?, value(with.value)?);
                match call.name.last()?.text.to_ascii_lowercase().as_str() {
                    "starts_with" | "prefix" => Some(of.starts_with(&with)),
                    "ends_with" | "suffix" => Some(of.ends_with(&with)),
                    "contains" => Some(of.contains(&with)),
                    "regexp_matches" => matcher(PatternKind::Regex, &with)?.matches(&of),
                    "regexp_full_match" => matcher(PatternKind::SimilarTo, &with)?.matches(&of),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn text_over(&self, expr: ExprId, parameter: &Ident, name: &str) -> Option<String> {
        match &self.body.exprs[expr] {
            Expr::Name(parts) if parts.len() == 1 => {
                dialect::same_name(&parts[0], parameter, self.dialect).then(|| name.to_owned())
            }
            Expr::Literal(Literal::String(text)) => Some(text.to_string()),
            Expr::Call(call) => {
                let [of] = &call.args[..] else { return None };
                let of = self.text_over(of.value, parameter, name)?;
                match call.name.last()?.text.to_ascii_lowercase().as_str() {
                    "lower" | "lcase" => Some(of.to_lowercase()),
                    "upper" | "ucase" => Some(of.to_uppercase()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Adds the columns of an item that holds `COLUMNS(…)`: one for each that this stands for, by its name. Returns
    /// whether it holds one.
    pub(super) fn several(
        &mut self,
        (select, item): (SelectId, u32),
        (expr, alias): (ExprId, Option<&Ident>),
        scope: &Scope<'_>,
        output: &mut Output,
    ) -> bool {
        let Some(star) = self.star_within(expr) else { return false };
        let picked = self.columns_of(star, scope);
        if picked.open.is_some() {
            output.open.get_or_insert(OpenReason::Construct("COLUMNS(…)".into()));
            self.expr(expr, scope);
            return true;
        }
        for column in self.over_each(expr, picked, scope) {
            let name = match alias {
                Some(alias) => self.alias_of(alias, star, &column.name).unwrap_or_default(),
                None => column.name,
            };
            let definition = Definition::Item(select, item);
            output.columns.push(OutputColumn { name, definition, ..column });
        }
        true
    }

    /// What an expression with a star is for each of the star's columns, under their names.
    pub(super) fn over_each(&mut self, expr: ExprId, picked: Output, scope: &Scope<'_>) -> Vec<OutputColumn> {
        let findings = self.inference.findings.len();
        let mut columns = Vec::with_capacity(picked.columns.len());
        for column in picked.columns {
            self.forget(expr);
            let so_far = self.inference.findings.len();
            let name = column.name.clone();
            let derivation = Derivation::Each { expr, column: Box::new(column.derivation.clone()) };
            let outer = self.column_in_hand.replace(column);
            let value = self.expr(expr, scope);
            let origins = self.origins(expr);
            self.column_in_hand = outer;
            // What is wrong with several columns is said once.
            if so_far > findings {
                self.inference.findings.truncate(so_far);
            }
            let definition = Definition::Construct;
            columns.push(OutputColumn { name, value, definition, origins, derivation });
        }
        columns
    }

    /// The first star of an expression that makes it several.
    pub(super) fn star_within(&self, expr: ExprId) -> Option<&'a Star> {
        if !self.has_columns || self.dialect != DialectKind::DuckDb {
            return None;
        }
        let body = self.body;
        let mut stack = vec![expr];
        while let Some(expr) = stack.pop() {
            match &body.exprs[expr] {
                Expr::Columns(columns) if !columns.unpacked => return Some(&columns.star),
                other => other.for_each_operand(|it| stack.push(it)),
            }
        }
        None
    }

    /// Makes an expression be computed again.
    fn forget(&mut self, expr: ExprId) {
        let body = self.body;
        let mut stack = vec![expr];
        while let Some(expr) = stack.pop() {
            self.inference.values.remove(expr);
            body.exprs[expr].for_each_operand(|it| stack.push(it));
        }
    }

    /// What a column is called by an alias, which may take groups of the regular expression: `'n_\1'`.
    fn alias_of(&self, alias: &Ident, star: &Star, column: &str) -> Option<SmolStr> {
        if !alias.text.contains('\\') {
            return Some(self.output_name(alias));
        }
        let Some(StarPattern::Columns(pattern)) = &star.pattern else { return Some(self.output_name(alias)) };
        let regex = matcher(PatternKind::Regex, self.text(*pattern)?)?.0;
        let groups = regex.captures(column.as_bytes())?;
        let mut name = String::new();
        let mut rest = alias.text.chars();
        while let Some(it) = rest.next() {
            match (it, rest.clone().next().and_then(|it| it.to_digit(10))) {
                ('\\', Some(group)) => {
                    rest.next();
                    let text = groups.get(group as usize)?;
                    name.push_str(std::str::from_utf8(text.as_bytes()).ok()?);
                }
                _ => name.push(it),
            }
        }
        Some(name.into())
    }
}

/// A pattern over names.
struct Matcher(Regex);

impl Matcher {
    /// Whether a name matches. Engines count letters outside ASCII in their own ways.
    fn matches(&self, name: &str) -> Option<bool> {
        name.is_ascii().then(|| self.0.is_match(name.as_bytes()))
    }
}

/// A pattern as RE2 reads it, whose syntax is that of the `regex` crate for ASCII; `None` for what that cannot read.
fn matcher(kind: PatternKind, pattern: &str) -> Option<Matcher> {
    if !pattern.is_ascii() {
        return None;
    }
    match kind {
        PatternKind::Regex => compiled(kind, pattern),
        PatternKind::SimilarTo => compiled(kind, &format!("^(?:{pattern})$")),
        PatternKind::Like | PatternKind::ILike => compiled(kind, &like_regex(pattern, None)),
        PatternKind::Glob => compiled(kind, &format!("^{}$", glob_regex(pattern))),
    }
}

fn compiled(kind: PatternKind, regex: &str) -> Option<Matcher> {
    let mut builder = RegexBuilder::new(regex);
    builder.unicode(false).size_limit(1 << 20);
    if kind != PatternKind::Regex && kind != PatternKind::SimilarTo {
        builder.dot_matches_new_line(true);
    }
    builder.case_insensitive(kind == PatternKind::ILike);
    builder.build().ok().map(Matcher)
}

fn like_regex(pattern: &str, escape: Option<char>) -> String {
    let mut regex = String::from("^");
    let mut letters = pattern.chars();
    while let Some(it) = letters.next() {
        match it {
            it if Some(it) == escape => {
                let letter = letters.next().map(String::from).unwrap_or_default();
                regex.push_str(&regex::escape(&letter));
            }
            '%' => regex.push_str(".*"),
            '_' => regex.push('.'),
            other => regex.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    regex.push('$');
    regex
}

fn glob_regex(pattern: &str) -> String {
    let mut regex = String::new();
    let mut in_class = false;
    for it in pattern.chars() {
        match it {
            '*' if !in_class => regex.push_str(".*"),
            '?' if !in_class => regex.push('.'),
            '[' if !in_class => {
                in_class = true;
                regex.push('[');
            }
            ']' if in_class => {
                in_class = false;
                regex.push(']');
            }
            '!' if in_class && regex.ends_with('[') => regex.push('^'),
            '-' if in_class => regex.push('-'),
            other => regex.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
        }
    }
    regex
}
