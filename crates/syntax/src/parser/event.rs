//! What the parser puts out.

use crate::SyntaxKind;

/// One step of building the tree.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event {
    /// Opens a node. `forward_parent`, if not 0, is the distance to the event that opens the node around this one,
    /// which was only known later.
    Start { kind: SyntaxKind, forward_parent: u32 },
    /// Closes the innermost node.
    Finish,
    /// Takes the next tokens as one of this kind.
    Token { kind: SyntaxKind, tokens: u8 },
    /// Takes the next tokens as one of this kind and closes the innermost node, which the event before opens.
    Leaf { kind: SyntaxKind, tokens: u8 },
}

impl Event {
    /// A node that is not known yet, or was abandoned.
    pub(crate) const TOMBSTONE: Event = Event::Start { kind: SyntaxKind::TOMBSTONE, forward_parent: 0 };
}

const _: () = assert!(size_of::<Event>() == 8);
