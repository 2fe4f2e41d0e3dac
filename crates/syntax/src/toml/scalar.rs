//! Strings, numbers, dates and keys, decoded by `toml_parser`; environment variables outside of strings.

use super::{
    Key, Scalar, StringValue, Token, TokenKind,
    cursor::{Parser, is_key_start},
    lexer::is_closed,
};
use base::{TextRange, TextSize};
use std::borrow::Cow;
use toml_parser::decoder::ScalarKind;

impl<'a> Parser<'a> {
    pub(super) fn string(&mut self, token: Token) -> Scalar {
        let raw = self.token_text(token);
        let quote = match token.kind {
            TokenKind::BasicString => "\"",
            TokenKind::LiteralString => "'",
            TokenKind::MlBasicString => "\"\"\"",
            _ => "'''",
        };
        if !is_closed(raw, quote) {
            self.error(token.range, format!("this string is not closed: expected `{quote}`"));
            let content = raw.strip_prefix(quote).unwrap_or(raw);
            return Scalar::Invalid(Some(content.trim_end().into()));
        }
        let mut text = Cow::Borrowed("");
        let valid = self.decode(token.range, token.kind.encoding(), |raw, errors| {
            // The kind of a quoted scalar is known.
            let _ = raw.decode_scalar(&mut text, errors);
        });
        if !valid {
            return Scalar::Invalid(Some(text.as_ref().into()));
        }
        let content = &raw[quote.len()..raw.len() - quote.len()];
        let trimmed = match quote.len() {
            3 => content.strip_prefix("\r\n").or(content.strip_prefix('\n')).unwrap_or(content),
            _ => content,
        };
        let skipped = quote.len() + content.len() - trimmed.len();
        Scalar::String(StringValue {
            is_verbatim: trimmed == text,
            text: text.as_ref().into(),
            content_start: token.range.start() + TextSize::try_from(skipped).unwrap_or_default(),
        })
    }

    /// A number, a boolean, a date, or `${NAME}`; anything else is reported.
    pub(super) fn bare_scalar(&mut self) -> Scalar {
        if let Some(variable) = self.variable() {
            return variable;
        }
        let start = self.here();
        let mut end = self.position;
        // A date and its time may be separated by a space.
        while let Some(token) = self.tokens.get(self.position) {
            match token.kind {
                TokenKind::Atom | TokenKind::Dot => end = self.position + 1,
                TokenKind::Whitespace => {}
                TokenKind::LeftCurlyBracket if self.follows_dollar() => {
                    while !matches!(
                        self.peek(),
                        None | Some(TokenKind::Newline | TokenKind::RightCurlyBracket)
                    ) {
                        self.position += 1;
                    }
                    end = self.position + usize::from(self.peek() == Some(TokenKind::RightCurlyBracket));
                    self.position = end;
                    continue;
                }
                _ => break,
            }
            self.position += 1;
        }
        self.position = end;
        let range = TextRange::new(start, self.previous_end());
        let mut text = Cow::Borrowed("");
        let mut kind = ScalarKind::String;
        let valid = self.decode(range, None, |raw, errors| kind = raw.decode_scalar(&mut text, errors));
        if !valid {
            return Scalar::Invalid(Some(self.slice(range).into()));
        }
        let scalar = match kind {
            ScalarKind::Boolean(value) => Some(Scalar::Boolean(value)),
            ScalarKind::DateTime => Some(Scalar::Datetime(text.as_ref().into())),
            ScalarKind::Float => text.parse().ok().map(Scalar::Float),
            ScalarKind::Integer(radix) => i64::from_str_radix(&text, radix.value()).ok().map(Scalar::Integer),
            ScalarKind::String => None,
        };
        scalar.unwrap_or_else(|| {
            self.error(range, "this number does not fit into 64 bits".to_owned());
            Scalar::Invalid(None)
        })
    }

    /// `${NAME}` or `${NAME:-default}` on one line.
    pub(super) fn variable(&mut self) -> Option<Scalar> {
        let dollar = self.peek_token()?;
        let start = dollar.range.start();
        let rest = &self.text[usize::from(start - self.offset)..];
        let inner = rest.strip_prefix("${")?;
        let length = inner.find(['}', '\n'])?;
        if !inner[length..].starts_with('}') || length == 0 {
            return None;
        }
        let end = start + TextSize::try_from(length + 3).unwrap_or_default();
        while self.peek_token().is_some_and(|token| token.range.start() < end) {
            self.position += 1;
        }
        let ends_value = !matches!(self.peek(), Some(TokenKind::Atom | TokenKind::Dot));
        if self.previous_end() == end && ends_value {
            return Some(Scalar::Variable(inner[..length].into()));
        }
        while matches!(self.peek(), Some(kind) if is_key_start(kind) || kind == TokenKind::Dot) {
            self.position += 1;
        }
        let range = TextRange::new(start, self.previous_end());
        self.error(range, "a value with an environment variable in it must be quoted".to_owned());
        Some(Scalar::Invalid(None))
    }

    /// Whether the token before this one ends with the `$` of `${`.
    pub(super) fn follows_dollar(&self) -> bool {
        let before = self.position.checked_sub(1).and_then(|index| self.tokens.get(index));
        before.is_some_and(|token| self.token_text(*token).ends_with('$'))
    }

    pub(super) fn decode_key(&mut self, token: Token) -> Key {
        let mut text = Cow::Borrowed("");
        self.decode(token.range, token.kind.encoding(), |raw, errors| raw.decode_key(&mut text, errors));
        Key { text: text.as_ref().into(), range: token.range }
    }

    /// Runs a decoder of `toml_parser` over a range and reports its first complaint. Whether there was none.
    pub(super) fn decode<'s>(
        &mut self,
        range: TextRange,
        encoding: Option<toml_parser::decoder::Encoding>,
        run: impl FnOnce(toml_parser::Raw<'a>, &mut dyn toml_parser::ErrorSink) + 's,
    ) -> bool {
        let text = self.slice(range);
        let span = toml_parser::Span::new_unchecked(0, text.len());
        let mut first: Option<toml_parser::ParseError> = None;
        run(toml_parser::Raw::new_unchecked(text, encoding, span), &mut first);
        let Some(error) = first else { return true };
        let mut message = error.description().to_owned();
        let expected: Vec<String> = error
            .expected()
            .unwrap_or_default()
            .iter()
            .filter_map(|it| match it {
                toml_parser::Expected::Literal(it) => Some(format!("`{it}`")),
                toml_parser::Expected::Description(it) => Some((*it).to_owned()),
                _ => None,
            })
            .collect();
        if !expected.is_empty() && encoding.is_some() {
            message = format!("{message}: expected {}", expected.join(" or "));
        }
        let at = error.unexpected().filter(|_| encoding.is_some()).and_then(|span| {
            let part = text.get(span.start()..span.end()).filter(|it| !it.is_empty())?;
            let start = range.start() + TextSize::try_from(span.start()).ok()?;
            Some(TextRange::at(start, TextSize::of(part)))
        });
        self.error(at.unwrap_or(range), message);
        false
    }
}
