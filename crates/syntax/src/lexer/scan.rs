//! The token loop: logos finds what a token starts as, small scanners find where it ends.

use super::{Found, Lexis, Tokens, google_string, number, quoted};
use crate::SyntaxKind;
use crate::keywords::Reserved;
use base::DialectKind;
use logos::Logos;

/// What the first bytes of a token say.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
enum Raw {
    #[regex(r"[ \t\r\n\x0B\x0C]+")]
    Blank,
    #[token("--")]
    LineComment,
    #[token("/*")]
    BlockComment,
    #[regex("[A-Za-z_][A-Za-z0-9_$]*")]
    Word,
    #[regex(r"[0-9]+")]
    Number,
    #[token("'")]
    Quote,
    #[token("\"")]
    DoubleQuote,
    #[token("`")]
    Backtick,
    #[token("$")]
    Dollar,
    #[token("?")]
    Question,
    #[token("@")]
    At,
    #[token("#")]
    Hash,
    #[token("{")]
    Brace,
    #[regex(r"[()\[\]},;.:=<>!+\-*/%^|&~\\]")]
    Punctuation,
}

/// How many tokens logos finds by itself.
pub(super) fn raw_token_count(text: &str) -> usize {
    Raw::lexer(text).count()
}

/// After so many quotes that are not closed, others are looked for on their own line only: each costs a look through
/// the rest of the text.
const MAX_UNCLOSED: usize = 64;

/// Appends the tokens of a text.
pub(super) fn scan(text: &str, lexis: Lexis, into: &mut Tokens) {
    let mut lexer = Raw::lexer(text);
    // The last token that was not trivia: `MAP {{..}: ..}` is no template.
    let mut previous = SyntaxKind::EOF;
    let mut unclosed = 0;
    let mut templates = Templates::default();
    // Whether the last token is a dot of a path in GoogleSQL.
    let mut after_operand = false;
    while let Some(raw) = lexer.next() {
        let mut rest = lexer.remainder();
        if unclosed >= MAX_UNCLOSED && raw != Ok(Raw::BlockComment) {
            rest = &rest[..line_end(rest)];
        }
        let found = match raw {
            Ok(Raw::Blank) => Found::new(SyntaxKind::WHITESPACE, 0),
            Ok(Raw::LineComment) => Found::new(SyntaxKind::LINE_COMMENT, line_end(rest)),
            Ok(Raw::BlockComment) => block_comment(rest, lexis),
            Ok(Raw::Word) => word(lexer.slice(), rest, lexis),
            // `a.1b`: behind the dot of a path a name may begin with a digit.
            Ok(Raw::Number) if after_operand => Found::new(SyntaxKind::IDENT, word_rest(rest)),
            Ok(Raw::Number) if is_word_with_digits(&text[lexer.span().start..], lexis) => {
                Found::new(SyntaxKind::IDENT, word_rest(rest))
            }
            Ok(Raw::Number) => number::number(lexer.slice(), rest, lexis),
            Ok(Raw::Quote) => quoted::single(rest, lexis),
            Ok(Raw::DoubleQuote) => quoted::double(rest, lexis),
            Ok(Raw::Backtick) => quoted::backtick(rest, lexis),
            Ok(Raw::Dollar) => quoted::dollar(rest, lexis),
            Ok(Raw::Question) => question(rest, lexis),
            Ok(Raw::At) => at_sign(rest, lexis, previous),
            Ok(Raw::Hash) => hash(rest, lexis),
            Ok(Raw::Brace) => templates.brace(rest, previous),
            Ok(Raw::Punctuation) if lexer.slice() == "." && is_path_dot(previous, lexis) => {
                Found::new(SyntaxKind::DOT, 0)
            }
            Ok(Raw::Punctuation) => punctuation(lexer.slice(), &text[lexer.span().start..], lexis),
            Err(()) => other(lexer.slice(), rest),
        };
        lexer.bump(found.more);
        let mut found = found;
        if lexis == Lexis::Sql(DialectKind::BigQuery)
            && found.error.is_none()
            && matches!(found.kind, SyntaxKind::STRING | SyntaxKind::QUOTED_IDENT)
        {
            found.error = google_string::fault(lexer.slice()).map(|it| (it, None));
        }
        if let Some((message, append)) = found.error {
            unclosed += usize::from(matches!(found.kind, SyntaxKind::STRING | SyntaxKind::QUOTED_IDENT));
            into.error(message, append);
        }
        if !found.kind.is_trivia() {
            after_operand = found.kind == SyntaxKind::DOT && is_path_dot(previous, lexis);
            previous = found.kind;
        }
        into.push(found.kind, lexer.slice().len());
    }
}

/// Whether a dot behind this token goes on with a path: GoogleSQL's lexer then takes digits for a name.
fn is_path_dot(previous: SyntaxKind, lexis: Lexis) -> bool {
    let goes_on = match previous {
        SyntaxKind::IDENT
        | SyntaxKind::QUOTED_IDENT
        | SyntaxKind::PARAMETER_TOKEN
        | SyntaxKind::R_PAREN
        | SyntaxKind::R_BRACKET => true,
        kind => kind.is_keyword() && !Reserved::of(DialectKind::BigQuery).words.contains(kind),
    };
    goes_on && lexis == Lexis::Sql(DialectKind::BigQuery)
}

/// The number of bytes up to the end of the line, the line break left out.
pub(super) fn line_end(rest: &str) -> usize {
    let end = rest.find('\n').unwrap_or(rest.len());
    rest[..end].strip_suffix('\r').map_or(end, str::len)
}

fn block_comment(rest: &str, lexis: Lexis) -> Found {
    if lexis == Lexis::Rocky {
        let more = rest.find("*/").map_or(rest.len(), |it| it + 2);
        return Found::wrong(
            SyntaxKind::BLOCK_COMMENT,
            more,
            "the Rocky DSL has no block comments: use `--`",
        );
    }
    let nests = matches!(lexis, Lexis::Sql(DialectKind::DuckDb | DialectKind::Databricks));
    let (bytes, mut depth, mut i) = (rest.as_bytes(), 1, 0);
    while i + 1 < bytes.len() {
        match &bytes[i..i + 2] {
            b"*/" => {
                depth -= 1;
                i += 2;
                if depth == 0 {
                    return Found::new(SyntaxKind::BLOCK_COMMENT, i);
                }
            }
            b"/*" if nests => {
                depth += 1;
                i += 2;
            }
            _ => i += 1,
        }
    }
    let error = Some(("this comment is never closed: add `*/`".to_owned(), Some("*/")));
    Found { kind: SyntaxKind::BLOCK_COMMENT, more: rest.len(), error }
}

/// The longest keyword is shorter than this.
const MAX_KEYWORD: usize = 24;

fn word(slice: &str, rest: &str, lexis: Lexis) -> Found {
    if rest.starts_with(['\'', '"', '&'])
        && let Some(found) = quoted::prefixed(slice, rest, lexis)
    {
        return found;
    }
    let more = word_end(rest);
    if more > 0 || slice.len() > MAX_KEYWORD {
        return Found::new(SyntaxKind::IDENT, more);
    }
    let bytes = slice.as_bytes();
    let kind = match lexis {
        // Keywords of the DSL are case-sensitive.
        Lexis::Rocky => SyntaxKind::from_keyword(bytes),
        Lexis::Sql(_) => {
            let mut folded = [0; MAX_KEYWORD];
            for (to, from) in folded.iter_mut().zip(bytes) {
                *to = from.to_ascii_lowercase();
            }
            SyntaxKind::from_keyword(&folded[..bytes.len()])
        }
    };
    Found::new(kind.unwrap_or(SyntaxKind::IDENT), 0)
}

/// Whether Spark reads a name here although a digit begins it: `1a`, `00_x`; but `1e5`, `10L` and `1.5` are numbers.
/// <https://docs.databricks.com/en/sql/language-manual/sql-ref-identifiers.html>
fn is_word_with_digits(text: &str, lexis: Lexis) -> bool {
    if lexis != Lexis::Sql(DialectKind::Databricks) {
        return false;
    }
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let suffix = &text[digits..digits + word_rest(&text[digits..])];
    if suffix.is_empty()
        || number::is_suffix(suffix)
        || suffix.bytes().all(|b| b == b'_' || b.is_ascii_digit()) && !suffix.ends_with('_')
    {
        return false;
    }
    let is_radix =
        text.starts_with('0') && digits == 1 && suffix.len() > 1 && suffix.starts_with(['x', 'X', 'b', 'B']);
    if is_radix && suffix[1..].bytes().all(|b| b.is_ascii_hexdigit()) {
        return false;
    }
    // `1e5`, `1e5D`, `1e-5`
    let Some(exponent) = suffix.strip_prefix(['e', 'E']) else { return true };
    let behind = &text[digits + suffix.len()..];
    if exponent.is_empty() {
        return !(behind.starts_with(['+', '-']) && behind[1..].starts_with(|c: char| c.is_ascii_digit()));
    }
    let power = exponent.find(|c: char| !c.is_ascii_digit()).unwrap_or(exponent.len());
    power == 0 || power < exponent.len() && !number::is_suffix(&exponent[power..])
}

/// The length of the letters, digits and underscores that go on here.
fn word_rest(rest: &str) -> usize {
    rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())
}

/// The bytes that continue a word beyond what logos matched: only there if some letter is not ASCII.
fn word_end(rest: &str) -> usize {
    if rest.as_bytes().first().is_none_or(u8::is_ascii) {
        return 0;
    }
    rest.find(|c: char| !continues_word(c)).unwrap_or(rest.len())
}

pub(super) fn continues_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$' || (!c.is_ascii() && c.is_alphanumeric()) || is_mark(c)
}

/// Letters' companions and pictographs, which the engines allow in names.
fn is_mark(c: char) -> bool {
    matches!(c as u32, 0x300..=0x36f | 0x200c | 0x200d | 0xfe0f | 0x2190..=0x2bff | 0x1f000..=0x1faff)
}

fn question(rest: &str, lexis: Lexis) -> Found {
    if rest.starts_with("::") {
        return Found::new(SyntaxKind::QUESTION_COLON_COLON, 2);
    }
    if lexis == Lexis::Rocky {
        return Found::wrong(SyntaxKind::ERROR_TOKEN, 0, "`?` has no meaning in the Rocky DSL");
    }
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    Found::new(SyntaxKind::PARAMETER_TOKEN, digits)
}

fn at_sign(rest: &str, lexis: Lexis, previous: SyntaxKind) -> Found {
    if let Some(found) = stage(rest, lexis, previous) {
        return found;
    }
    if lexis == Lexis::Rocky {
        let is_date = |c: char| c.is_ascii_digit() || matches!(c, '-' | ':' | '.' | '+' | 'T' | 'Z');
        let more = rest.find(|c| !is_date(c)).unwrap_or(rest.len());
        return match rest.starts_with(|c: char| c.is_ascii_digit()) {
            true if is_date_literal(&rest[..more]) => Found::new(SyntaxKind::DATE_LITERAL, more),
            true => Found::wrong(
                SyntaxKind::DATE_LITERAL,
                more,
                "this is no date: write it as in `@2025-01-31` or `@2025-01-31T10:00:00Z`",
            ),
            false => Found::wrong(
                SyntaxKind::ERROR_TOKEN,
                rest.find(|c| !continues_word(c)).unwrap_or(rest.len()),
                "expected a date behind `@`, as in `@2025-01-31`; placeholders such as `@start_date` need a SQL model",
            ),
        };
    }
    let name = rest.strip_prefix('@').unwrap_or(rest);
    if name.starts_with('`') && lexis == Lexis::Sql(DialectKind::BigQuery) {
        let quoted = quoted::backtick(&name[1..], lexis);
        let more = rest.len() - name.len() + 1 + quoted.more;
        return Found { kind: SyntaxKind::PARAMETER_TOKEN, more, error: quoted.error };
    }
    if name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        let end = name.find(|c| !continues_word(c)).unwrap_or(name.len());
        return Found::new(SyntaxKind::PARAMETER_TOKEN, rest.len() - name.len() + end);
    }
    match rest.starts_with('>') {
        true => Found::new(SyntaxKind::AT_GT, 1),
        false => Found::new(SyntaxKind::AT_SIGN, 0),
    }
}

/// Snowflake's stages: `@stage/path/file.csv`, `@~/dir`, `@db.schema.%table`. Where a table may stand, and there alone,
/// since elsewhere `@name` is a placeholder and `/` divides.
/// <https://docs.snowflake.com/en/user-guide/querying-stage>
fn stage(rest: &str, lexis: Lexis, previous: SyntaxKind) -> Option<Found> {
    let at_table = matches!(previous, SyntaxKind::FROM_KW | SyntaxKind::JOIN_KW | SyntaxKind::USING_KW);
    if lexis != Lexis::Sql(DialectKind::Snowflake) || !(at_table || rest.starts_with(['~', '%'])) {
        return None;
    }
    let mut quoted = false;
    let end = rest.find(|c: char| match c {
        '"' => {
            quoted = !quoted;
            false
        }
        _ if quoted => c == '\n',
        _ => c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | '\''),
    });
    let end = end.unwrap_or(rest.len());
    (end > 0).then_some(Found::new(SyntaxKind::PARAMETER_TOKEN, end))
}

/// Whether a text has the shape of a date, or of a date and a time, with seconds and a zone or without.
fn is_date_literal(text: &str) -> bool {
    let is_like = |text: &str, shape: &str| {
        text.len() == shape.len()
            && text
                .bytes()
                .zip(shape.bytes())
                .all(|(b, s)| if s == b'0' { b.is_ascii_digit() } else { b == s })
    };
    let Some((date, time)) = text.split_once('T') else { return is_like(text, "0000-00-00") };
    let end = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (time, zone) = time.split_at(end);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_time = is_like(time, "00:00:00") || (is_like(time, "00:00") && fraction == "0");
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|it| it.is_ascii_digit());
    let is_zone = matches!(zone, "" | "Z")
        || zone
            .strip_prefix(['+', '-'])
            .is_some_and(|it| ["00", "0000", "00:00"].iter().any(|shape| is_like(it, shape)));
    is_like(date, "0000-00-00") && is_time && is_fraction && is_zone
}

fn hash(rest: &str, lexis: Lexis) -> Found {
    if lexis == Lexis::Sql(DialectKind::BigQuery) {
        return Found::new(SyntaxKind::LINE_COMMENT, line_end(rest));
    }
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    match digits {
        0 => Found::wrong(SyntaxKind::ERROR_TOKEN, 0, "unexpected character `#`: comments start with `--`"),
        _ => Found::new(SyntaxKind::POSITION, digits),
    }
}

/// Which templates of other tools are never closed from here on, so that the text is not searched again.
#[derive(Default)]
struct Templates {
    never_closed: [bool; TEMPLATES.len()],
}

const TEMPLATES: [(&str, &str); 3] = [("{", "}}"), ("%", "%}"), ("#", "#}")];

impl Templates {
    /// Templates are one error token, so that the SQL around them keeps its tree.
    fn brace(&mut self, rest: &str, previous: SyntaxKind) -> Found {
        for ((open, close), never_closed) in TEMPLATES.iter().zip(&mut self.never_closed) {
            if !rest.starts_with(open) || previous == SyntaxKind::MAP_KW || *never_closed {
                continue;
            }
            if let Some(end) = rest.find(close) {
                return Found::wrong(
                    SyntaxKind::ERROR_TOKEN,
                    end + close.len(),
                    "Jinja templates are not part of SQL: refer to models by their name, to variables by `@var(name)`",
                );
            }
            *never_closed = true;
        }
        Found::new(SyntaxKind::L_BRACE, 0)
    }
}

fn punctuation(slice: &str, text: &str, lexis: Lexis) -> Found {
    if lexis == Lexis::Sql(DialectKind::Snowflake) && text.starts_with("//") {
        return Found::new(SyntaxKind::LINE_COMMENT, line_end(&text[1..]));
    }
    let digit_behind = text.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    if slice == "." && digit_behind && !is_word_with_digits(&text[1..], lexis) {
        let mut found = number::number(&text[..2], &text[2..], lexis);
        found.more += 1;
        return found;
    }
    if lexis == Lexis::Sql(DialectKind::Databricks) && text.starts_with('~') {
        // Spark knows the sign before an operand alone: `-~~a`.
        return Found::new(SyntaxKind::TILDE, 0);
    }
    if lexis == Lexis::Rocky
        && text.starts_with(['~', '^', '&', '!', '\\', ';', '[', ']'])
        && !text.starts_with("!=")
    {
        return Found::wrong(
            SyntaxKind::ERROR_TOKEN,
            0,
            format!("`{slice}` has no meaning in the Rocky DSL"),
        );
    }
    match SyntaxKind::from_punctuation(text.as_bytes()) {
        // `>>` may close two angle brackets: the parser joins it where it is an operator.
        Some((SyntaxKind::GT_GT, _)) => Found::new(SyntaxKind::GT, 0),
        Some((kind, len)) => Found::new(kind, len - 1),
        None => Found::wrong(SyntaxKind::ERROR_TOKEN, 0, format!("unexpected character `{slice}`")),
    }
}

fn other(slice: &str, rest: &str) -> Found {
    let Some(c) = slice.chars().next() else { return Found::new(SyntaxKind::ERROR_TOKEN, 0) };
    // logos may have stopped inside a character's class, never inside a character.
    if c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}') {
        return Found::new(SyntaxKind::WHITESPACE, 0);
    }
    if !c.is_ascii() && (c.is_alphanumeric() || is_mark(c)) {
        let more = rest.find(|c: char| !continues_word(c)).unwrap_or(rest.len());
        return Found::new(SyntaxKind::IDENT, more);
    }
    let message = match c {
        '\u{2018}' | '\u{2019}' => "curly quotes do not quote: use `'`".to_owned(),
        '\u{201c}' | '\u{201d}' => "curly quotes do not quote: use `\"` or `'`".to_owned(),
        '\u{2013}' | '\u{2014}' => "this dash is not a minus: use `-`".to_owned(),
        '\0' => "a NUL character cannot stand in SQL".to_owned(),
        c if c.is_control() => format!("a control character (U+{:04X}) cannot stand in SQL", c as u32),
        c => format!("unexpected character `{c}`"),
    };
    Found::wrong(SyntaxKind::ERROR_TOKEN, 0, message)
}
