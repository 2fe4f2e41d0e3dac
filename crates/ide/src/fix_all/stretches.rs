//! The edits of several rounds as edits of the text before the first one.

use base::{Code, TextRange, TextSize};
use std::{collections::BTreeSet, ops::Range};

/// A replacement in the text of a file as it was before anything was fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComposedEdit {
    /// What is replaced.
    pub range: TextRange,
    /// By what.
    pub text: String,
    /// The codes of the diagnostics that it mends, sorted.
    pub codes: Vec<Code>,
}

/// What has been edited in a text so far: stretches that do not touch, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Stretches(Vec<Stretch>);

#[derive(Clone, Debug)]
struct Stretch {
    /// Where it is in the text before all edits.
    before: Range<usize>,
    /// Where what stands there instead is in the text now.
    now: Range<usize>,
    codes: BTreeSet<Code>,
}

impl Stretches {
    /// Notes the edits of a round, which are sorted and apart: a range of the text now, how long its replacement is,
    /// and what that mends.
    pub(super) fn replace_all(
        &mut self,
        edits: impl DoubleEndedIterator<Item = (Range<usize>, usize, Code)>,
    ) {
        // From the last to the first, so that none moves those that are to come.
        edits.rev().for_each(|(range, length, code)| self.replace(range, length, code));
    }

    fn replace(&mut self, range: Range<usize>, length: usize, code: Code) {
        let first = self.0.partition_point(|it| it.now.end < range.start);
        let end = self.0.partition_point(|it| it.now.start <= range.end);
        let touched = &self.0[first..end];
        let mut stretch = Stretch {
            before: self.before(first, range.start)..self.before(end, range.end),
            now: range.clone(),
            codes: BTreeSet::from([code]),
        };
        if let Some(it) = touched.first().filter(|it| it.now.start <= range.start) {
            (stretch.before.start, stretch.now.start) = (it.before.start, it.now.start);
        }
        if let Some(it) = touched.last().filter(|it| it.now.end >= range.end) {
            (stretch.before.end, stretch.now.end) = (it.before.end, it.now.end);
        }
        stretch.codes.extend(touched.iter().flat_map(|it| it.codes.iter().copied()));
        let moved = |offset: usize| offset - range.len() + length;
        stretch.now.end = moved(stretch.now.end);
        for it in &mut self.0[end..] {
            it.now = moved(it.now.start)..moved(it.now.end);
        }
        self.0.splice(first..end, [stretch]);
    }

    /// Where an offset, which lies behind the first `count` stretches and before the others, is in the text before.
    fn before(&self, count: usize, offset: usize) -> usize {
        match count.checked_sub(1).map(|it| &self.0[it]) {
            Some(last) => last.before.end + (offset.saturating_sub(last.now.end)),
            None => offset,
        }
    }

    /// The edits that make `after` of `before`, each as short as can be; none for a stretch that is what it was.
    pub(super) fn edits(&self, before: &str, after: &str) -> Vec<ComposedEdit> {
        let edit = |it: &Stretch| {
            let (range, text) = shortest(before, it.before.clone(), &after[it.now.clone()]);
            let codes = it.codes.iter().copied().collect();
            let is_any = !range.is_empty() || !text.is_empty();
            is_any.then(|| ComposedEdit { range: text_range(range), text: text.to_owned(), codes })
        };
        self.0.iter().filter_map(edit).collect()
    }
}

/// A replacement without what both texts begin and end with. A line break of two characters is never split.
fn shortest<'a>(text: &str, range: Range<usize>, new: &'a str) -> (Range<usize>, &'a str) {
    let old = &text[range.clone()];
    let mut start = common(old.chars().zip(new.chars()));
    let is_split = |a: &str, b: &str| a.ends_with('\r') && b.starts_with('\n');
    if [old, new].iter().any(|it| is_split(&old[..start], &it[start..])) {
        start -= 1;
    }
    let (old, new) = (&old[start..], &new[start..]);
    let mut end = common(old.chars().rev().zip(new.chars().rev()));
    if [old, new].iter().any(|it| is_split(&it[..it.len() - end], &old[old.len() - end..])) {
        end -= 1;
    }
    (range.start + start..range.start + start + old.len() - end, &new[..new.len() - end])
}

/// How many bytes are equal, character by character.
fn common(pairs: impl Iterator<Item = (char, char)>) -> usize {
    pairs.take_while(|(a, b)| a == b).map(|it| it.0.len_utf8()).sum()
}

fn text_range(range: Range<usize>) -> TextRange {
    let at = |offset: usize| TextSize::try_from(offset).unwrap_or_default();
    TextRange::new(at(range.start), at(range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Applies rounds of edits, and the composed ones to the text before: both must make the same.
    fn check(before: &str, rounds: &[&[(Range<usize>, &str)]], expected: &[(&str, &str)]) {
        let mut stretches = Stretches::default();
        let mut now = before.to_owned();
        for round in rounds {
            stretches.replace_all(round.iter().map(|it| (it.0.clone(), it.1.len(), Code::E003)));
            for (range, new) in round.iter().rev() {
                now.replace_range(range.clone(), new);
            }
        }
        let edits = stretches.edits(before, &now);
        let mut composed = before.to_owned();
        for it in edits.iter().rev() {
            composed.replace_range(Range::<usize>::from(it.range), &it.text);
        }
        assert_eq!(composed, now);
        let said = |it: &ComposedEdit| (before[Range::<usize>::from(it.range)].to_owned(), it.text.clone());
        let expected: Vec<_> = expected.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
        assert_eq!(edits.iter().map(said).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn edits_of_rounds_become_edits_of_the_first_text() {
        check("a b c", &[&[(0..1, "x"), (4..5, "z")]], &[("a", "x"), ("c", "z")]);
        // Later rounds see moved text.
        check("a b c", &[&[(0..1, "long")], &[(7..8, "z")]], &[("a", "long"), ("c", "z")]);
        check("a b c", &[&[(4..5, "long")], &[(0..1, "")]], &[("a", ""), ("c", "long")]);
        // What is edited twice is one edit, and what is as it was is none.
        check("a b c", &[&[(2..3, "one two")], &[(4..5, "w")]], &[("b", "onw two")]);
        check("a b c", &[&[(2..3, "xyz")], &[(2..5, "b")]], &[]);
        // An edit over several earlier ones.
        check("a b c d", &[&[(2..3, "bb"), (4..5, "cc")], &[(3..6, "-")]], &[(" ", "-")]);
    }

    #[test]
    fn edits_are_as_short_as_can_be() {
        check("SELECT a, b", &[&[(7..11, "a, c, b")]], &[("", "c, ")]);
        check("é", &[&[(0..2, "è")]], &[("é", "è")]);
        check("a\r\nb", &[&[(0..4, "a\nb")]], &[("\r\n", "\n")]);
        check("a\nb", &[&[(0..3, "a\r\nb")]], &[("\n", "\r\n")]);
    }
}
