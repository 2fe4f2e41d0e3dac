//! Numbers: `1`, `1.5`, `.5`, `1.`, `1e-3`, `1_000`, `0x1F`, and Spark's suffixes.

use super::{Found, Lexis};
use crate::SyntaxKind;
use base::DialectKind;

/// The rest of a number whose first digits, or whose dot and first digit, are `slice`.
pub(super) fn number(slice: &str, rest: &str, lexis: Lexis) -> Found {
    let bytes = rest.as_bytes();
    let mut i = 0;
    if slice == "0" && matches!(bytes.first(), Some(b'x' | b'X' | b'b' | b'B' | b'o' | b'O')) {
        let digits = run(bytes, 1, |b| b.is_ascii_hexdigit() || b == b'_');
        if digits > 1 {
            return Found::new(SyntaxKind::NUMBER, digits);
        }
    }
    i = run(bytes, i, |b| b.is_ascii_digit() || b == b'_');
    let fraction = !slice.starts_with('.') && bytes.get(i) == Some(&b'.') && bytes.get(i + 1) != Some(&b'.');
    let digit_behind = bytes.get(i + 1).is_some_and(u8::is_ascii_digit);
    if fraction && (digit_behind || matches!(lexis, Lexis::Sql(_)) && !name_behind(bytes, i + 1)) {
        i = run(bytes, i + 1, |b| b.is_ascii_digit() || b == b'_');
    }
    if matches!(lexis, Lexis::Sql(_)) && matches!(bytes.get(i), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(i + 1), Some(b'+' | b'-')));
        let end = run(bytes, i + 1 + sign, |b| b.is_ascii_digit() || b == b'_');
        if end > i + 1 + sign {
            i = end;
        }
    }
    if lexis == Lexis::Sql(DialectKind::Databricks) {
        let end = run(bytes, i, |b| b.is_ascii_alphabetic());
        if is_suffix(&rest[i..end]) {
            i = end;
        }
    }
    if lexis == Lexis::Sql(DialectKind::BigQuery)
        && bytes.get(i).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
    {
        return Found::wrong(
            SyntaxKind::NUMBER,
            i,
            "a blank is missing between this number and the word behind it",
        );
    }
    Found::new(SyntaxKind::NUMBER, i)
}

/// Whether these letters tell the type of Spark's number.
pub(super) fn is_suffix(letters: &str) -> bool {
    ["l", "s", "y", "f", "d", "bd"].iter().any(|it| letters.eq_ignore_ascii_case(it))
}

/// Whether a name starts here that is not an exponent: `1.upper()` is a method call.
fn name_behind(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        Some(b'e' | b'E') => {
            !bytes.get(at + 1).is_some_and(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-'))
        }
        Some(b) => b.is_ascii_alphabetic() || *b == b'_',
        None => false,
    }
}

fn run(bytes: &[u8], from: usize, accept: impl Fn(u8) -> bool) -> usize {
    from + bytes.get(from..).unwrap_or_default().iter().take_while(|b| accept(**b)).count()
}
