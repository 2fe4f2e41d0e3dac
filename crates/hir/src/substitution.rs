//! Placeholders filled in: the text that is analysed, and the way back to the text that was written.

use base::{SmolStr, TextRange, TextSize};
use db::{Db, SourceFile};
use std::collections::BTreeMap;
use syntax::{Placeholder, PlaceholderKind, placeholders};

/// What stands in for the bounds of a time window: those of a first run (formats.md 2.5).
pub const FIRST_RUN: &str = "'1900-01-01 00:00:00'";

/// What stands in for a variable without a value: it says nothing about types, so that analysis can go on.
const NO_VALUE: &str = "NULL";

/// The text of a SQL file with its placeholders filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// The text that is analysed.
    pub text: Box<str>,
    /// The placeholders, by where they begin; one in the default of another follows it. Those in defaults that are not
    /// in force are left out.
    pub placeholders: Box<[Filled]>,
    /// What was replaced, in order and apart from each other. A default in force keeps its own text: what goes is what
    /// stands before and behind it.
    edits: Box<[Edit]>,
}

/// A placeholder and what takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The placeholder, in the text as written.
    pub range: TextRange,
    /// What takes its place.
    pub filling: Filling,
    /// The placeholder around it.
    parent: Option<u32>,
}

/// What takes the place of a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filling {
    /// A variable's value, given from outside.
    Value {
        /// The variable.
        name: SmolStr,
        /// Its value.
        value: SmolStr,
    },
    /// A variable's default.
    Default {
        /// The variable.
        name: SmolStr,
        /// Where the default stands, in the text as written.
        range: TextRange,
    },
    /// Nothing: the variable has neither a value nor a default, or the placeholder names none.
    Nothing {
        /// The variable, where one is named.
        name: Option<SmolStr>,
    },
    /// The start of the time window.
    StartDate,
    /// Its end.
    EndDate,
}

/// A replacement: a range of the text as written, and the range of the analysed text in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edit {
    written: TextRange,
    analysed: TextRange,
}

/// A file's placeholders filled in; `None` where it has none, so that most files pay no more than a look for an `@`.
pub fn substitution(db: &dyn Db, file: SourceFile) -> Option<&Substitution> {
    if file.path(db).extension() == Some("rocky") || !file.text(db).text.contains('@') {
        return None;
    }
    filled(db, file).as_ref()
}

#[salsa::tracked(lru = 64)]
fn filled(db: &dyn Db, file: SourceFile) -> Option<Substitution> {
    let text = &file.text(db).text;
    let dialect = db::dialect(db, file);
    let mut found = placeholders(text, dialect);
    let is_variable = |it: &Placeholder| matches!(it.kind, PlaceholderKind::Variable { .. });
    // Elsewhere these are parameters, which the warehouse knows or refuses.
    if found.iter().any(|it| !is_variable(it)) && !db::is_time_interval(db, file) {
        found.retain(is_variable);
    }
    if found.is_empty() {
        return None;
    }
    // Only files with variables are analysed anew when a value changes.
    let none = BTreeMap::new();
    let values = if found.iter().any(is_variable) { &**file.project(db).variables(db) } else { &none };
    Some(Substitution::new(text, &found, values))
}

impl Substitution {
    /// Fills the placeholders of `text` in: as [`placeholders`] lists them, without those that stay as they are.
    fn new(text: &str, found: &[Placeholder], values: &BTreeMap<String, String>) -> Substitution {
        let mut filled: Vec<Filled> = Vec::new();
        let mut replaced: Vec<(TextRange, SmolStr)> = Vec::new();
        // Up to where placeholders are gone with the one around them.
        let mut gone = TextSize::from(0);
        let mut around: Vec<u32> = Vec::new();
        for &Placeholder { range, kind } in found.iter() {
            if range.start() < gone {
                continue;
            }
            while around.last().is_some_and(|it| filled[*it as usize].range.end() <= range.start()) {
                around.pop();
            }
            let (filling, value) = filling(text, kind, values);
            match (&filling, value) {
                (Filling::Default { range: default, .. }, _) => {
                    replaced.push((TextRange::new(range.start(), default.start()), SmolStr::default()));
                    replaced.push((TextRange::new(default.end(), range.end()), SmolStr::default()));
                }
                (_, value) => {
                    gone = range.end();
                    replaced.push((range, value));
                }
            }
            let parent = around.last().copied();
            around.push(u32::try_from(filled.len()).unwrap_or(u32::MAX));
            filled.push(Filled { range, filling, parent });
        }
        // What stands behind a default was found before the placeholders within it.
        replaced.sort_by_key(|(range, _)| (range.start(), range.end()));
        let mut analysed = String::with_capacity(text.len());
        let mut edits = Vec::with_capacity(replaced.len());
        let mut done = TextSize::from(0);
        for (written, value) in replaced {
            analysed.push_str(&text[TextRange::new(done, written.start())]);
            let start = TextSize::of(analysed.as_str());
            analysed.push_str(&value);
            edits.push(Edit { written, analysed: TextRange::new(start, TextSize::of(analysed.as_str())) });
            done = written.end();
        }
        analysed.push_str(&text[usize::from(done)..]);
        Substitution { text: analysed.into(), placeholders: filled.into(), edits: edits.into() }
    }

    /// Where a range of the analysed text was written. A range that has a part of a placeholder and something outside
    /// it has all of the placeholder; one within a default in force is exactly there.
    pub fn written(&self, range: TextRange) -> TextRange {
        let (start, end) = (self.written_start(range.start()), self.written_end(range.end()));
        // Of an empty range at a place where something was left out, both sides are true.
        let mut range = TextRange::new(start.min(end), end);
        loop {
            let leaves = |at: TextSize| self.around(at).filter(|it| !it.range.contains_range(range));
            match leaves(range.start()).or_else(|| leaves(range.end())) {
                Some(placeholder) => range = range.cover(placeholder.range),
                None => return range,
            }
        }
    }

    /// Where a range of the text as written is in the analysed text. What is within a placeholder, but not within a
    /// default in force, is all that takes its place.
    pub fn analysed(&self, range: TextRange) -> TextRange {
        let at = |offset: TextSize, is_start: bool| {
            let before = self.edits.partition_point(|it| it.written.end() <= offset);
            let behind = match before.checked_sub(1).map(|it| self.edits[it]) {
                Some(edit) => offset - edit.written.end() + edit.analysed.end(),
                None => offset,
            };
            match self.edits.get(before) {
                Some(edit) if edit.written.start() < offset => {
                    if is_start {
                        edit.analysed.start()
                    } else {
                        edit.analysed.end()
                    }
                }
                _ => behind,
            }
        };
        let (start, end) = (at(range.start(), true), at(range.end(), false));
        TextRange::new(start.min(end), end)
    }

    /// The parts of a range of the analysed text that are written as they are: where each is written, and where it is in
    /// the analysed text.
    pub fn verbatim(&self, range: TextRange) -> Vec<(TextRange, TextRange)> {
        let mut parts = Vec::new();
        let mut done = Edit { written: TextRange::empty(0.into()), analysed: TextRange::empty(0.into()) };
        let ends = self.edits.iter().map(|it| (it.analysed.start(), Some(*it)));
        for (end, edit) in ends.chain([(TextSize::of(&*self.text), None)]) {
            let common = TextRange::new(done.analysed.end(), end);
            if let Some(part) = common.intersect(range).filter(|it| !it.is_empty()) {
                let written = done.written.end() + (part.start() - common.start());
                parts.push((TextRange::at(written, part.len()), part));
            }
            done = edit.unwrap_or(done);
        }
        parts
    }

    /// Whether `range` of the text as written may be edited by whoever saw the analysed text: it touches no
    /// placeholder, or stands within a default in force.
    pub fn is_editable(&self, range: TextRange) -> bool {
        self.placeholders.iter().all(|it| {
            let is_apart = it.range.end() <= range.start() || range.end() <= it.range.start();
            is_apart || it.default_range().is_some_and(|it| it.contains_range(range))
        })
    }

    /// The innermost placeholder that `offset` of the text as written is in, its ends included.
    pub fn placeholder_at(&self, offset: TextSize) -> Option<&Filled> {
        let before = self.placeholders.partition_point(|it| it.range.start() <= offset);
        self.enclosing(before, |it| it.range.end() >= offset)
    }

    /// The innermost placeholder that has `offset` between its ends.
    fn around(&self, offset: TextSize) -> Option<&Filled> {
        let before = self.placeholders.partition_point(|it| it.range.start() < offset);
        self.enclosing(before, |it| it.range.end() > offset)
    }

    /// The innermost of those around the place before placeholder `index` that `holds`.
    fn enclosing(&self, index: usize, holds: impl Fn(&Filled) -> bool) -> Option<&Filled> {
        let last = self.placeholders.get(index.checked_sub(1)?)?;
        let parent = |it: &&Filled| self.placeholders.get(it.parent? as usize);
        std::iter::successors(Some(last), parent).find(|it| holds(it))
    }

    /// Where a range that begins at `offset` of the analysed text begins: behind what was left out there.
    fn written_start(&self, offset: TextSize) -> TextSize {
        let before = self.edits.partition_point(|it| it.analysed.end() <= offset);
        match self.edits.get(before) {
            Some(edit) if edit.analysed.start() < offset => edit.written.start(),
            _ => self.behind(before, offset),
        }
    }

    /// Where a range that ends at `offset` of the analysed text ends: before what was left out there.
    fn written_end(&self, offset: TextSize) -> TextSize {
        let before = self.edits.partition_point(|it| it.analysed.start() < offset);
        match before.checked_sub(1).map(|it| self.edits[it]) {
            Some(edit) if offset < edit.analysed.end() => edit.written.end(),
            _ => self.behind(before, offset),
        }
    }

    /// An offset of the analysed text behind the first `edits` edits.
    fn behind(&self, edits: usize, offset: TextSize) -> TextSize {
        match edits.checked_sub(1).map(|it| self.edits[it]) {
            Some(edit) => offset - edit.analysed.end() + edit.written.end(),
            None => offset,
        }
    }
}

impl Filled {
    /// The variable, where it is one and has a name.
    pub fn variable(&self) -> Option<&SmolStr> {
        match &self.filling {
            Filling::Value { name, .. }
            | Filling::Default { name, .. }
            | Filling::Nothing { name: Some(name) } => Some(name),
            _ => None,
        }
    }

    /// The default in force, in the text as written.
    pub fn default_range(&self) -> Option<TextRange> {
        match self.filling {
            Filling::Default { range, .. } => Some(range),
            _ => None,
        }
    }
}

/// What takes the place of a placeholder, as the text that does unless it is a default.
fn filling(text: &str, kind: PlaceholderKind, values: &BTreeMap<String, String>) -> (Filling, SmolStr) {
    let (name, default) = match kind {
        PlaceholderKind::StartDate => return (Filling::StartDate, FIRST_RUN.into()),
        PlaceholderKind::EndDate => return (Filling::EndDate, FIRST_RUN.into()),
        PlaceholderKind::Variable { name: Some(name), default } => (SmolStr::new(&text[name]), default),
        PlaceholderKind::Variable { name: None, .. } => {
            return (Filling::Nothing { name: None }, NO_VALUE.into());
        }
    };
    match (values.get(name.as_str()), default) {
        (Some(value), _) => {
            let value = SmolStr::new(value);
            (Filling::Value { name, value: value.clone() }, value)
        }
        (None, Some(range)) => (Filling::Default { name, range }, SmolStr::default()),
        (None, None) => (Filling::Nothing { name: Some(name) }, NO_VALUE.into()),
    }
}

/// The placeholders of a text filled in with given values, as in a model that is built window by window.
#[cfg(test)]
pub(crate) fn fill(text: &str, dialect: base::DialectKind, values: &[(&str, &str)]) -> Substitution {
    let values = values.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    Substitution::new(text, &placeholders(text, dialect), &values)
}

#[cfg(test)]
mod tests;
