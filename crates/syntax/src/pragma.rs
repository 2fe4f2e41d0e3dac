//! `-- rocky-allow: P001, W007`: comments that suppress diagnostics.

use crate::lexer::{Lexis, lex};
use crate::toml::{self, TokenKind};
use crate::{SyntaxKind, TextRange, TextSize};

/// A comment that suppresses diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pragma {
    /// The comment, from its marks to its end.
    pub range: TextRange,
    /// What it names, in order: what stands between the commas, without blanks. `None` where there is no colon.
    pub items: Option<Box<[TextRange]>>,
    /// What it holds for.
    pub reach: Reach,
    /// What goes when the comment is removed: with it the blanks before it, and its line where nothing else stands there.
    pub removal: TextRange,
}

/// What a pragma holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The whole file: nothing but comments stands above.
    File,
    /// The line on which the comment stands beside something else.
    SameLine(TextRange),
    /// The next line on which something stands; the empty range at the end of the text where there is none.
    LineBelow(TextRange),
}

impl Reach {
    /// Whether it holds for what stands at `range`.
    pub fn covers(self, range: TextRange) -> bool {
        match self {
            Reach::File => true,
            Reach::SameLine(line) => {
                line.contains_inclusive(range.start()) || line.contains_inclusive(range.end())
            }
            Reach::LineBelow(line) => line.contains_inclusive(range.start()),
        }
    }
}

const WORD: &str = "rocky-allow";

/// Whether a comment, given with its marks, is a pragma. It need not be a valid one.
pub fn is_pragma(comment: &str) -> bool {
    behind_word(comment).is_some()
}

/// Whether a text may have a pragma: cheap, and never wrong where it says no.
pub fn may_have_pragma(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.match_indices('-').any(|(at, _)| {
        let around = at.checked_sub("rocky".len()).and_then(|start| bytes.get(start..start + WORD.len()));
        around.is_some_and(|it| it.eq_ignore_ascii_case(WORD.as_bytes()))
    })
}

/// The pragmas of a SQL or DSL file, in order; those of its frontmatter among them.
pub fn pragmas(text: &str, lexis: Lexis) -> Vec<Pragma> {
    if !may_have_pragma(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut pieces = Vec::new();
    let mut start = TextSize::from(0);
    for token in lex(text, lexis).tokens {
        let range = TextRange::at(start, token.len.into());
        start = range.end();
        let kind = match token.kind {
            SyntaxKind::WHITESPACE => PieceKind::Blank,
            SyntaxKind::LINE_COMMENT | SyntaxKind::BLOCK_COMMENT => PieceKind::Comment,
            SyntaxKind::FRONTMATTER_TEXT => {
                found.extend(toml_pragmas(text, range));
                PieceKind::Blank
            }
            SyntaxKind::FRONTMATTER_OPEN | SyntaxKind::FRONTMATTER_CLOSE => PieceKind::Blank,
            _ => PieceKind::Code,
        };
        pieces.push(Piece { kind, range });
    }
    found.extend(of_pieces(text, &pieces));
    found
}

/// The pragmas of the TOML at `part` of a file, in order.
pub fn toml_pragmas(text: &str, part: TextRange) -> Vec<Pragma> {
    if !may_have_pragma(&text[part]) {
        return Vec::new();
    }
    let piece = |token: toml::Token| {
        let kind = match token.kind {
            TokenKind::Whitespace | TokenKind::Newline => PieceKind::Blank,
            TokenKind::Comment => PieceKind::Comment,
            _ => PieceKind::Code,
        };
        Piece { kind, range: token.range }
    };
    let pieces: Vec<Piece> = toml::tokens(&text[part], part.start()).into_iter().map(piece).collect();
    of_pieces(text, &pieces)
}

/// A stretch of a text, as far as pragmas care.
#[derive(Clone, Copy)]
struct Piece {
    kind: PieceKind,
    range: TextRange,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PieceKind {
    Blank,
    Comment,
    Code,
}

fn of_pieces(text: &str, pieces: &[Piece]) -> Vec<Pragma> {
    let mut found = Vec::new();
    for (index, piece) in pieces.iter().enumerate().filter(|(_, it)| it.kind == PieceKind::Comment) {
        let comment = &text[piece.range];
        let Some(behind) = behind_word(comment) else { continue };
        let (before, after) = (&pieces[..index], &pieces[index + 1..]);
        let line = line_of(text, piece.range);
        let last = before.iter().rev().find(|it| it.kind == PieceKind::Code);
        let next = after.iter().find(|it| it.kind == PieceKind::Code);
        let is_beside = last.is_some_and(|it| it.range.end() > line.start())
            || next.is_some_and(|it| it.range.start() < line.end());
        let reach = match (last, next) {
            (None, _) => Reach::File,
            _ if is_beside => Reach::SameLine(line),
            (_, Some(next)) => Reach::LineBelow(line_of(text, TextRange::empty(next.range.start()))),
            (_, None) => Reach::LineBelow(TextRange::empty(TextSize::of(text))),
        };
        found.push(Pragma {
            range: piece.range,
            items: items(comment, behind, piece.range.start()),
            reach,
            removal: removal(text, piece.range, line),
        });
    }
    found
}

/// Where the text behind the word begins, if a comment begins with it.
fn behind_word(comment: &str) -> Option<usize> {
    let text = comment.trim_start_matches(['-', '/', '*', '#']).trim_start();
    let word = text.get(..WORD.len())?;
    let rest = &text[WORD.len()..];
    let ends = !rest.starts_with(|it: char| it.is_alphanumeric() || it == '_' || it == '-');
    (ends && word.eq_ignore_ascii_case(WORD)).then(|| comment.len() - rest.len())
}

/// What stands behind the colon, between commas.
fn items(comment: &str, behind: usize, start: TextSize) -> Option<Box<[TextRange]>> {
    let is_block = comment.starts_with("/*");
    let end =
        if is_block { comment.strip_suffix("*/").map_or(comment.len(), str::len) } else { comment.len() };
    let rest = &comment[behind.min(end)..end];
    let colon = rest.len() - rest.trim_start().len();
    let list = rest[colon..].strip_prefix(':')?;
    let mut at = behind + colon + 1;
    let mut found = Vec::new();
    if list.trim().is_empty() {
        return Some(Box::default());
    }
    for part in list.split(',') {
        let from = at + part.len() - part.trim_start().len();
        let (from, length) = if part.trim().is_empty() { (at, 0) } else { (from, part.trim().len()) };
        found.push(TextRange::at(start + size(from), size(length)));
        at += part.len() + 1;
    }
    Some(found.into())
}

/// The lines that a range touches, without the break at their end.
fn line_of(text: &str, range: TextRange) -> TextRange {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let from = text[..start].rfind('\n').map_or(0, |it| it + 1);
    let to = text[end..].find(['\r', '\n']).map_or(text.len(), |it| end + it);
    TextRange::new(size(from), size(to))
}

fn removal(text: &str, comment: TextRange, line: TextRange) -> TextRange {
    let before = &text[TextRange::new(line.start(), comment.start())];
    let after = &text[TextRange::new(comment.end(), line.end())];
    let blanks_after = size(after.len() - after.trim_start().len());
    if !before.trim().is_empty() {
        let start = line.start() + TextSize::of(before.trim_end());
        return TextRange::new(start, comment.end());
    }
    if !after.trim().is_empty() {
        return TextRange::new(comment.start(), comment.end() + blanks_after);
    }
    let behind = &text[usize::from(line.end())..];
    let line_break = ["\r\n", "\n", "\r"].into_iter().find(|it| behind.starts_with(it)).unwrap_or_default();
    TextRange::new(line.start(), line.end() + TextSize::of(line_break))
}

fn size(length: usize) -> TextSize {
    TextSize::try_from(length).unwrap_or(TextSize::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::DialectKind;

    /// Each pragma: its items, what it holds for, and the text without it.
    fn check(text: &str, lexis: Lexis, expected: &[(&str, &str, &str)]) {
        let found = pragmas(text, lexis);
        let shown: Vec<_> = found.iter().map(|it| show(text, it)).collect();
        let shown: Vec<_> = shown.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
        assert_eq!(shown, expected);
    }

    fn show(text: &str, pragma: &Pragma) -> (String, String, String) {
        let items = match &pragma.items {
            Some(items) => items.iter().map(|it| &text[*it]).collect::<Vec<_>>().join("|"),
            None => "no colon".to_owned(),
        };
        let reach = match pragma.reach {
            Reach::File => "file".to_owned(),
            Reach::SameLine(it) => format!("same: {}", &text[it]),
            Reach::LineBelow(it) => format!("below: {}", &text[it]),
        };
        let mut without = text.to_owned();
        without.replace_range(std::ops::Range::<usize>::from(pragma.removal), "");
        (items, reach, without)
    }

    const DUCKDB: Lexis = Lexis::Sql(DialectKind::DuckDb);

    #[test]
    fn places() {
        check("-- rocky-allow: W007\nSELECT 1", DUCKDB, &[("W007", "file", "SELECT 1")]);
        check(
            "-- about\n\n/* rocky-allow: W007 */ SELECT 1",
            DUCKDB,
            &[("W007", "file", "-- about\n\nSELECT 1")],
        );
        check(
            "SELECT a, -- rocky-allow: NVL, P001\n  b",
            DUCKDB,
            &[("NVL|P001", "same: SELECT a, -- rocky-allow: NVL, P001", "SELECT a,\n  b")],
        );
        check(
            "SELECT a,\n  -- rocky-allow: I002\n  -- more\n\n  b\nFROM t",
            DUCKDB,
            &[("I002", "below:   b", "SELECT a,\n  -- more\n\n  b\nFROM t")],
        );
        check("SELECT a\n--rocky-allow:I002", DUCKDB, &[("I002", "below: ", "SELECT a\n")]);
        check("SELECT '-- rocky-allow: I002'", DUCKDB, &[]);
        check("SELECT a /* x\nrocky-allow: I002 */", DUCKDB, &[]);
    }

    #[test]
    fn comments_of_every_form() {
        let of = |dialect| Lexis::Sql(dialect);
        check("# Rocky-Allow : W001\nSELECT 1", of(DialectKind::BigQuery), &[("W001", "file", "SELECT 1")]);
        check("// ROCKY-ALLOW: W001\nSELECT 1", of(DialectKind::Snowflake), &[("W001", "file", "SELECT 1")]);
        check("-- rocky-allow: W001\nfrom t", Lexis::Rocky, &[("W001", "file", "from t")]);
        check(
            "---toml\nname = \"a\" # rocky-allow: E015\n---\n-- rocky-allow: W001\nSELECT 1",
            DUCKDB,
            &[
                (
                    "E015",
                    "same: name = \"a\" # rocky-allow: E015",
                    "---toml\nname = \"a\"\n---\n-- rocky-allow: W001\nSELECT 1",
                ),
                ("W001", "file", "---toml\nname = \"a\" # rocky-allow: E015\n---\nSELECT 1"),
            ],
        );
        let toml = "a = 1\n\n# rocky-allow: V061\nb = 2\r\n";
        let found = toml_pragmas(toml, TextRange::up_to(TextSize::of(toml)));
        assert_eq!(
            show(toml, &found[0]),
            ("V061".into(), "below: b = 2".into(), "a = 1\n\nb = 2\r\n".into())
        );
    }

    #[test]
    fn lists() {
        check("-- rocky-allow\nSELECT 1", DUCKDB, &[("no colon", "file", "SELECT 1")]);
        check("-- rocky-allow: \nSELECT 1", DUCKDB, &[("", "file", "SELECT 1")]);
        check("-- rocky-allow:,W001,,\nSELECT 1", DUCKDB, &[("|W001||", "file", "SELECT 1")]);
        check("/*rocky-allow:W001*/SELECT 1", DUCKDB, &[("W001", "file", "SELECT 1")]);
        check("-- rocky-allowed: W001\nSELECT 1", DUCKDB, &[]);
    }

    #[test]
    fn the_quick_look_is_never_wrong() {
        assert!(may_have_pragma("SELECT 1 -- Rocky-ALLOW: x"));
        assert!(!may_have_pragma("-rocky--allow - a"));
        assert!(!may_have_pragma("-"));
    }
}
