//! Where the content of a string stands in the text: escapes make one longer than the other
//! (<https://toml.io/en/v1.0.0#string>).

use base::{TextRange, TextSize};

/// Where each part of a string's content stands in the string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// By byte of the content, its end included: offsets from the string's start.
    offsets: Box<[TextSize]>,
}

impl Content {
    /// The content of a string, which is `written` with its quotes. `None` where this is not its content.
    pub fn of(written: &str, content: &str) -> Option<Content> {
        let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|it| written.starts_with(it))?;
        let mut at = quote.len();
        if quote.len() == 3 {
            // A line break right behind the quotes is not part of it.
            let rest = &written[at..];
            at += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
        }
        let mut offsets = Vec::with_capacity(content.len() + 1);
        for character in content.chars() {
            let (start, end) = next(written, at, quote.starts_with('"'), character)?;
            let start = TextSize::try_from(start).ok()?;
            offsets.extend(std::iter::repeat_n(start, character.len_utf8()));
            at = end;
        }
        offsets.push(TextSize::try_from(at).ok()?);
        Some(Content { offsets: offsets.into() })
    }

    /// The range in the string of a range of the content.
    pub fn range(&self, range: TextRange) -> Option<TextRange> {
        let offset = |it: TextSize| self.offsets.get(usize::from(it)).copied();
        Some(TextRange::new(offset(range.start())?, offset(range.end())?))
    }
}

/// Where the next character of the content stands, from `at` on.
fn next(written: &str, mut at: usize, has_escapes: bool, character: char) -> Option<(usize, usize)> {
    loop {
        let rest = written.get(at..)?;
        let first = rest.chars().next()?;
        if has_escapes && first == '\\' {
            let kind = rest[1..].chars().next()?;
            if kind.is_whitespace() {
                // A backslash at the end of a line takes the blanks behind it away.
                at += rest.len() - rest[1..].trim_start().len();
                continue;
            }
            let length = match kind {
                'x' => 4,
                'u' => 6,
                'U' => 10,
                _ => 1 + kind.len_utf8(),
            };
            return Some((at, at + length));
        }
        if first == '\r' && character == '\n' {
            at += 1;
            continue;
        }
        return (first == character).then_some((at, at + first.len_utf8()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks where a word of the content is written.
    fn check(written: &str, word: &str, expected: &str) {
        let document = crate::toml::parse(&format!("a = {written}\n"), TextSize::new(0));
        let content =
            document.root.get("a").and_then(|it| it.as_str()).unwrap_or_else(|| panic!("{written}"));
        let map = Content::of(written, content).unwrap_or_else(|| panic!("{written}"));
        let start = content.find(word).unwrap_or_else(|| panic!("{content}"));
        let range = TextRange::at(TextSize::try_from(start).unwrap_or_default(), TextSize::of(word));
        let range = map.range(range).unwrap_or_default();
        assert_eq!(&written[std::ops::Range::<usize>::from(range)], expected);
    }

    #[test]
    fn words_are_found_behind_escapes() {
        check("\"a b\"", "b", "b");
        check("'a \\ b'", "b", "b");
        check(r#""say \"hi\" and b""#, "\"hi\"", r#"\"hi\""#);
        check(r#""\u00e4 \\ b""#, "b", "b");
        check("\"\"\"\na = 1\n  AND b\"\"\"", "b", "b");
        check("\"\"\"a \\\n   b\"\"\"", "b", "b");
        check("\"ü b\"", "ü", "ü");
    }

    #[test]
    fn another_text_is_not_its_content() {
        assert_eq!(Content::of("\"a\"", "b"), None);
        assert_eq!(Content::of("a", "a"), None);
    }
}
