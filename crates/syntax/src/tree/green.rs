//! Green trees with shared parts: equal short tokens, and equal nodes with few children, are made once.
//!
//! rowan's own builder shares the same parts, but pays for each with hashing through pointers and with counting
//! references up and down. Here a part is a number until a node is made that must hold it.

use rowan::{GreenNode, GreenToken, NodeOrToken, SyntaxKind};
use rustc_hash::FxHasher;
use std::hash::Hasher;

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
    /// The nodes that are started and not finished, with the number of children before them.
    open: Vec<(SyntaxKind, usize)>,
    /// The finished children of open nodes.
    children: Vec<Part>,
    /// Those of them that are not shared, in the same order.
    own: Vec<NodeOrToken<GreenNode, GreenToken>>,
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

/// What makes shared tokens equal: length and kind, and the text if it is short, else its hash.
#[derive(Clone, Copy, PartialEq, Eq)]
struct TokenKey(u64, u32);

impl TokenKey {
    const NONE: TokenKey = TokenKey(u64::MAX, u32::MAX);

    #[inline]
    fn new(kind: SyntaxKind, text: &str) -> TokenKey {
        let bytes = text.as_bytes();
        let four = |at: usize| {
            let four = bytes.get(at..at + 4).and_then(|it| it.try_into().ok());
            u64::from(four.map_or(0, u32::from_le_bytes))
        };
        // Up to eight bytes, the word and the length give the text back.
        let word = match bytes.len() {
            0..=3 => bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)),
            len @ 4..=8 => four(0) | four(len - 4) << 32,
            _ => {
                let mut hasher = FxHasher::default();
                hasher.write(bytes);
                hasher.finish()
            }
        };
        TokenKey(word, u32::from(kind.0) << 16 | bytes.len() as u32)
    }

    /// Whether equal keys mean equal texts.
    #[inline]
    fn is_exact(text: &str) -> bool {
        text.len() <= 8
    }

    #[inline]
    fn hash(self) -> u64 {
        let mut hasher = FxHasher::default();
        hasher.write_u64(self.0);
        hasher.write_u32(self.1);
        hasher.finish()
    }
}

/// What makes shared nodes equal: the numbers of their children, and their kind. Two words, so that making one and
/// comparing it happens in registers.
#[derive(Clone, Copy, PartialEq, Eq)]
struct NodeKey(u64, u64);

impl NodeKey {
    const NONE: NodeKey = NodeKey(u64::MAX, u64::MAX);

    /// The key of a node, if it can be shared. One with more children hardly ever has an equal (rowan's figure).
    #[inline]
    fn new(kind: SyntaxKind, children: &[Part]) -> Option<NodeKey> {
        let [a, b, c] = match *children {
            [] => [Part::NONE; 3],
            [a] => [a, Part::NONE, Part::NONE],
            [a, b] => [a, b, Part::NONE],
            [a, b, c] => [a, b, c],
            _ => return None,
        };
        if a == Part::OWN || b == Part::OWN || c == Part::OWN {
            return None;
        }
        Some(NodeKey(u64::from(a.0) << 32 | u64::from(b.0), u64::from(c.0) << 32 | u64::from(kind.0)))
    }

    #[inline]
    fn hash(self) -> u64 {
        let mut hasher = FxHasher::default();
        hasher.write_u64(self.0);
        hasher.write_u64(self.1);
        hasher.finish()
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
    fn token(&mut self, kind: SyntaxKind, text: &str) {
        if text.len() > MAX_TEXT {
            self.own.push(NodeOrToken::Token(GreenToken::new(kind, text)));
            self.children.push(Part::OWN);
            return;
        }
        let key = TokenKey::new(kind, text);
        let slot = key.hash() as usize & (self.token_slots.len() - 1);
        let (known, at) = self.token_slots[slot];
        let at = at as usize;
        if known == key
            && (TokenKey::is_exact(text) || self.tokens.get(at).is_some_and(|it| it.text() == text))
        {
            self.children.push(Part::token(at));
        } else {
            let at = self.tokens.len();
            self.tokens.push(GreenToken::new(kind, text));
            self.token_slots[slot] = (key, at as u32);
            self.children.push(Part::token(at));
        }
    }

    /// Makes a node of the children from `first` on.
    #[inline]
    fn node(&mut self, kind: SyntaxKind, first: usize) {
        let part = match NodeKey::new(kind, &self.children[first..]) {
            None => {
                let node = self.make(kind, first);
                self.own.push(NodeOrToken::Node(node));
                Part::OWN
            }
            Some(key) => {
                let slot = key.hash() as usize & (self.node_slots.len() - 1);
                let (known, at) = self.node_slots[slot];
                if known == key {
                    Part::node(at as usize)
                } else {
                    let at = self.nodes.len();
                    let node = self.make(kind, first);
                    self.nodes.push(node);
                    self.node_slots[slot] = (key, at as u32);
                    Part::node(at)
                }
            }
        };
        self.children.truncate(first);
        self.children.push(part);
    }

    fn make(&mut self, kind: SyntaxKind, first: usize) -> GreenNode {
        let children = &self.children[first..];
        let own = children.iter().filter(|it| **it == Part::OWN).count();
        let (tokens, nodes) = (&self.tokens, &self.nodes);
        let mut own = self.own.drain(self.own.len() - own..);
        // Numbers are given out by the cache that holds the parts, in one text; `own` has as many as were counted.
        let green = |part: &Part| match *part {
            Part::OWN => own.next().unwrap_or_else(|| NodeOrToken::Token(GreenToken::new(kind, ""))),
            Part(id) if id & 1 == 0 => NodeOrToken::Token(tokens[(id >> 1) as usize].clone()),
            Part(id) => NodeOrToken::Node(nodes[(id >> 1) as usize].clone()),
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
    #[inline]
    pub(crate) fn token(&mut self, kind: SyntaxKind, text: &str) {
        self.cache.token(kind, text);
    }

    #[inline]
    pub(crate) fn start_node(&mut self, kind: SyntaxKind) {
        self.cache.open.push((kind, self.cache.children.len()));
    }

    #[inline]
    pub(crate) fn finish_node(&mut self) {
        if let Some((kind, first)) = self.cache.open.pop() {
            self.cache.node(kind, first);
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
        cache.make(root, 0)
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
                it => builder.token(KINDS[2], it),
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
