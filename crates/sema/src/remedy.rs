//! Ways to mend findings: edits of places rather than of ranges, so that they survive what only moves text.

mod cast;
mod column;
mod grouping;
mod null;
mod renamed;
mod writer;

pub(crate) use cast::Compare;
pub(crate) use column::only_type;
pub(crate) use grouping::Needs;
pub(crate) use renamed::renamed;
pub(crate) use writer::Writer;

use crate::Place;
use base::Applicability;

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// What a menu shows.
    pub title: String,
    /// How far it can be trusted.
    pub applicability: Applicability,
    /// What is replaced by what. They do not overlap.
    pub edits: Vec<Edit>,
    /// Files to create: path and content.
    pub creates: Vec<(String, String)>,
}

impl Remedy {
    /// A remedy that does nothing yet.
    pub fn new(title: impl Into<String>, applicability: Applicability) -> Remedy {
        Remedy { title: title.into(), applicability, edits: Vec::new(), creates: Vec::new() }
    }

    /// Replaces what stands at `place`.
    pub fn replace(self, place: Place, text: impl Into<NewText>) -> Remedy {
        self.edit(Boundary::Start(place.clone()), Boundary::End(place), text)
    }

    /// Writes before what stands at `place`.
    pub fn before(self, place: Place, text: impl Into<NewText>) -> Remedy {
        self.edit(Boundary::Start(place.clone()), Boundary::Start(place), text)
    }

    /// Writes behind what stands at `place`.
    pub fn behind(self, place: Place, text: impl Into<NewText>) -> Remedy {
        self.edit(Boundary::End(place.clone()), Boundary::End(place), text)
    }

    /// Removes what stands at `place`, and the comments in it, which are about nothing else.
    pub fn remove(mut self, place: Place) -> Remedy {
        let (start, end) = (Boundary::Start(place.clone()), Boundary::End(place));
        self.edits.push(Edit { start, end, text: NewText::default(), drops_comments: true });
        self
    }

    /// Replaces what stands between two boundaries of one file.
    pub fn edit(mut self, start: Boundary, end: Boundary, text: impl Into<NewText>) -> Remedy {
        self.edits.push(Edit { start, end, text: text.into(), drops_comments: false });
        self
    }

    /// Creates a file; a path below the project's root.
    pub fn create(mut self, path: impl Into<String>, content: impl Into<String>) -> Remedy {
        self.creates.push((path.into(), content.into()));
        self
    }
}

/// A replacement in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Where what is replaced begins.
    pub start: Boundary,
    /// Where it ends.
    pub end: Boundary,
    /// What takes its place.
    pub text: NewText,
    /// Whether comments go with what is replaced. Where they must not, and there are some, there is no fix.
    pub drops_comments: bool,
}

/// An end of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// Where it begins.
    Start(Place),
    /// Where it ends.
    End(Place),
}

/// A text, parts of which may be copies of what is written somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewText(pub Vec<Piece>);

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// These words.
    Words(String),
    /// What stands at a place, as it is written.
    Copy(Place),
}

impl NewText {
    /// Adds words.
    pub fn words(mut self, words: impl Into<String>) -> NewText {
        self.0.push(Piece::Words(words.into()));
        self
    }

    /// Adds another text.
    pub fn append(mut self, text: NewText) -> NewText {
        self.0.extend(text.0);
        self
    }

    /// Adds a copy of what stands at `place`.
    pub fn copy(mut self, place: Place) -> NewText {
        self.0.push(Piece::Copy(place));
        self
    }
}

impl From<String> for NewText {
    fn from(words: String) -> NewText {
        NewText::default().words(words)
    }
}

impl From<&str> for NewText {
    fn from(words: &str) -> NewText {
        NewText::default().words(words)
    }
}
