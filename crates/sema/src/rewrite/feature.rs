//! Constructs: words for words, and `e::t` as `CAST(e AS t)`.

use super::{Edits, Rewriter};
use crate::Remedy;
use base::{DialectKind, TextRange};
use syntax::{
    Feature, FeatureUse, SyntaxKind,
    ast::{self, AstNode},
};

impl Rewriter<'_> {
    /// What to write for a construct so that all of `targets` have it, and the model's own dialect, unless there is one
    /// target only.
    pub fn feature(&self, used: &FeatureUse, targets: &[DialectKind]) -> Option<Remedy> {
        self.first_for(targets, |dialects| self.written_otherwise(used, dialects))
    }

    /// What to write for a construct that the model's own dialect lacks.
    pub fn own_feature(&self, used: &FeatureUse) -> Option<Remedy> {
        self.written_otherwise(used, &[self.own]).map(|it| self.remedy(it, None))
    }

    fn written_otherwise(&self, used: &FeatureUse, dialects: &[DialectKind]) -> Option<Edits> {
        match used.feature {
            Feature::CastOperator => self.cast_operator(used.range, dialects),
            Feature::PowerOperator => self.as_call("POWER", used.range),
            Feature::BareInterval => self.quoted_number(used.range, dialects),
            feature => {
                let mut rewrites = dialects.iter().map(|it| feature.rewrite(*it));
                let first =
                    rewrites.next().flatten().filter(|first| rewrites.all(|it| it == Some(*first)))?;
                let shown = if first == "ARRAY[" { "ARRAY[..]" } else { first };
                Some(Edits { shown: shown.to_owned(), edits: vec![(used.range, first.into())] })
            }
        }
    }

    /// `e::t` as `CAST(e AS t)`, whatever stands in `e`, where all of `dialects` have the type.
    fn cast_operator(&self, operator: TextRange, dialects: &[DialectKind]) -> Option<Edits> {
        let token = self.token(operator.start())?;
        let cast = ast::CastExpr::cast(token.parent()?)?;
        let operand = self.written(syntax::trimmed(cast.expr()?.syntax()));
        let ty = self.written(syntax::trimmed(cast.type_name()?.syntax()));
        let spelled = self.type_in(&cast.type_name()?, dialects)?;
        let is_fallible = token.kind() == SyntaxKind::QUESTION_COLON_COLON;
        let function = if is_fallible { "TRY_CAST" } else { "CAST" };
        let mut edits = vec![
            (TextRange::empty(operand.start()), format!("{function}(").into()),
            (operator, " AS ".into()),
        ];
        match self.text(ty)? == spelled {
            true => edits.push((TextRange::empty(ty.end()), ")".into())),
            false => edits.push((ty, format!("{spelled})").into())),
        }
        Some(Edits { shown: format!("{function}(.. AS {spelled})"), edits })
    }

    /// `INTERVAL 3 DAY` as `INTERVAL '3' DAY`, which is the standard's.
    fn quoted_number(&self, amount: TextRange, dialects: &[DialectKind]) -> Option<Edits> {
        let takes = |it: &DialectKind| {
            matches!(it, DialectKind::DuckDb | DialectKind::Databricks | DialectKind::Trino)
        };
        let token = self.token(amount.start()).filter(|it| it.kind() == SyntaxKind::NUMBER)?;
        let number = token.text();
        let is_whole = number.bytes().all(|it| it.is_ascii_digit());
        (is_whole && dialects.iter().all(takes)).then(|| Edits::of(amount, &format!("'{number}'")))
    }

    /// `a operator b` as a call.
    fn as_call(&self, function: &str, operator: TextRange) -> Option<Edits> {
        let binary = ast::BinaryExpr::cast(self.token(operator.start())?.parent()?)?;
        let (left, right) = (binary.lhs()?, binary.rhs()?);
        let [left, right] = [left, right].map(|it| self.written(syntax::trimmed(it.syntax())));
        Some(Edits {
            shown: format!("{function}(..)"),
            edits: vec![
                (TextRange::empty(left.start()), format!("{function}(").into()),
                (TextRange::new(left.end(), operator.end()), ",".into()),
                (TextRange::empty(right.end()), ")".into()),
            ],
        })
    }
}
