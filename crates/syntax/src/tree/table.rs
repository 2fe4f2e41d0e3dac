//! Tables of the parts of trees that were built before: by the text of a token, by the numbers of a node's children.

use rowan::SyntaxKind;

/// A finished child: the number of a shared token or node, or one that is not shared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Part(u32);

impl Part {
    pub(super) const OWN: Part = Part(u32::MAX);
    /// What stands in a key where there is no child.
    pub(super) const NONE: Part = Part(u32::MAX - 1);

    #[inline]
    pub(super) fn token(at: usize) -> Part {
        Part((at as u32) << 1)
    }

    #[inline]
    pub(super) fn node(at: usize) -> Part {
        Part((at as u32) << 1 | 1)
    }

    #[inline]
    pub(super) fn is_node(self) -> bool {
        self.0 & 1 == 1
    }

    /// Its place among the shared tokens or nodes.
    #[inline]
    pub(super) fn index(self) -> usize {
        (self.0 >> 1) as usize
    }
}

/// What parts are found by. Equal keys mean equal parts, but where a key says otherwise.
pub(super) trait Key: Copy + PartialEq {
    /// The key of no part.
    const NONE: Self;
    /// How many parts can be found again, at most.
    const MOST: usize;

    fn hash(&self) -> usize;
}

/// Parts by their keys. A key belongs to one pair of slots, and what is new in a pair replaces what was not used last:
/// that costs less than looking through all that was ever built, and a table stays in the processor's cache.
pub(super) struct Table<K> {
    /// None, or a power of two of them.
    pairs: Vec<[(K, Part); 2]>,
    /// How many parts were put in since it grew.
    fresh: usize,
}

impl<K> Default for Table<K> {
    fn default() -> Table<K> {
        Table { pairs: Vec::new(), fresh: 0 }
    }
}

/// How many pairs a table has at first.
const FEWEST_PAIRS: usize = 1 << 7;

impl<K: Key> Table<K> {
    /// Makes the table larger if it is nearly full. Before the first call it must not be asked.
    pub(super) fn grow(&mut self) {
        let wanted = match self.pairs.len() {
            0 => FEWEST_PAIRS,
            pairs if self.fresh > pairs => (4 * pairs).min(K::MOST / 2),
            pairs => pairs,
        };
        if wanted > self.pairs.len() {
            let pairs = std::mem::replace(&mut self.pairs, vec![[(K::NONE, Part::NONE); 2]; wanted]);
            for (key, part) in pairs.into_iter().flatten().filter(|it| it.0 != K::NONE) {
                self.insert(key, part);
            }
            self.fresh = 0;
        }
    }

    #[inline]
    pub(super) fn find(&mut self, key: &K) -> Option<Part> {
        let at = key.hash() & (self.pairs.len() - 1);
        let pair = &mut self.pairs[at];
        if pair[0].0 == *key {
            return Some(pair[0].1);
        }
        if pair[1].0 == *key {
            pair.swap(0, 1);
            return Some(pair[0].1);
        }
        None
    }

    /// Puts another part in the place of the one that was found last.
    pub(super) fn replace(&mut self, key: &K, part: Part) {
        let at = key.hash() & (self.pairs.len() - 1);
        let pair = &mut self.pairs[at];
        if pair[0].0 == *key {
            pair[0].1 = part;
        }
    }

    #[inline]
    pub(super) fn insert(&mut self, key: K, part: Part) {
        let at = key.hash() & (self.pairs.len() - 1);
        let pair = &mut self.pairs[at];
        pair[1] = pair[0];
        pair[0] = (key, part);
        self.fresh += 1;
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

/// What makes shared tokens, and nodes around one token, equal: the first and the last eight bytes, and kinds and length.
/// Up to [`LeafKey::EXACT`] bytes these give the text back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct LeafKey {
    first: u64,
    last: u64,
    /// The node's kind or what stands for none, the token's kind, the length.
    kinds_and_len: u64,
}

impl LeafKey {
    /// Up to this length, equal keys mean equal texts.
    pub(super) const EXACT: usize = 16;

    /// The key of the token of this length at `start`.
    #[inline]
    pub(super) fn token(kind: SyntaxKind, text: &[u8], start: usize, len: usize) -> LeafKey {
        LeafKey::node(SyntaxKind(u16::MAX), kind, text, start, len)
    }

    /// The key of a node around that token.
    #[inline]
    pub(super) fn node(node: SyntaxKind, kind: SyntaxKind, text: &[u8], start: usize, len: usize) -> LeafKey {
        let eight = |at: usize| {
            let eight = text.get(at..at + 8).and_then(|it| it.try_into().ok());
            eight.map(u64::from_le_bytes)
        };
        let kinds_and_len = u64::from(node.0) << 48 | u64::from(kind.0) << 32 | len as u64;
        if len > 8 {
            let (first, last) = (eight(start).unwrap_or(0), eight(start + len - 8).unwrap_or(0));
            return LeafKey { first, last, kinds_and_len };
        }
        let first = match eight(start) {
            // What follows the token is masked out.
            Some(it) if len > 0 => it & (u64::MAX >> (64 - 8 * len)),
            _ => text[start..start + len].iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        LeafKey { first, last: 0, kinds_and_len }
    }
}

impl Key for LeafKey {
    const NONE: LeafKey = LeafKey { first: 0, last: 0, kinds_and_len: u64::MAX };
    const MOST: usize = 1 << 14;

    #[inline]
    fn hash(&self) -> usize {
        let text = self.first ^ self.last.rotate_left(29);
        upper(text.wrapping_add(self.kinds_and_len.wrapping_mul(MIX)).wrapping_mul(MIX_AGAIN))
    }
}

/// What makes shared nodes equal: the numbers of their children, up to three, and their kind. Two words, so that making
/// one and comparing it happens in registers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeKey(u64, u64);

impl NodeKey {
    #[inline]
    pub(super) fn new(kind: SyntaxKind, [a, b, c]: [Part; 3]) -> NodeKey {
        NodeKey(u64::from(a.0) << 32 | u64::from(b.0), u64::from(c.0) << 32 | u64::from(kind.0))
    }
}

impl Key for NodeKey {
    const NONE: NodeKey = NodeKey(u64::MAX, u64::MAX);
    const MOST: usize = 1 << 14;

    #[inline]
    fn hash(&self) -> usize {
        upper((self.0.wrapping_mul(MIX) ^ self.1).wrapping_mul(MIX_AGAIN))
    }
}

/// As [`NodeKey`], of nodes with more children.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct WideKey {
    children: [u32; WideKey::WIDTH],
    kind: u32,
}

impl WideKey {
    /// A node with more children hardly ever has an equal.
    pub(super) const WIDTH: usize = 8;

    /// The key of a node with at most [`WideKey::WIDTH`] children.
    #[inline]
    pub(super) fn new(kind: SyntaxKind, children: &[Part]) -> WideKey {
        let mut key = WideKey { children: [Part::NONE.0; WideKey::WIDTH], kind: u32::from(kind.0) };
        for (slot, part) in key.children.iter_mut().zip(children) {
            *slot = part.0;
        }
        key
    }
}

impl Key for WideKey {
    const NONE: WideKey = WideKey { children: [Part::NONE.0; WideKey::WIDTH], kind: u32::MAX };
    const MOST: usize = 1 << 13;

    #[inline]
    fn hash(&self) -> usize {
        let mut hash = u64::from(self.kind);
        for pair in self.children.chunks_exact(2) {
            let pair = u64::from(pair[0]) << 32 | u64::from(pair[1]);
            hash = (hash.rotate_left(23) ^ pair).wrapping_mul(MIX);
        }
        upper(hash.wrapping_mul(MIX_AGAIN))
    }
}
