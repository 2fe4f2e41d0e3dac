//! Refusals: text that has a tree and that its dialect's parser does not take all the same.

use super::Parser;

/// What a dialect refuses although the grammar reads it, by the places of its first and last significant token.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) message: String,
}

impl Parser<'_> {
    /// Refuses the tokens from `first` up to the one before the current. A syntax error among them is said instead.
    pub(crate) fn refuse_since(&mut self, first: usize, message: impl Into<String>) {
        let last = self.pos.max(first + 1) - 1;
        self.refuse(first, last, message);
    }

    /// Refuses the tokens from `first` to `last`.
    pub(crate) fn refuse(&mut self, first: usize, last: usize, message: impl Into<String>) {
        if !self.muted {
            self.refusals.push(Refusal { first, last, message: message.into() });
        }
    }
}
