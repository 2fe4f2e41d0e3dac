//! Semantic tokens.

use super::range;
use crate::snapshot::Snapshot;
use ide::{Cancellable, FileId, SemanticKind, SemanticModifiers, TextRange, TextSize};
use tower_lsp::lsp_types::{
    Position, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokensEdit,
    SemanticTokensLegend,
};

/// The types of tokens, at the positions of [`type_of`].
const TYPES: [SemanticTokenType; 14] = [
    SemanticTokenType::NAMESPACE,
    SemanticTokenType::CLASS,
    SemanticTokenType::STRUCT,
    SemanticTokenType::VARIABLE,
    SemanticTokenType::PROPERTY,
    SemanticTokenType::TYPE,
    SemanticTokenType::FUNCTION,
    SemanticTokenType::PARAMETER,
    SemanticTokenType::MACRO,
    SemanticTokenType::KEYWORD,
    SemanticTokenType::OPERATOR,
    SemanticTokenType::NUMBER,
    SemanticTokenType::STRING,
    SemanticTokenType::COMMENT,
];

/// The modifiers of tokens, at the positions of the bits of [`modifier_bits`]: three of the protocol's, four of ours.
const MODIFIERS: [SemanticTokenModifier; 7] = [
    SemanticTokenModifier::DEFINITION,
    SemanticTokenModifier::DEFAULT_LIBRARY,
    SemanticTokenModifier::new("external"),
    SemanticTokenModifier::new("classified"),
    SemanticTokenModifier::new("nullable"),
    SemanticTokenModifier::DEPRECATED,
    SemanticTokenModifier::new("generated"),
];

/// What the numbers in tokens mean.
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend { token_types: TYPES.to_vec(), token_modifiers: MODIFIERS.to_vec() }
}

fn type_of(kind: SemanticKind) -> u32 {
    match kind {
        SemanticKind::Namespace => 0,
        SemanticKind::Relation => 1,
        SemanticKind::Cte => 2,
        SemanticKind::Alias => 3,
        SemanticKind::Column | SemanticKind::Key => 4,
        SemanticKind::Type => 5,
        SemanticKind::Function => 6,
        SemanticKind::Parameter => 7,
        SemanticKind::Placeholder => 8,
        SemanticKind::Keyword => 9,
        SemanticKind::Operator => 10,
        SemanticKind::Number => 11,
        SemanticKind::String => 12,
        SemanticKind::Comment => 13,
    }
}

fn modifier_bits(modifiers: SemanticModifiers) -> u32 {
    let SemanticModifiers { definition, built_in, external, classified, nullable, deprecated, generated } =
        modifiers;
    let bits = [definition, built_in, external, classified, nullable, deprecated, generated];
    bits.into_iter().enumerate().fold(0, |bits, (place, is_set)| bits | u32::from(is_set) << place)
}

/// Tokens as the protocol counts them, each from the one before. One over several lines is one in each: few clients
/// take others.
pub(crate) fn tokens(
    snapshot: &Snapshot,
    file: FileId,
    tokens: &[ide::SemanticToken],
) -> Cancellable<Vec<SemanticToken>> {
    let text = snapshot.analysis.text(file);
    let mut encoded = Vec::with_capacity(tokens.len());
    let mut last = Position::default();
    for token in tokens {
        for part in lines(&text, token.range) {
            let place = range(snapshot, file, part)?;
            let delta_line = place.start.line - last.line;
            let before = if delta_line == 0 { last.character } else { 0 };
            encoded.push(SemanticToken {
                delta_line,
                delta_start: place.start.character - before,
                length: place.end.character - place.start.character,
                token_type: type_of(token.kind),
                token_modifiers_bitset: modifier_bits(token.modifiers),
            });
            last = place.start;
        }
    }
    Ok(encoded)
}

/// The parts of a range that are on one line each, without the ends of lines.
fn lines(text: &str, range: TextRange) -> impl Iterator<Item = TextRange> {
    let mut start = range.start();
    text[range].split_inclusive('\n').filter_map(move |line| {
        let part = TextRange::at(start, TextSize::of(line.trim_end_matches(['\r', '\n'])));
        start += TextSize::of(line);
        (!part.is_empty()).then_some(part)
    })
}

/// What makes `new` of `old`: one edit, since whoever types does so in one place.
pub(crate) fn difference(old: &[SemanticToken], new: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    // The protocol counts numbers, of which a token has five.
    const NUMBERS: usize = 5;
    let head = equal(old.iter().zip(new));
    let (old, new) = (&old[head..], &new[head..]);
    let tail = equal(old.iter().rev().zip(new.iter().rev()));
    let (gone, come) = (old.len() - tail, &new[..new.len() - tail]);
    if gone == 0 && come.is_empty() {
        return Vec::new();
    }
    let count = |tokens: usize| u32::try_from(tokens * NUMBERS).unwrap_or(u32::MAX);
    vec![SemanticTokensEdit {
        start: count(head),
        delete_count: count(gone),
        data: (!come.is_empty()).then(|| come.to_vec()),
    }]
}

/// How many pairs are equal before the first that is not.
fn equal<'t>(pairs: impl Iterator<Item = (&'t SemanticToken, &'t SemanticToken)>) -> usize {
    pairs.take_while(|(old, new)| old == new).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(delta_start: u32) -> SemanticToken {
        SemanticToken { delta_line: 0, delta_start, length: 1, token_type: 0, token_modifiers_bitset: 0 }
    }

    /// Checks that the difference leads from one to the other, and how many numbers it names.
    fn check(old: &[u32], new: &[u32], expected: Option<(u32, u32, usize)>) {
        let tokens = |it: &[u32]| it.iter().copied().map(token).collect::<Vec<_>>();
        let (old, new) = (tokens(old), tokens(new));
        let edits = difference(&old, &new);
        let found = edits.first().map(|it| (it.start, it.delete_count, it.data.as_ref().map_or(0, Vec::len)));
        assert_eq!(found, expected);
        let mut applied = old;
        for it in edits {
            let (start, count) = (it.start as usize / 5, it.delete_count as usize / 5);
            applied.splice(start..start + count, it.data.unwrap_or_default());
        }
        assert_eq!(applied, new);
    }

    #[test]
    fn a_difference_is_what_lies_between_what_is_equal() {
        check(&[1, 2, 3], &[1, 2, 3], None);
        check(&[1, 2, 3], &[1, 7, 8, 3], Some((5, 5, 2)));
        check(&[1, 2, 3], &[1, 3], Some((5, 5, 0)));
        check(&[1, 1], &[1, 1, 1], Some((10, 0, 1)));
        check(&[], &[1], Some((0, 0, 1)));
        check(&[1, 2], &[], Some((0, 10, 0)));
    }

    #[test]
    fn every_kind_has_its_type() {
        assert_eq!(TYPES[type_of(SemanticKind::Comment) as usize], SemanticTokenType::COMMENT);
        assert_eq!(TYPES[type_of(SemanticKind::Relation) as usize], SemanticTokenType::CLASS);
        assert_eq!(TYPES[type_of(SemanticKind::Keyword) as usize], SemanticTokenType::KEYWORD);
        let generated = SemanticModifiers { generated: true, ..SemanticModifiers::default() };
        assert_eq!(modifier_bits(generated), 1 << (MODIFIERS.len() - 1));
        let deprecated = SemanticModifiers { deprecated: true, ..SemanticModifiers::default() };
        let place = MODIFIERS.iter().position(|it| *it == SemanticTokenModifier::DEPRECATED);
        assert_eq!(place.map(|it| 1 << it), Some(modifier_bits(deprecated)));
    }
}
