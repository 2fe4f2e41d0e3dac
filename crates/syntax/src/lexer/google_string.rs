//! What GoogleSQL refuses within strings and quoted names: unknown escapes, line breaks, emptiness.
//!
//! <https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#escape_sequences>

/// What is wrong with a closed literal, its prefix and quotes included.
pub(super) fn fault(text: &str) -> Option<String> {
    let start = text.find(['\'', '"', '`'])?;
    let (prefix, quoted) = text.split_at(start);
    let quote = &quoted[..1];
    let is_raw = prefix.contains(['r', 'R']);
    let is_bytes = prefix.contains(['b', 'B']);
    let triple = quote.repeat(3);
    let is_triple = quoted.len() >= 6 && quoted.starts_with(&triple);
    let width = if is_triple { 3 } else { 1 };
    let body = quoted.get(width..quoted.len().saturating_sub(width)).unwrap_or_default();
    if quote == "`" && body.is_empty() {
        return Some("a name cannot be empty".to_owned());
    }
    if !is_triple && body.contains('\n') {
        return Some("a literal ends on its line: use three quotes for several lines".to_owned());
    }
    if is_raw { None } else { escape_fault(body, is_bytes) }
}

/// The first escape sequence that means nothing.
fn escape_fault(body: &str, is_bytes: bool) -> Option<String> {
    let bytes = body.as_bytes();
    let run = |from: usize, len: usize, accept: fn(&u8) -> bool| {
        bytes.get(from..from + len).is_some_and(|it| it.iter().all(accept))
    };
    let is_octal = |b: &u8| matches!(b, b'0'..=b'7');
    let mut i = 0;
    while let Some(at) = bytes.get(i..).and_then(|it| it.iter().position(|b| *b == b'\\')) {
        i += at;
        let kind = *bytes.get(i + 1)?;
        let (is_right, len, needs) = match kind {
            b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'\\' | b'?' | b'"' | b'\'' | b'`' => {
                (true, 0, "")
            }
            // A line break in a string of three quotes.
            b'\n' | b'\r' => (false, 0, "another character"),
            b'0'..=b'3' => (run(i + 1, 3, is_octal), 2, "three octal digits"),
            b'x' | b'X' => (run(i + 2, 2, u8::is_ascii_hexdigit), 2, "two hexadecimal digits"),
            b'u' if !is_bytes => (run(i + 2, 4, u8::is_ascii_hexdigit), 4, "four hexadecimal digits"),
            b'U' if !is_bytes => (run(i + 2, 8, u8::is_ascii_hexdigit), 8, "eight hexadecimal digits"),
            _ => (false, 0, "a backslash before it, or a raw string `r'..'`"),
        };
        if !is_right {
            let shown = body.get(i + 1..).and_then(|it| it.chars().next()).unwrap_or(' ');
            let shown = if shown.is_control() { ' ' } else { shown };
            return Some(format!("the escape sequence `\\{shown}` is not known here: it needs {needs}"));
        }
        i += 2 + len;
    }
    None
}
