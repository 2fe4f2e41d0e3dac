//! Placeholders in SQL models: run variables, and the bounds of a time window.

use crate::lexer::{Lexis, Token, lex};
use crate::{SyntaxKind, TextRange, TextSize};
use base::DialectKind;

/// A placeholder in the text of a SQL model. One in a comment is none. A run variable in a string or a quoted name counts
/// (`'@var(region)'`); the bound of a time window only if it is all of the string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// All of it: `@var(name, default)` up to the closing parenthesis, `@start_date` with the quotes around it.
    pub range: TextRange,
    /// Which.
    pub kind: PlaceholderKind,
}

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceholderKind {
    /// `@var(name)`, `@var(name, default)`: a run variable.
    Variable {
        /// Its name; `None` where none can be read.
        name: Option<TextRange>,
        /// The text that stands in where no value is given, without the blanks around it; may be empty.
        default: Option<TextRange>,
    },
    /// `@start_date`: where a time window begins.
    StartDate,
    /// `@end_date`: where it ends.
    EndDate,
}

/// The placeholders of a SQL file, by where they begin. A default may hold further ones, which follow the one around
/// them. A `@var(` that nothing closes is left to the parser.
pub fn placeholders(text: &str, dialect: DialectKind) -> Vec<Placeholder> {
    if !text.contains('@') {
        return Vec::new();
    }
    let tokens = lex(text, Lexis::Sql(dialect)).tokens;
    let mut found = Vec::new();
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        let end = start + token.len as usize;
        let kind = match (token.kind, text.get(start..end).unwrap_or_default()) {
            (SyntaxKind::PARAMETER_TOKEN, "@start_date") => Some((end, PlaceholderKind::StartDate)),
            (SyntaxKind::PARAMETER_TOKEN, "@end_date") => Some((end, PlaceholderKind::EndDate)),
            (SyntaxKind::STRING, "'@start_date'") => Some((end, PlaceholderKind::StartDate)),
            (SyntaxKind::STRING, "'@end_date'") => Some((end, PlaceholderKind::EndDate)),
            (SyntaxKind::PARAMETER_TOKEN, "@var") => variable(text, &tokens[index + 1..], end),
            _ => None,
        };
        match kind {
            Some((end, kind)) => found.push(Placeholder { range: range(start, end), kind }),
            None if matches!(token.kind, SyntaxKind::STRING | SyntaxKind::QUOTED_IDENT) => {
                variables_within(text, start, end, &mut found);
            }
            None => {}
        }
        start = end;
    }
    found
}

/// The arguments of an `@var` that ends at `start`, and where their closing parenthesis ends.
fn variable(text: &str, tokens: &[Token], start: usize) -> Option<(usize, PlaceholderKind)> {
    let mut at = start;
    let mut depth = 0_usize;
    // What stands in the parentheses: the first two tokens that are no trivia, and the last token.
    let (mut first, mut second, mut last) = (None, None, SyntaxKind::L_PAREN);
    for token in tokens {
        let (begin, kind) = (at, token.kind);
        at += token.len as usize;
        if depth == 0 {
            match kind {
                SyntaxKind::L_PAREN => depth = 1,
                _ if kind.is_trivia() => {}
                _ => return None,
            }
            continue;
        }
        match kind {
            SyntaxKind::L_PAREN => depth += 1,
            SyntaxKind::R_PAREN => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let kind = arguments(text, first, second, begin, last);
            return Some((at, kind));
        }
        if kind != SyntaxKind::WHITESPACE {
            last = kind;
        }
        match (first, second) {
            _ if kind.is_trivia() => {}
            (None, _) => first = Some(range(begin, at)),
            (Some(_), None) => second = Some((kind, at)),
            _ => {}
        }
    }
    None
}

/// `name`, or `name, default`; the parentheses close at `end`, and `last` is the last token before it but blanks.
fn arguments(
    text: &str,
    first: Option<TextRange>,
    second: Option<(SyntaxKind, usize)>,
    end: usize,
    last: SyntaxKind,
) -> PlaceholderKind {
    let name = first.filter(|it| is_variable_name(&text[*it]));
    let (name, default) = match (name, second) {
        (name, None) => (name, None),
        (Some(name), Some((SyntaxKind::COMMA, start))) => {
            let raw = &text[start..end];
            let blanks = raw.len() - raw.trim_start().len();
            // A line comment needs its line's end, or it would swallow what follows.
            let kept = if last == SyntaxKind::LINE_COMMENT { raw } else { raw.trim_end() };
            let from = start + blanks.min(kept.len());
            (Some(name), Some(range(from, start + kept.len())))
        }
        (_, Some(_)) => (None, None),
    };
    PlaceholderKind::Variable { name, default }
}

/// The variables within a string or a quoted name. A default ends at the parenthesis that closes the variable's own.
fn variables_within(text: &str, start: usize, end: usize, found: &mut Vec<Placeholder>) {
    let mut at = start;
    while let Some(begin) = text.get(at..end).and_then(|it| it.find("@var(")).map(|it| at + it) {
        let inside = begin + "@var(".len();
        let mut depth = 1_usize;
        let close = text.get(inside..end).unwrap_or_default().find(|c: char| {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        let Some(close) = close.map(|it| inside + it) else { return };
        let (name, default) = match text[inside..close].split_once(',') {
            Some((name, default)) => (name, Some(default)),
            None => (&text[inside..close], None),
        };
        let trimmed = |part: &str, from: usize| {
            let blanks = part.len() - part.trim_start().len();
            let from = from + blanks.min(part.len());
            range(from, from + part.trim().len())
        };
        let kind = PlaceholderKind::Variable {
            name: is_variable_name(name.trim()).then(|| trimmed(name, inside)),
            default: default.map(|it| trimmed(it, inside + name.len() + 1)),
        };
        found.push(Placeholder { range: range(begin, close + 1), kind });
        at = close + 1;
    }
}

/// Whether a run variable may be called so: a letter or `_`, then letters, digits and `_`.
pub fn is_variable_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn range(start: usize, end: usize) -> TextRange {
    let size = |it: usize| TextSize::try_from(it).unwrap_or(TextSize::from(u32::MAX));
    TextRange::new(size(start), size(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let mut out = String::new();
        for it in placeholders(text, DialectKind::DuckDb) {
            let whole = &text[it.range];
            out += &match it.kind {
                PlaceholderKind::Variable { name, default } => {
                    let [name, default] = [name, default].map(|it| it.map(|it| &text[it]));
                    format!("{whole:?} name {name:?} default {default:?}\n")
                }
                kind => format!("{whole:?} {kind:?}\n"),
            };
        }
        expected.assert_eq(&out);
    }

    #[test]
    fn variables() {
        check(
            "SELECT @var(a), @var ( limit , 10 ), @var(cond, a > 1 AND b IN (1, ')')), @var(none, )",
            expect![[r#"
                "@var(a)" name Some("a") default None
                "@var ( limit , 10 )" name Some("limit") default Some("10")
                "@var(cond, a > 1 AND b IN (1, ')'))" name Some("cond") default Some("a > 1 AND b IN (1, ')')")
                "@var(none, )" name Some("none") default Some("")
            "#]],
        );
        check(
            "SELECT @var(outer, @var(inner, 1) + @start_date)",
            expect![[r#"
                "@var(outer, @var(inner, 1) + @start_date)" name Some("outer") default Some("@var(inner, 1) + @start_date")
                "@var(inner, 1)" name Some("inner") default Some("1")
                "@start_date" StartDate
            "#]],
        );
        check(
            "@var(), @var(1), @var(a b), @var('a'), @var(a",
            expect![[r#"
                "@var()" name None default None
                "@var(1)" name None default None
                "@var(a b)" name None default None
                "@var('a')" name None default None
            "#]],
        );
        check(
            "@var(a, 1 -- one\n ) + 2",
            expect![[r#"
                "@var(a, 1 -- one\n )" name Some("a") default Some("1 -- one\n ")
            "#]],
        );
    }

    #[test]
    fn comments_hold_none_and_strings_no_bounds() {
        check(
            "-- @var(a)\n/* @start_date */ SELECT 'x @end_date', \"@start_date\", @var, @variable(c), '@var(d'",
            expect![""],
        );
        check("---toml\nx = '@var(a)'\n---\nSELECT 1", expect![""]);
    }

    #[test]
    fn variables_in_strings_and_names() {
        check(
            "SELECT '@var(a)', 'x @var(b, y (z)) @var(c , )', \"t_@var(d)\"",
            expect![[r#"
                "@var(a)" name Some("a") default None
                "@var(b, y (z))" name Some("b") default Some("y (z)")
                "@var(c , )" name Some("c") default Some("")
                "@var(d)" name Some("d") default None
            "#]],
        );
    }

    #[test]
    fn time_placeholders_are_whole_words_and_take_their_quotes() {
        check(
            "a >= @start_date AND a < '@end_date' AND b = @start_dates AND c = @@start_date AND d = DATE'@start_date'",
            expect![[r#"
                "@start_date" StartDate
                "'@end_date'" EndDate
                "'@start_date'" StartDate
            "#]],
        );
    }
}
