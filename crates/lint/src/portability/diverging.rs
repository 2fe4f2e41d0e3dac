//! P003: what a target takes for something else, by the table of divergences.

use super::Subject;
use super::lacking::{Lacking, listed};
use base::{Code, DialectKind, TextRange};
use dialect::{BinaryOperator, Condition, Divergence, Type};
use hir::{Anchor, Body, Call, Expr, ExprId, Literal, SortOrder, SourceMap};
use sema::{Facts, Finding, Inference, Nullability, Place, Rewriter};
use syntax::{SyntaxKind, SyntaxNode};

/// What the model says of itself in its own dialect.
struct Model<'a, 'db> {
    subject: &'a Subject<'db>,
    body: &'a Body,
    map: &'a SourceMap,
    inference: &'a Inference,
}

/// A place of the text that is written as a row says.
struct Occurrence {
    range: TextRange,
    row: &'static Divergence,
}

pub(super) fn findings<'a, 'db: 'a>(
    subject: &Subject<'db>,
    tree: &SyntaxNode,
    lacking: &Lacking,
    rewriter: &impl Fn() -> &'a Rewriter<'db>,
) -> Vec<Finding> {
    let lowered = hir::lowered(subject.db, subject.file);
    let model = Model {
        subject,
        body: &lowered.body,
        map: &lowered.lowering.source_map,
        inference: sema::inference(subject.db, subject.file),
    };
    let mut occurrences = model.expressions();
    occurrences.extend(model.sort_keys());
    occurrences.extend(subject.backslashes(tree));
    occurrences.sort_by_key(|it| (it.range.start(), it.range.end(), it.row.label));
    occurrences.dedup_by_key(|it| (it.range, it.row.label));
    let finding = |it: &Occurrence| finding(subject, it, lacking, rewriter);
    occurrences.iter().filter_map(finding).collect()
}

fn finding<'a, 'db: 'a>(
    subject: &Subject<'db>,
    occurrence: &Occurrence,
    lacking: &Lacking,
    rewriter: &impl Fn() -> &'a Rewriter<'db>,
) -> Option<Finding> {
    let Occurrence { range, row } = occurrence;
    let own = row.phrase(subject.own)?;
    // Who means the same is said at once.
    let mut others: Vec<(&str, Vec<DialectKind>)> = Vec::new();
    for &target in &subject.targets {
        let Some(phrase) = row.phrase(target).filter(|it| *it != own) else { continue };
        if lacking.touches(*range, target) {
            continue;
        }
        match others.iter_mut().find(|it| it.0 == phrase) {
            Some((_, dialects)) => dialects.push(target),
            None => others.push((phrase, vec![target])),
        }
    }
    if others.is_empty() {
        return None;
    }
    let elsewhere: Vec<String> =
        others.iter().map(|(phrase, dialects)| format!("in {} it {phrase}", listed(dialects))).collect();
    let message = format!(
        "`{}` means something else where this project must also run: {}; in {} it {own}",
        row.label,
        elsewhere.join(", "),
        subject.own
    );
    let remedy = match row.subject {
        dialect::Subject::SortKey { .. } => rewriter().nulls_of_sort_key(*range, own.ends_with("first")),
        _ => None,
    };
    let place = Place::Range(subject.file, *range);
    let dialects = others.iter().flat_map(|it| it.1.iter().copied());
    let finding = Finding::new(Code::P003, place, row.label, message).facts(Facts::dialects(dialects));
    Some(finding.instead(row.instead).remedies(remedy))
}

impl Model<'_, '_> {
    fn expressions(&self) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for (id, expr) in self.body.exprs.iter() {
            for row in Divergence::all() {
                found.extend(self.occurrence(id, expr, row).map(|range| Occurrence { range, row }));
            }
        }
        found
    }

    /// Where the row's text stands in an expression, if it is one.
    fn occurrence(&self, id: ExprId, expr: &Expr, row: &Divergence) -> Option<TextRange> {
        match (&row.subject, expr) {
            (dialect::Subject::Call(arguments), Expr::Call(call)) => {
                let name = self.subject.built_in(call)?;
                let is_row = name.text.eq_ignore_ascii_case(row.label)
                    && arguments.contains(&call.args.len())
                    && !call.star
                    && !call.is_broken;
                let operands: Vec<ExprId> = call.args.iter().map(|it| it.value).collect();
                (is_row && self.holds(row.when, &operands, Some(call)))
                    .then(|| Anchor::FunctionName(id).range(self.map))
                    .flatten()
            }
            (dialect::Subject::Division, Expr::Binary { operator: BinaryOperator::Divide, left, right }) => {
                self.holds(row.when, &[*left, *right], None).then(|| self.sign(*left, *right, "/")).flatten()
            }
            (dialect::Subject::Caret, Expr::Binary { operator: BinaryOperator::Power, left, right }) => {
                self.sign(*left, *right, "^")
            }
            (dialect::Subject::Subscript, Expr::Index { base, .. }) => {
                self.holds(row.when, &[*base], None).then(|| self.map.exprs.get(id).copied()).flatten()
            }
            (dialect::Subject::Extract(fields), Expr::Extract { field, .. }) => {
                let is_listed = fields.iter().any(|it| field.eq_ignore_ascii_case(it));
                is_listed.then(|| self.map.exprs.get(id).copied()).flatten()
            }
            _ => None,
        }
    }

    /// The operator between two operands.
    fn sign(&self, left: ExprId, right: ExprId, sign: &str) -> Option<TextRange> {
        let (left, right) = (self.map.exprs.get(left)?, self.map.exprs.get(right)?);
        let text = &self.subject.file.text(self.subject.db).text;
        let between = text.get(usize::from(left.end())..usize::from(right.start()))?;
        let start = left.end() + base::TextSize::of(&between[..between.find(sign)?]);
        Some(TextRange::at(start, base::TextSize::of(sign)))
    }

    /// The keys without a word about NULLs that decide about rows or values: of windows, and of queries with a limit.
    fn sort_keys(&self) -> Vec<Occurrence> {
        let mut keys: Vec<(ExprId, SortOrder)> = Vec::new();
        let mut add = |exprs: &[ExprId], orders: &[SortOrder]| {
            keys.extend(exprs.iter().copied().zip(orders.iter().copied()));
        };
        for (_, expr) in self.body.exprs.iter() {
            if let Expr::Call(call) = expr
                && let Some(window) = &call.window
            {
                add(&window.order_by, &window.orders);
            }
        }
        for (_, select) in self.body.selects.iter() {
            select.windows.iter().for_each(|(_, window)| add(&window.order_by, &window.orders));
        }
        for (_, query) in self.body.queries.iter().filter(|it| !it.1.limits.is_empty()) {
            add(&query.order_by, &query.orders);
        }
        let mut found = Vec::new();
        for (key, order) in keys.into_iter().filter(|it| it.1.nulls_first.is_none()) {
            let subject = dialect::Subject::SortKey { descending: order.descending };
            for row in Divergence::all().iter().filter(|it| it.subject == subject) {
                if self.holds(row.when, &[key], None) {
                    found.extend(self.map.exprs.get(key).map(|range| Occurrence { range: *range, row }));
                }
            }
        }
        found
    }

    fn holds(&self, condition: Condition, operands: &[ExprId], call: Option<&Call>) -> bool {
        let value = |id: ExprId| self.inference.values.get(id);
        let is = |id: ExprId, test: fn(&Type) -> bool| value(id).is_some_and(|it| test(&it.ty));
        let literal = |place: usize| match operands.get(place).map(|it| &self.body.exprs[*it]) {
            Some(Expr::Literal(Literal::String(text) | Literal::Number(text))) => Some(text.as_str()),
            _ => None,
        };
        match condition {
            Condition::Always => true,
            Condition::NullOperand => {
                let may_be_null = |it: &ExprId| value(*it).is_some_and(|it| it.null == Nullability::Possible);
                // With a filter nobody can say.
                operands.iter().any(may_be_null) && call.is_none_or(|it| it.filter.is_none())
            }
            Condition::Integers => {
                // Snowflake has no whole numbers but these.
                let is_whole = |ty: &Type| ty.is_integer() || matches!(ty, Type::Decimal { scale: 0, .. });
                let test =
                    if self.subject.own == DialectKind::Snowflake { is_whole } else { Type::is_integer };
                operands.iter().all(|it| is(*it, test))
            }
            Condition::List => {
                operands.first().is_some_and(|it| is(*it, |ty| matches!(ty, Type::Array { .. })))
            }
            Condition::ZeroStart => literal(1) == Some("0"),
            Condition::RegexSigns => literal(1)
                .is_some_and(|it| it.contains(['.', '^', '$', '*', '+', '?', '(', '[', '{', '|', '\\'])),
            Condition::CoarseUnit => operands.iter().any(|it| self.is_coarse_unit(*it)),
            Condition::Format => {
                let is_moment = |ty: &Type| {
                    matches!(
                        ty,
                        Type::Date | Type::Timestamp { .. } | Type::String { .. } | Type::Char { .. }
                    )
                };
                let last = operands.len().checked_sub(1);
                operands.first().is_some_and(|it| is(*it, is_moment)) && last.and_then(literal).is_some()
            }
        }
    }

    fn is_coarse_unit(&self, id: ExprId) -> bool {
        const UNITS: [&str; 7] = ["second", "minute", "hour", "week", "month", "quarter", "year"];
        let is_unit = |text: &str| {
            let text = text.to_ascii_lowercase();
            UNITS.contains(&text.strip_suffix('s').unwrap_or(&text))
        };
        match &self.body.exprs[id] {
            Expr::Literal(Literal::String(text)) => is_unit(text),
            // A word is no column only where inference took it for none.
            Expr::Name(parts) => match &parts[..] {
                [word] => {
                    !word.quoted && is_unit(word.as_str()) && !self.inference.resolutions.contains_key(&id)
                }
                _ => false,
            },
            _ => false,
        }
    }
}

impl Subject<'_> {
    /// Strings between plain quotes with a backslash.
    fn backslashes(&self, tree: &SyntaxNode) -> Vec<Occurrence> {
        let Some(row) = Divergence::all().iter().find(|it| it.subject == dialect::Subject::Backslash) else {
            return Vec::new();
        };
        if self.file.path(self.db).extension() == Some("rocky") {
            return Vec::new();
        }
        let tokens = tree.descendants_with_tokens().filter_map(|it| it.into_token());
        let is_plain = |it: &syntax::SyntaxToken| {
            it.kind() == SyntaxKind::STRING && it.text().starts_with('\'') && it.text().contains('\\')
        };
        let found = tokens.filter(is_plain).map(|it| self.written(it.text_range()));
        found.map(|range| Occurrence { range, row }).collect()
    }
}
