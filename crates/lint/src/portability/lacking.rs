//! What the targets lack, gathered by place: one finding for each, whoever lacks it.

use super::Subject;
use base::{Applicability, Code, DialectKind, SmolStr, TextRange, TextSize};
use sema::{Facts, Finding, Place, Remedy, Rewriter};
use std::collections::BTreeMap;
use syntax::FeatureUse;

/// Everything that some target lacks.
#[derive(Default)]
pub(super) struct Lacking {
    /// By where it begins and ends, and its label.
    lacks: BTreeMap<(TextSize, TextSize, SmolStr), Lack>,
    /// Texts within which a target is known to lack something, so that its parser says nothing new of them.
    covered: Vec<(TextRange, DialectKind)>,
}

/// Something that some targets lack.
#[derive(Default)]
pub(super) struct Lack {
    dialects: Vec<DialectKind>,
    /// What they have instead of it, to follow "has": `no QUALIFY`.
    title: String,
    /// What to do instead, to follow "instead".
    instead: SmolStr,
    remedial: Remedial,
}

/// How a remedy is found.
#[derive(Default)]
pub(super) enum Remedial {
    /// There is none.
    #[default]
    None,
    /// As for this construct.
    Feature(FeatureUse),
    /// As for the function whose name stands there.
    Call {
        /// Whether no target has a function of that name: then another name may be all that it takes.
        is_unknown: bool,
    },
    /// As for the type whose name stands there.
    TypeName,
    /// These texts in the place of those ranges mean the same in every dialect.
    Texts(Vec<(TextRange, String)>),
}

impl Lacking {
    /// Notes that `target` lacks what is called `label` at `range`.
    pub(super) fn add(&mut self, range: TextRange, label: &str, target: DialectKind) -> &mut Lack {
        let lack = self.lacks.entry((range.start(), range.end(), label.into())).or_default();
        if !lack.dialects.contains(&target) {
            lack.dialects.push(target);
        }
        lack
    }

    /// Notes that what `target` lacks is about all of `range`.
    pub(super) fn cover(&mut self, range: TextRange, target: DialectKind) {
        self.covered.push((range, target));
    }

    /// Whether a range is within one that was covered.
    pub(super) fn covers(&self, range: TextRange, target: DialectKind) -> bool {
        self.covered.iter().any(|(all, dialect)| *dialect == target && all.contains_range(range))
    }

    /// Whether `target` lacks something that stands in `range`, or in which `range` stands.
    pub(super) fn touches(&self, range: TextRange, target: DialectKind) -> bool {
        let mut lacks = self.lacks.iter().filter(|it| it.1.dialects.contains(&target));
        lacks.any(|(&(start, end, _), _)| start <= range.end() && range.start() <= end)
    }

    /// The findings, in the order of the text.
    pub(super) fn findings<'a, 'db: 'a>(
        self,
        subject: &Subject<'db>,
        rewriter: &impl Fn() -> &'a Rewriter<'db>,
    ) -> Vec<Finding> {
        let finding = |((start, end, label), lack): ((TextSize, TextSize, SmolStr), Lack)| {
            let range = TextRange::new(start, end);
            let names = listed(&lack.dialects);
            let verb = if lack.dialects.len() == 1 { "has" } else { "have" };
            let message = format!("{names}, where this project must also run, {verb} {}", lack.title);
            let remedy = match &lack.remedial {
                Remedial::None => None,
                Remedial::Feature(used) => rewriter().feature(used, &subject.targets),
                Remedial::Call { is_unknown } => rewriter().call(range, &subject.targets, *is_unknown),
                Remedial::TypeName => rewriter().type_name(range, &subject.targets),
                Remedial::Texts(texts) => Some(replacement(subject, texts)),
            };
            let place = Place::Range(subject.file, range);
            Finding::new(Code::P001, place, label, message)
                .facts(Facts::dialects(lack.dialects.iter().copied()))
                .instead(&lack.instead)
                .remedies(remedy)
        };
        self.lacks.into_iter().map(finding).collect()
    }
}

impl Lack {
    /// Says what it is, unless that has been said for another target.
    pub(super) fn describe(&mut self, title: String, instead: &str, remedial: Remedial) {
        if self.title.is_empty() {
            (self.title, self.instead, self.remedial) = (title, instead.into(), remedial);
        }
    }

    /// Says that it is a call for which the target has no function of that name, or none that takes its arguments; the
    /// latter is true of both where targets differ.
    pub(super) fn describe_call(&mut self, label: &str, has_function: bool) {
        if self.title.is_empty() || has_function {
            self.title = match has_function {
                true => format!("no `{label}` with these arguments"),
                false => format!("no function `{label}`"),
            };
        }
        let was_unknown = !matches!(self.remedial, Remedial::Call { is_unknown: false });
        self.remedial = Remedial::Call { is_unknown: was_unknown && !has_function };
    }
}

fn replacement(subject: &Subject<'_>, texts: &[(TextRange, String)]) -> Remedy {
    let title = match texts {
        [(_, text)] if !text.is_empty() => format!("Write `{text}`"),
        [(_, _)] => "Leave it away".to_owned(),
        _ => "Write it as all dialects do".to_owned(),
    };
    let remedy = Remedy::new(title, Applicability::MachineApplicable);
    texts.iter().fold(remedy, |remedy, (range, text)| {
        remedy.replace(Place::Range(subject.file, *range), text.as_str())
    })
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(dialects: &[DialectKind]) -> String {
    let names: Vec<String> = dialects.iter().map(DialectKind::to_string).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
