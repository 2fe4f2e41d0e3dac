//! Counts tokens, so that a project's size can be stated without the compiler under test.

/// Words, numbers, strings and punctuation marks in SQL or DSL text; comments and blanks do not count.
pub(crate) fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut position = 0;
    let mut tokens = 0;
    while position < bytes.len() {
        let rest = &bytes[position..];
        let length = match rest[0] {
            byte if byte.is_ascii_whitespace() => {
                position += 1;
                continue;
            }
            b'-' if rest.get(1) == Some(&b'-') => {
                position += rest.iter().position(|it| *it == b'\n').unwrap_or(rest.len());
                continue;
            }
            quote @ (b'\'' | b'"') => {
                rest[1..].iter().position(|it| *it == quote).map_or(rest.len(), |it| it + 2)
            }
            byte if is_word(byte) => rest.iter().position(|it| !is_word(*it)).unwrap_or(rest.len()),
            _ => 1,
        };
        position += length;
        tokens += 1;
    }
    tokens
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_counted() {
        assert_eq!(count("SELECT a.b, 'x y' -- note, note\nFROM t1"), 8);
        assert_eq!(count(""), 0);
        assert_eq!(count("'open"), 1);
    }
}
