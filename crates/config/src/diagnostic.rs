//! What a decoder says about a text, and values that remember where they stood.

use base::{Code, SmolStr, TextRange, TextSize, closest};

/// A value and the range of the text that says it. For a string the range includes its quotes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands in the file.
    pub range: TextRange,
}

impl<T> Spanned<T> {
    /// A value at a range.
    pub fn new(value: T, range: TextRange) -> Spanned<T> {
        Spanned { value, range }
    }
}

impl<T: std::ops::Deref<Target = str>> Spanned<T> {
    /// The text of a string value.
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The range of the text itself, without quotes, so that offsets in the text are offsets in the file. `None` where
    /// the file holds something else: escapes, several lines, an environment variable.
    pub fn content_range(&self) -> Option<TextRange> {
        let quote = TextSize::from(1);
        match usize::from(self.range.len()).checked_sub(self.value.len())? {
            0 => Some(self.range),
            2 => Some(TextRange::new(self.range.start() + quote, self.range.end() - quote)),
            _ => None,
        }
    }
}

/// Something wrong with a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigDiagnostic {
    /// What kind of fault.
    pub code: Code,
    /// Where, in the file that was decoded.
    pub range: TextRange,
    /// What is wrong and what to do about it.
    pub message: String,
    /// An edit of the same file that repairs it.
    pub suggestion: Option<Replacement>,
    /// Other places of the same file that belong to it.
    pub related: Vec<RelatedRange>,
}

impl ConfigDiagnostic {
    /// A diagnostic without a suggestion.
    pub(crate) fn new(code: Code, range: TextRange, message: String) -> ConfigDiagnostic {
        ConfigDiagnostic { code, range, message, suggestion: None, related: Vec::new() }
    }

    /// A name that is none of `candidates`, with the nearest of them.
    pub(crate) fn unknown_name<'n>(
        code: Code,
        name: &Spanned<SmolStr>,
        message: String,
        candidates: impl IntoIterator<Item = &'n str>,
    ) -> ConfigDiagnostic {
        let suggestion = closest(name.as_str(), candidates);
        ConfigDiagnostic::new(code, name.range, message).did_you_mean(name.content_range(), suggestion)
    }

    /// Adds the edit that writes `text` at `range`; without a text, that removes the range.
    pub(crate) fn edit(mut self, range: Option<TextRange>, text: &str) -> ConfigDiagnostic {
        self.suggestion = range.map(|range| Replacement { range, text: text.to_owned() });
        self
    }

    /// Adds a place that belongs to it.
    pub(crate) fn related(mut self, range: TextRange, message: String) -> ConfigDiagnostic {
        self.related.push(RelatedRange { range, message });
        self
    }

    /// Adds "did you mean", where there is a near name, and the edit that writes it, where it can be written in place.
    pub(crate) fn did_you_mean(mut self, content: Option<TextRange>, name: Option<&str>) -> ConfigDiagnostic {
        if let Some(name) = name {
            self.message.push_str(&format!("; did you mean `{name}`?"));
            self.suggestion = content.map(|range| Replacement { range, text: name.to_owned() });
        }
        self
    }
}

/// An edit: the text of a range is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// What goes.
    pub range: TextRange,
    /// What comes; nothing where the range is to be removed.
    pub text: String,
}

/// A place that belongs to a diagnostic, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedRange {
    /// Where, in the same file.
    pub range: TextRange,
    /// Why.
    pub message: String,
}
