//! Green trees with shared parts: equal short tokens, and equal nodes with few children, are made once.
//!
//! rowan's own builder shares the same parts, but pays for each with hashing through pointers and with counting
//! references up and down. Here a part is a number until a node is made that must hold it.

use super::table::{LeafKey, NodeKey, Part, Table, WideKey};
use rowan::{GreenNode, GreenToken, NodeOrToken, SyntaxKind};

/// A longer token is not looked for: comments and long strings hardly ever have an equal.
const MAX_TEXT: usize = 64;

/// A cache that has grown beyond this many parts is not used for another text.
const MAX_PARTS: usize = 1 << 15;

/// Tokens and nodes that were built before, and room to work in.
#[derive(Default)]
pub(crate) struct Cache {
    tokens: Vec<GreenToken>,
    nodes: Vec<GreenNode>,
    /// Where to find tokens, and nodes around one token; other nodes with up to three children; with more. Such a node
    /// is shared from the second time on; the first leaves [`Part::OWN`] here: most never come again, and what is shared
    /// stays in memory, while that of a tree of its own is soon used again.
    leaves: Table<LeafKey>,
    narrow: Table<NodeKey>,
    wide: Table<WideKey>,
    /// The nodes that are started and not finished.
    open: Vec<Open>,
    /// The finished children of open nodes.
    children: Vec<Part>,
    /// Those of them that are not shared, in the same order.
    own: Vec<NodeOrToken<GreenNode, GreenToken>>,
    /// The children of the node that is being made.
    elements: Vec<NodeOrToken<GreenNode, GreenToken>>,
}

/// A node that is started, and how many finished children were there before it.
#[derive(Clone, Copy)]
struct Open {
    kind: SyntaxKind,
    children: u32,
}

impl Cache {
    /// A builder of one tree.
    pub(crate) fn builder(&mut self) -> GreenBuilder<'_> {
        if self.tokens.len() + self.nodes.len() > MAX_PARTS {
            *self = Cache::default();
        }
        self.leaves.grow();
        self.narrow.grow();
        self.wide.grow();
        self.open.clear();
        self.children.clear();
        self.own.clear();
        GreenBuilder { cache: self }
    }

    /// Whether the token that was found by this text's key has this text.
    #[inline]
    fn is_token(&self, part: Part, text: &[u8]) -> bool {
        text.len() <= LeafKey::EXACT
            || self.tokens.get(part.index()).is_some_and(|it| it.text().as_bytes() == text)
    }

    #[inline]
    fn token(&mut self, kind: SyntaxKind, text: &str, start: usize, len: usize) {
        let part = match len > MAX_TEXT {
            true => {
                self.own.push(NodeOrToken::Token(GreenToken::new(kind, &text[start..start + len])));
                Part::OWN
            }
            false => self.shared_token(kind, text, start, len),
        };
        self.children.push(part);
    }

    #[inline]
    fn shared_token(&mut self, kind: SyntaxKind, text: &str, start: usize, len: usize) -> Part {
        let key = LeafKey::token(kind, text.as_bytes(), start, len);
        match self.leaves.find(&key) {
            Some(part) if self.is_token(part, &text.as_bytes()[start..start + len]) => part,
            _ => self.make_token(kind, &text[start..start + len], key),
        }
    }

    #[cold]
    fn make_token(&mut self, kind: SyntaxKind, text: &str, key: LeafKey) -> Part {
        let part = Part::token(self.tokens.len());
        self.tokens.push(GreenToken::new(kind, text));
        self.leaves.insert(key, part);
        part
    }

    /// Puts out a node around one token: what opening, token and finishing come to, in one look.
    #[inline]
    fn leaf(&mut self, node: SyntaxKind, kind: SyntaxKind, text: &str, start: usize, len: usize) {
        if len > LeafKey::EXACT {
            let open = Open { kind: node, children: self.children.len() as u32 };
            self.token(kind, text, start, len);
            return self.node(open);
        }
        let key = LeafKey::node(node, kind, text.as_bytes(), start, len);
        let part = match self.leaves.find(&key) {
            Some(part) => part,
            None => {
                let (first, token) = (self.children.len(), self.shared_token(kind, text, start, len));
                self.children.push(token);
                let part = self.share(node, first);
                self.children.truncate(first);
                self.leaves.insert(key, part);
                part
            }
        };
        self.children.push(part);
    }

    /// Makes a node of what was put out since it was opened.
    #[inline]
    fn node(&mut self, Open { kind, children: first }: Open) {
        let first = first as usize;
        let part = match self.children[first..] {
            // Nodes with one child are most of all.
            [a] if a != Part::OWN => {
                self.children[first] = self.narrow(kind, [a, Part::NONE, Part::NONE], first);
                return;
            }
            ref children if children.len() > WideKey::WIDTH || children.contains(&Part::OWN) => {
                self.make_own(kind, first)
            }
            [] => self.narrow(kind, [Part::NONE; 3], first),
            [a, b] => self.narrow(kind, [a, b, Part::NONE], first),
            [a, b, c] => self.narrow(kind, [a, b, c], first),
            _ => self.wide(kind, first),
        };
        self.children.truncate(first);
        self.children.push(part);
    }

    #[inline]
    fn narrow(&mut self, kind: SyntaxKind, children: [Part; 3], first: usize) -> Part {
        let key = NodeKey::new(kind, children);
        match self.narrow.find(&key) {
            Some(Part::OWN) => {
                let part = self.share(kind, first);
                self.narrow.replace(&key, part);
                part
            }
            Some(part) => part,
            None => {
                self.narrow.insert(key, Part::OWN);
                self.make_own(kind, first)
            }
        }
    }

    fn wide(&mut self, kind: SyntaxKind, first: usize) -> Part {
        let key = WideKey::new(kind, &self.children[first..]);
        match self.wide.find(&key) {
            Some(Part::OWN) => {
                let part = self.share(kind, first);
                self.wide.replace(&key, part);
                part
            }
            Some(part) => part,
            None => {
                self.wide.insert(key, Part::OWN);
                self.make_own(kind, first)
            }
        }
    }

    /// Makes a node that can be found again, of the children from `first` on.
    fn share(&mut self, kind: SyntaxKind, first: usize) -> Part {
        let part = Part::node(self.nodes.len());
        let node = self.make(kind, first);
        self.nodes.push(node);
        part
    }

    fn make_own(&mut self, kind: SyntaxKind, first: usize) -> Part {
        let node = self.make(kind, first);
        self.own.push(NodeOrToken::Node(node));
        Part::OWN
    }

    /// Makes a node of the children from `first` on; those of its own are taken out of `own`.
    fn make(&mut self, kind: SyntaxKind, first: usize) -> GreenNode {
        let children = &self.children[first..];
        let count = children.iter().filter(|it| **it == Part::OWN).count();
        let mut own = self.own.drain(self.own.len() - count..);
        // They are laid out first: rowan asks an iterator at three places, too many for a long rule to be inlined.
        self.elements.clear();
        for part in children {
            self.elements.push(match *part {
                Part::OWN => own.next().unwrap_or_else(|| NodeOrToken::Token(GreenToken::new(kind, ""))),
                part if part.is_node() => NodeOrToken::Node(self.nodes[part.index()].clone()),
                part => NodeOrToken::Token(self.tokens[part.index()].clone()),
            });
        }
        GreenNode::new(kind, self.elements.drain(..))
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

    /// A node of kind `node` around one token.
    #[inline]
    pub(crate) fn leaf(&mut self, node: SyntaxKind, kind: SyntaxKind, text: &str, start: usize, len: usize) {
        self.cache.leaf(node, kind, text, start, len);
    }

    #[inline]
    pub(crate) fn start_node(&mut self, kind: SyntaxKind) {
        let children = self.cache.children.len() as u32;
        self.cache.open.push(Open { kind, children });
    }

    #[inline]
    pub(crate) fn finish_node(&mut self) {
        if let Some(open) = self.cache.open.pop() {
            self.cache.node(open);
        }
    }

    /// Whether a node is started and not finished.
    #[inline]
    pub(crate) fn is_open(&self) -> bool {
        !self.cache.open.is_empty()
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
            [part] if part != Part::OWN && part.is_node() => return cache.nodes[part.index()].clone(),
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
    fn equal_parts_are_one_from_the_second_on() {
        let root =
            build("(a)(a)(a)(b)(abcd)(abcd)(abcd)(abcdabcda)(abcdabcda)(abcdabcda)", &mut Cache::default());
        let children: Vec<*const ()> = root
            .children()
            .filter_map(|it| it.into_node().map(|it| std::ptr::from_ref(it).cast::<()>()))
            .collect();
        assert_ne!(children[0], children[1]);
        assert_eq!(children[1], children[2]);
        assert_ne!(children[2], children[3]);
        assert_ne!(children[4], children[5]);
        assert_eq!(children[5], children[6]);
        assert_ne!(children[8], children[9], "too many children to be looked for");
    }

    #[test]
    fn a_leaf_is_the_node_around_its_token() {
        let mut cache = Cache::default();
        let mut texts = Vec::new();
        for text in ["a", "name_of_sixteen_", "a name of more than sixteen bytes"] {
            for _ in 0..3 {
                let mut builder = cache.builder();
                builder.start_node(KINDS[0]);
                builder.leaf(KINDS[1], KINDS[2], text, 0, text.len());
                builder.finish_node();
                texts.push((text, builder.finish(KINDS[0])));
            }
        }
        for (text, green) in texts {
            let mut builder = GreenNodeBuilder::new();
            builder.start_node(KINDS[0]);
            builder.start_node(KINDS[1]);
            builder.token(KINDS[2], text);
            builder.finish_node();
            builder.finish_node();
            assert_eq!(green, builder.finish(), "{text}");
        }
    }
}
