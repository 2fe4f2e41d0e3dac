//! Shapes of syntax, with their parts marked.

use crate::CallSignature;
use base::{TextRange, TextSize};

/// How something is written.
pub(super) struct Shape {
    label: String,
    parts: Vec<TextRange>,
}

impl Shape {
    /// Reads a shape whose parts stand in ‹›.
    pub(super) fn parse(text: &str) -> Shape {
        let mut shape = Shape { label: String::with_capacity(text.len()), parts: Vec::new() };
        let mut start = TextSize::from(0);
        for character in text.chars() {
            let here = TextSize::of(&*shape.label);
            match character {
                '‹' => start = here,
                '›' => shape.parts.push(TextRange::new(start, here)),
                other => shape.label.push(other),
            }
        }
        shape
    }

    /// The signature, with the part that the cursor is in.
    pub(super) fn signature(self, active: Option<usize>, documentation: &str) -> CallSignature {
        CallSignature {
            active_parameter: active.filter(|it| *it < self.parts.len()),
            label: self.label,
            parameters: self.parts,
            documentation: Some(documentation.to_owned()),
        }
    }
}
