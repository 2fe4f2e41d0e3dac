//! Green trees with shared parts: equal short tokens, and equal nodes with few children, are made once.
//!
//! rowan's own builder shares the same parts, but pays for each with hashing through pointers and with counting
//! references up and down. Here a part is a number until a node is made that must hold it.

use rowan::{GreenNode, GreenToken, NodeOrToken, SyntaxKind};

/// A longer token is not looked for: comments and long strings hardly ever have an equal.
const MAX_TEXT: usize = 64;

/// A cache that has grown beyond this many parts is not used for another text.
const MAX_PARTS: usize = 1 << 15;

/// How many tokens and how many nodes can be found again, at first and at most. The tables stay in the processor's
/// cache: what falls on a slot replaces what was there, which costs less than looking through all that was ever built.
const FEWEST_SLOTS: usize = 1 << 8;
const MOST_SLOTS: usize = 1 << 13;

/// Tokens and nodes that were built before, and room to work in.
#[derive(Default)]
pub(crate) struct Cache {
    tokens: Vec<GreenToken>,
    token_slots: Vec<(TokenKey, u32)>,
    nodes: Vec<GreenNode>,
    node_slots: Vec<(NodeKey, u32)>,
    /// The nodes that are started and not finished.
    open: Vec<Open>,
    /// The finished children of open nodes.
    children: Vec<Part>,
    /// Those of them that are not shared, in the same order.
    own: Vec<NodeOrToken<GreenNode, GreenToken>>,
}

/// A node that is started: how many children, and how many of them that are not shared, were there before it.
#[derive(Clone, Copy)]
struct Open {
    kind: SyntaxKind,
    children: u32,
    own: u32,
}

/// A finished child: the number of a shared token or node, or one that is not shared.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Part(u32);

impl Part {
    const OWN: Part = Part(u32::MAX);
    /// What stands in a key where there is no child.
    const NONE: Part = Part(u32::MAX - 1);

    #[inline]
    fn token(at: usize) -> Part {
        Part((at as u32) << 1)
    }

    #[inline]
    fn node(at: usize) -> Part {
        Part((at as u32) << 1 | 1)
    }
}

/// Odd numbers with well mixed bits: a product's upper bits depend on all bits below.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
const MIX_AGAIN: u64 = 0xf135_7aea_2e62_a9c5;

/// The upper bits of a product, as many as the largest table needs and more.
#[inline]
fn upper(product: u64) -> usize {
    (product >> 40) as usize
}

/// What makes shared tokens equal: the first and the last eight bytes, and kind and length. Up to sixteen bytes these
/// give the text back.
#[derive(Clone, Copy, PartialEq, Eq)]
struct TokenKey {
    first: u64,
    last: u64,
    kind_and_len: u32,
}

impl TokenKey {
    const NONE: TokenKey = TokenKey { first: 0, last: 0, kind_and_len: u32::MAX };

    /// Up to this length, equal keys mean equal texts.
    const EXACT: usize = 16;

    /// The key of the token of this length at `start`.
    #[inline]
    fn new(kind: SyntaxKind, text: &[u8], start: usize, len: usize) -> TokenKey {
        let eight = |at: usize| {
            let eight = text.get(at..at + 8).and_then(|it| it.try_into().ok());
            eight.map(u64::from_le_bytes)
        };
        let kind_and_len = u32::from(kind.0) << 16 | len as u32;
        if len > 8 {
            let (first, last) = (eight(start).unwrap_or(0), eight(start + len - 8).unwrap_or(0));
            return TokenKey { first, last, kind_and_len };
        }
        let first = match eight(start) {
            // What follows the token is masked out.
            Some(it) if len > 0 => it & (u64::MAX >> (64 - 8 * len)),
            _ => text[start..start + len].iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        TokenKey { first, last: 0, kind_and_len }
    }

    #[inline]
    fn hash(self) -> usize {
        let text = self.first ^ self.last.rotate_left(29);
        upper(text.wrapping_add(u64::from(self.kind_and_len).wrapping_mul(MIX)).wrapping_mul(MIX_AGAIN))
    }
}

/// What makes shared nodes equal: the numbers of their children, and their kind. Two words, so that making one and
/// comparing it happens in registers.
#[derive(Clone, Copy, PartialEq, Eq)]
struct NodeKey(u64, u64);

impl NodeKey {
    const NONE: NodeKey = NodeKey(u64::MAX, u64::MAX);

    /// The key of a node whose children are shared. One with more of them hardly ever has an equal (rowan's figure).
    #[inline]
    fn new(kind: SyntaxKind, children: &[Part]) -> Option<NodeKey> {
        let [a, b, c] = match *children {
            [] => [Part::NONE; 3],
            [a] => [a, Part::NONE, Part::NONE],
            [a, b] => [a, b, Part::NONE],
            [a, b, c] => [a, b, c],
            _ => return None,
        };
        Some(NodeKey(u64::from(a.0) << 32 | u64::from(b.0), u64::from(c.0) << 32 | u64::from(kind.0)))
    }

    #[inline]
    fn hash(self) -> usize {
        upper((self.0.wrapping_mul(MIX) ^ self.1).wrapping_mul(MIX_AGAIN))
    }
}

impl Cache {
    /// A builder of one tree.
    pub(crate) fn builder(&mut self) -> GreenBuilder<'_> {
        if self.tokens.len() + self.nodes.len() > MAX_PARTS {
            *self = Cache::default();
        }
        grow(&mut self.token_slots, (TokenKey::NONE, 0), self.tokens.len());
        grow(&mut self.node_slots, (NodeKey::NONE, 0), self.nodes.len());
        self.open.clear();
        self.children.clear();
        self.own.clear();
        GreenBuilder { cache: self }
    }

    #[inline]
    fn token(&mut self, kind: SyntaxKind, text: &str, start: usize, len: usize) {
        let bytes = text.as_bytes();
        if len > MAX_TEXT {
            self.own.push(NodeOrToken::Token(GreenToken::new(kind, &text[start..start + len])));
            self.children.push(Part::OWN);
            return;
        }
        let key = TokenKey::new(kind, bytes, start, len);
        let slot = key.hash() & (self.token_slots.len() - 1);
        let (known, at) = self.token_slots[slot];
        let is_known = known == key
            && (len <= TokenKey::EXACT
                || self
                    .tokens
                    .get(at as usize)
                    .is_some_and(|it| it.text().as_bytes() == &bytes[start..start + len]));
        let at = match is_known {
            true => at as usize,
            false => self.make_token(kind, &text[start..start + len], key, slot),
        };
        self.children.push(Part::token(at));
    }

    /// Makes a token that can be found again in this slot.
    #[cold]
    fn make_token(&mut self, kind: SyntaxKind, text: &str, key: TokenKey, slot: usize) -> usize {
        let at = self.tokens.len();
        self.tokens.push(GreenToken::new(kind, text));
        self.token_slots[slot] = (key, at as u32);
        at
    }

    /// Makes a node of what was put out since it was opened.
    #[inline]
    fn node(&mut self, open: Open) {
        let first = open.children as usize;
        let key = match self.own.len() == open.own as usize {
            true => NodeKey::new(open.kind, &self.children[first..]),
            false => None,
        };
        let part = match key {
            None => {
                let node = self.make(open);
                self.own.push(NodeOrToken::Node(node));
                Part::OWN
            }
            Some(key) => {
                let slot = key.hash() & (self.node_slots.len() - 1);
                let (known, at) = self.node_slots[slot];
                if known == key {
                    Part::node(at as usize)
                } else {
                    let at = self.nodes.len();
                    let node = self.make(open);
                    self.nodes.push(node);
                    self.node_slots[slot] = (key, at as u32);
                    Part::node(at)
                }
            }
        };
        self.children.truncate(first);
        self.children.push(part);
    }

    fn make(&mut self, open: Open) -> GreenNode {
        let Open { kind, children, own } = open;
        let children = &self.children[children as usize..];
        let (tokens, nodes) = (&self.tokens, &self.nodes);
        let shared = |part: &Part| match part.0 & 1 {
            0 => NodeOrToken::Token(tokens[(part.0 >> 1) as usize].clone()),
            _ => NodeOrToken::Node(nodes[(part.0 >> 1) as usize].clone()),
        };
        if self.own.len() == own as usize {
            return GreenNode::new(kind, children.iter().map(shared));
        }
        // `own` has one for each child that is not shared.
        let mut own = self.own.drain(own as usize..);
        let green = |part: &Part| match *part {
            Part::OWN => own.next().unwrap_or_else(|| NodeOrToken::Token(GreenToken::new(kind, ""))),
            _ => shared(part),
        };
        GreenNode::new(kind, children.iter().map(green))
    }
}

/// Makes a table larger that has fewer slots than there are parts. What it knew is forgotten.
fn grow<T: Copy>(slots: &mut Vec<T>, empty: T, parts: usize) {
    let wanted = parts.next_power_of_two().clamp(FEWEST_SLOTS, MOST_SLOTS);
    if slots.len() < wanted {
        slots.clear();
        slots.resize(wanted, empty);
    }
}

/// Builds one tree, from left to right. Every node that is started must be finished.
pub(crate) struct GreenBuilder<'a> {
    cache: &'a mut Cache,
}

impl GreenBuilder<'_> {
    /// A token: `len` bytes of the text from `start` on.
    #[inline]
    pub(crate) fn token(&mut self, kind: SyntaxKind, text: &str, start: usize, len: usize) {
        self.cache.token(kind, text, start, len);
    }

    #[inline]
    pub(crate) fn start_node(&mut self, kind: SyntaxKind) {
        let (children, own) = (self.cache.children.len() as u32, self.cache.own.len() as u32);
        self.cache.open.push(Open { kind, children, own });
    }

    #[inline]
    pub(crate) fn finish_node(&mut self) {
        if let Some(open) = self.cache.open.pop() {
            self.cache.node(open);
        }
    }

    /// The tree, its root being of this kind if the nodes did not make one.
    pub(crate) fn finish(self, root: SyntaxKind) -> GreenNode {
        let cache = self.cache;
        match cache.children[..] {
            [Part::OWN] if matches!(cache.own.last(), Some(NodeOrToken::Node(_))) => {
                if let Some(NodeOrToken::Node(node)) = cache.own.pop() {
                    return node;
                }
            }
            [Part(id)] if id != Part::OWN.0 && id & 1 == 1 => return cache.nodes[(id >> 1) as usize].clone(),
            _ => {}
        }
        cache.make(Open { kind: root, children: 0, own: 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rowan::GreenNodeBuilder;

    const KINDS: [SyntaxKind; 3] = [SyntaxKind(7), SyntaxKind(8), SyntaxKind(9)];

    /// Builds the nodes that brackets describe; other characters are tokens.
    fn build(text: &str, cache: &mut Cache) -> GreenNode {
        let mut builder = cache.builder();
        builder.start_node(KINDS[0]);
        for it in text.split_inclusive(|_| true) {
            match it {
                "(" => builder.start_node(KINDS[1]),
                ")" => builder.finish_node(),
                it => builder.token(KINDS[2], it, 0, it.len()),
            }
        }
        builder.finish_node();
        builder.finish(KINDS[0])
    }

    fn build_by_rowan(text: &str) -> GreenNode {
        let mut builder = GreenNodeBuilder::new();
        builder.start_node(KINDS[0]);
        for it in text.split_inclusive(|_| true) {
            match it {
                "(" => builder.start_node(KINDS[1]),
                ")" => builder.finish_node(),
                it => builder.token(KINDS[2], it),
            }
        }
        builder.finish_node();
        builder.finish()
    }

    #[test]
    fn trees_are_those_of_rowan() {
        let mut cache = Cache::default();
        for text in
            ["", "a", "()", "(a)(a)", "((a)b(a))", "(abcd)(abcd)", "(a(b(c(d))))((a)(b)(c))", "a(a(a))"]
        {
            assert_eq!(build(text, &mut cache), build_by_rowan(text), "{text}");
        }
    }

    #[test]
    fn equal_parts_are_one() {
        let root = build("(a)(a)(b)(abcd)(abcd)", &mut Cache::default());
        let children: Vec<*const ()> = root
            .children()
            .filter_map(|it| it.into_node().map(|it| std::ptr::from_ref(it).cast::<()>()))
            .collect();
        assert_eq!(children[0], children[1]);
        assert_ne!(children[0], children[2]);
        assert_ne!(children[3], children[4]);
    }
}
