//! Texts laid out, and that laying them out again changes nothing.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part of it")]

use base::DialectKind;
use expect_test::Expect;
use format::{FormatOptions, format_rocky, format_sql};

pub fn check_with(options: &FormatOptions, text: &str, expected: Expect) {
    let formatted = format_sql(text, DialectKind::DuckDb, options);
    assert_eq!(formatted.defect, None);
    expected.assert_eq(&formatted.text);
    assert_eq!(format_sql(&formatted.text, DialectKind::DuckDb, options).text, formatted.text);
}

pub fn check(text: &str, expected: Expect) {
    check_with(&FormatOptions::default(), text, expected);
}

pub fn check_rocky(text: &str, expected: Expect) {
    let formatted = format_rocky(text, &FormatOptions::default());
    assert_eq!(formatted.defect, None);
    expected.assert_eq(&formatted.text);
}
