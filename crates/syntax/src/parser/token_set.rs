//! Sets of token kinds, made at compile time.

use crate::SyntaxKind;

const WORDS: usize = 10;

/// A set of token kinds.
#[derive(Clone, Copy)]
pub(crate) struct TokenSet([u64; WORDS]);

impl TokenSet {
    pub(crate) const EMPTY: TokenSet = TokenSet([0; WORDS]);

    pub(crate) const fn new(kinds: &[SyntaxKind]) -> TokenSet {
        let mut words = [0; WORDS];
        let mut i = 0;
        while i < kinds.len() {
            let bit = kinds[i] as usize;
            words[bit / 64] |= 1 << (bit % 64);
            i += 1;
        }
        TokenSet(words)
    }

    pub(crate) const fn union(self, other: TokenSet) -> TokenSet {
        let mut words = self.0;
        let mut i = 0;
        while i < WORDS {
            words[i] |= other.0[i];
            i += 1;
        }
        TokenSet(words)
    }

    #[inline]
    pub(crate) const fn contains(&self, kind: SyntaxKind) -> bool {
        let bit = kind as usize;
        bit / 64 < WORDS && self.0[bit / 64] & (1 << (bit % 64)) != 0
    }
}

// Every token fits.
const _: () = assert!((SyntaxKind::ERROR as usize) < WORDS * 64);
