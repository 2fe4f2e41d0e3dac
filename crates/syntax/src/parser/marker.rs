//! Handles to nodes under construction.

use super::Parser;
use super::event::Event;
use crate::SyntaxKind;
use drop_bomb::DebugDropBomb;

/// An open node. It must be completed or abandoned.
pub(crate) struct Marker {
    at: u32,
    bomb: DebugDropBomb,
}

impl Marker {
    pub(super) fn new(at: u32) -> Marker {
        Marker { at, bomb: DebugDropBomb::new("a marker must be completed or abandoned") }
    }

    /// Closes the node, now that its kind is known.
    pub(crate) fn complete(mut self, p: &mut Parser<'_>, kind: SyntaxKind) -> CompletedMarker {
        self.bomb.defuse();
        if let Some(Event::Start { kind: slot, .. }) = p.events.get_mut(self.at as usize) {
            *slot = kind;
        }
        // The root is closed apart: trivia at the end of the text belongs to it.
        let is_leaf = self.at > 0 && self.at as usize + 2 == p.events.len();
        match p.events.last_mut() {
            Some(last @ &mut Event::Token { kind, tokens }) if is_leaf => {
                *last = Event::Leaf { kind, tokens };
            }
            _ => p.events.push(Event::Finish),
        }
        CompletedMarker { at: self.at, kind, height: 1 }
    }

    /// Gives the node up; what was parsed inside stays, one level higher.
    pub(crate) fn abandon(mut self, p: &mut Parser<'_>) {
        self.bomb.defuse();
        if self.at as usize + 1 == p.events.len() {
            p.events.pop();
        }
    }
}

/// A closed node.
#[derive(Clone, Copy)]
pub(crate) struct CompletedMarker {
    at: u32,
    kind: SyntaxKind,
    /// How many left-nested levels it has.
    height: u32,
}

impl CompletedMarker {
    /// Opens a node around this one.
    pub(crate) fn precede(self, p: &mut Parser<'_>) -> Marker {
        let m = p.start();
        if let Some(Event::Start { forward_parent, .. }) = p.events.get_mut(self.at as usize) {
            *forward_parent = m.at - self.at;
        }
        m
    }

    pub(crate) fn kind(self) -> SyntaxKind {
        self.kind
    }

    pub(crate) fn height(self) -> u32 {
        self.height
    }

    /// The same node, known to be nested this deep.
    pub(crate) fn with_height(self, height: u32) -> CompletedMarker {
        CompletedMarker { height, ..self }
    }
}
