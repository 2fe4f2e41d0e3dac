//! Diagnostics before they have ranges.

use crate::{Candidate, Facts, Place, Remedy};
use base::{Applicability, Code, Severity, SmolStr};

/// A diagnostic, anchored to places rather than ranges, so that it survives edits that only move text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its code.
    pub code: Code,
    /// A severity other than the code's own, where the engine is milder or stricter here.
    pub severity: Option<Severity>,
    /// Where.
    pub place: Place,
    /// One sentence.
    pub message: String,
    /// Other places that explain it.
    pub related: Vec<(Place, String)>,
    /// What to do, in words, where there is no edit.
    pub suggestion: Option<String>,
    /// Ways to mend it.
    pub remedies: Vec<Remedy>,
    /// The symbols that it is about, for an identity that does not depend on line numbers. Of E019, P001 and P003 it is
    /// the construct's label: the name by which a project or a pragma allows it, in any case (`NVL`, `QUALIFY`, `::`).
    pub subject: SmolStr,
    /// What the sentence says, for machines.
    pub facts: Box<Facts>,
    /// Whether what stands there could go without changing anything.
    pub is_unnecessary: bool,
}

impl Finding {
    /// A finding with nothing but a message.
    pub fn new(code: Code, place: Place, subject: impl Into<SmolStr>, message: impl Into<String>) -> Finding {
        Finding {
            code,
            severity: None,
            place,
            message: message.into(),
            related: Vec::new(),
            suggestion: None,
            remedies: Vec::new(),
            subject: subject.into(),
            facts: Box::default(),
            is_unnecessary: false,
        }
    }

    /// Adds a place that explains it.
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Finding {
        self.related.push((place, message.into()));
        self
    }

    /// Adds a hint in words.
    pub fn suggest(mut self, words: impl Into<String>) -> Finding {
        self.suggestion = Some(words.into());
        self
    }

    /// Adds a way to mend it.
    pub fn remedy(mut self, remedy: Remedy) -> Finding {
        self.remedies.push(remedy);
        self
    }

    /// Adds what to write instead, in words, if there are some.
    pub fn instead(self, words: &str) -> Finding {
        if words.is_empty() { self } else { self.suggest(format!("instead, {words}")) }
    }

    /// Adds ways to mend it.
    pub fn remedies(mut self, remedies: impl IntoIterator<Item = Remedy>) -> Finding {
        self.remedies.extend(remedies);
        self
    }

    /// Says what the sentence says for machines.
    pub fn facts(mut self, facts: Facts) -> Finding {
        *self.facts = facts;
        self
    }

    /// Says that what stands there could go without changing anything.
    pub fn unnecessary(mut self) -> Finding {
        self.is_unnecessary = true;
        self
    }

    /// Adds the replacement of what stands at the finding's own place by `name`, if there is a likely name.
    pub fn did_you_mean(mut self, name: Option<String>) -> Finding {
        let Some(name) = name else { return self };
        let candidates = &mut self.facts.candidates;
        match candidates.iter().position(|it| it.name == name) {
            Some(at) => candidates[..=at].rotate_right(1),
            None => candidates.insert(0, Candidate { name: name.as_str().into(), ty: None }),
        }
        let place = self.place.clone();
        let title = format!("Change to `{name}`");
        self.suggest(format!("did you mean `{name}`?"))
            .remedy(Remedy::new(title, Applicability::MaybeIncorrect).replace(place, name))
    }
}
