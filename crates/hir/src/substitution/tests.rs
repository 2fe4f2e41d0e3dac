//! Filling placeholders in, and the way back.

use super::{Substitution, fill};
use base::{DialectKind, TextRange, TextSize};
use expect_test::{Expect, expect};

const VALUES: &[(&str, &str)] = &[("given", "x + y"), ("empty", ""), ("table", "raw.orders")];

/// The analysed text; then for every word of it, and every pair of neighbouring words, where it was written.
fn check(text: &str, expected: Expect) {
    let filled = fill(text, DialectKind::DuckDb, VALUES);
    let words = words(&filled.text);
    let mut out = format!("`{}`\n", filled.text);
    for pair in words.windows(2).map(|it| it[0].cover(it[1])).chain(words.iter().copied()) {
        let written = filled.written(pair);
        if filled.text[pair] != text[written] {
            out += &format!("`{}` is `{}`\n", &filled.text[pair], &text[written]);
        }
    }
    expected.assert_eq(&out.replace('\r', "␍"));
    holds(text, &filled);
}

fn words(text: &str) -> Vec<TextRange> {
    let offset = |word: &str| TextSize::try_from(word.as_ptr() as usize - text.as_ptr() as usize).unwrap();
    text.split_whitespace().map(|it| TextRange::at(offset(it), TextSize::of(it))).collect()
}

/// What holds of every range of every text.
fn holds(text: &str, filled: &Substitution) {
    let ends = |text: &str| -> Vec<TextSize> {
        let ends = text.char_indices().map(|it| it.0).chain([text.len()]);
        ends.map(|it| TextSize::try_from(it).unwrap()).collect()
    };
    let ranges = |ends: &[TextSize]| -> Vec<TextRange> {
        let from = |(index, start): (usize, &TextSize)| {
            ends[index..].iter().map(|end| TextRange::new(*start, *end)).collect::<Vec<_>>()
        };
        ends.iter().enumerate().flat_map(from).collect()
    };
    for analysed in ranges(&ends(&filled.text)) {
        let written = filled.written(analysed);
        assert!(text.get(std::ops::Range::<usize>::from(written)).is_some(), "{analysed:?} is {written:?}");
        assert!(filled.analysed(written).contains_range(analysed), "{analysed:?} of {:?}", filled.text);
        // Nothing that both texts have in common moves.
        if filled.is_editable(written) && !written.is_empty() {
            assert_eq!(filled.text[analysed].trim(), filled.text[filled.analysed(written)].trim());
        }
    }
    for analysed in ranges(&ends(&filled.text)) {
        for (written, part) in filled.verbatim(analysed) {
            assert!(analysed.contains_range(part));
            assert_eq!(text[written], filled.text[part], "{analysed:?} of {:?}", filled.text);
        }
    }
    for written in ranges(&ends(text)) {
        let analysed = filled.analysed(written);
        assert!(filled.text.get(std::ops::Range::<usize>::from(analysed)).is_some());
    }
}

#[test]
fn a_value_is_the_whole_placeholder() {
    check(
        "SELECT @var(given) * 2 FROM @var(table)",
        expect![[r#"
            `SELECT x + y * 2 FROM raw.orders`
            `SELECT x` is `SELECT @var(given)`
            `x +` is `@var(given)`
            `+ y` is `@var(given)`
            `y *` is `@var(given) *`
            `FROM raw.orders` is `FROM @var(table)`
            `x` is `@var(given)`
            `+` is `@var(given)`
            `y` is `@var(given)`
            `raw.orders` is `@var(table)`
        "#]],
    );
}

#[test]
fn a_default_is_where_it_is_written() {
    check(
        "SELECT a * @var(x, b + c) * d",
        expect![[r#"
            `SELECT a * b + c * d`
            `* b` is `* @var(x, b + c)`
            `c *` is `@var(x, b + c) *`
        "#]],
    );
    check(
        "WHERE @var(x, a > 1\n  AND b IN (1, 2)\n) AND c",
        expect![[r#"
            `WHERE a > 1
              AND b IN (1, 2) AND c`
            `WHERE a` is `WHERE @var(x, a > 1
              AND b IN (1, 2)
            )`
            `2) AND` is `@var(x, a > 1
              AND b IN (1, 2)
            ) AND`
        "#]],
    );
    check(
        "FROM my_@var(x, or)ders o",
        expect![[r#"
            `FROM my_orders o`
            `FROM my_orders` is `FROM my_@var(x, or)ders`
            `my_orders o` is `my_@var(x, or)ders o`
            `my_orders` is `my_@var(x, or)ders`
        "#]],
    );
}

#[test]
fn several_on_a_line() {
    check(
        "@var(empty)a @var(x, b)@var(given) @var(none) c @var(x, )d",
        expect![[r#"
            `a bx + y NULL c d`
            `a bx` is `a @var(x, b)@var(given)`
            `bx +` is `@var(x, b)@var(given)`
            `+ y` is `@var(given)`
            `y NULL` is `@var(given) @var(none)`
            `NULL c` is `@var(none) c`
            `c d` is `c @var(x, )d`
            `bx` is `@var(x, b)@var(given)`
            `+` is `@var(given)`
            `y` is `@var(given)`
            `NULL` is `@var(none)`
        "#]],
    );
}

#[test]
fn placeholders_within_defaults() {
    check(
        "a @var(x, b + @var(y, c d) + @var(given)) e",
        expect![[r#"
            `a b + c d + x + y e`
            `a b` is `a @var(x, b + @var(y, c d) + @var(given))`
            `+ c` is `+ @var(y, c d)`
            `d +` is `@var(y, c d) +`
            `+ x` is `+ @var(given)`
            `x +` is `@var(given)`
            `+ y` is `@var(given)`
            `y e` is `@var(x, b + @var(y, c d) + @var(given)) e`
            `x` is `@var(given)`
            `+` is `@var(given)`
            `y` is `@var(given)`
        "#]],
    );
    check(
        "a @var(given, @var(none) b) e",
        expect![[r#"
            `a x + y e`
            `a x` is `a @var(given, @var(none) b)`
            `x +` is `@var(given, @var(none) b)`
            `+ y` is `@var(given, @var(none) b)`
            `y e` is `@var(given, @var(none) b) e`
            `x` is `@var(given, @var(none) b)`
            `+` is `@var(given, @var(none) b)`
            `y` is `@var(given, @var(none) b)`
        "#]],
    );
}

#[test]
fn line_breaks_and_wide_characters() {
    check(
        "'é🎉', @var(x,\r\n  'ü' || '🎉'\r\n), -- @var(none)\r\n@var(given) AS \"ß\"",
        expect![[r#"
            `'é🎉', 'ü' || '🎉', -- @var(none)␍
            x + y AS "ß"`
            `'é🎉', 'ü'` is `'é🎉', @var(x,␍
              'ü' || '🎉'␍
            )`
            `|| '🎉',` is `@var(x,␍
              'ü' || '🎉'␍
            ),`
            `'🎉', --` is `@var(x,␍
              'ü' || '🎉'␍
            ), --`
            `@var(none)␍
            x` is `@var(none)␍
            @var(given)`
            `x +` is `@var(given)`
            `+ y` is `@var(given)`
            `y AS` is `@var(given) AS`
            `'🎉',` is `@var(x,␍
              'ü' || '🎉'␍
            ),`
            `x` is `@var(given)`
            `+` is `@var(given)`
            `y` is `@var(given)`
        "#]],
    );
}

#[test]
fn time_windows() {
    check(
        "t >= @start_date AND t < '@end_date' AND u",
        expect![[r#"
            `t >= '1900-01-01 00:00:00' AND t < '1900-01-01 00:00:00' AND u`
            `>= '1900-01-01` is `>= @start_date`
            `'1900-01-01 00:00:00'` is `@start_date`
            `00:00:00' AND` is `@start_date AND`
            `< '1900-01-01` is `< '@end_date'`
            `'1900-01-01 00:00:00'` is `'@end_date'`
            `00:00:00' AND` is `'@end_date' AND`
            `'1900-01-01` is `@start_date`
            `00:00:00'` is `@start_date`
            `'1900-01-01` is `'@end_date'`
            `00:00:00'` is `'@end_date'`
        "#]],
    );
}

#[test]
fn nothing_but_placeholders() {
    check(
        "@var(x, )",
        expect![[r#"
            ``
        "#]],
    );
    check(
        "@var(x, a)",
        expect![[r#"
            `a`
        "#]],
    );
    check(
        "@var(none)",
        expect![[r#"
            `NULL`
            `NULL` is `@var(none)`
        "#]],
    );
}

#[test]
fn what_may_be_edited() {
    let text = "a @var(x, b + @var(given)) @var(given)";
    let filled = fill(text, DialectKind::DuckDb, VALUES);
    let at = |part: &str| {
        let start = TextSize::try_from(text.find(part).unwrap()).unwrap();
        TextRange::at(start, TextSize::of(part))
    };
    for (part, expected) in [
        ("a ", true),
        ("a @", false),
        ("b", true),
        ("b + ", true),
        ("b + @var(given)", false),
        ("@var(given)", false),
        ("given", false),
        ("@var(x, b + @var(given))", false),
    ] {
        assert_eq!(filled.is_editable(at(part)), expected, "{part}");
    }
    let end = TextSize::of(text);
    assert!(filled.is_editable(TextRange::empty(end)));
    assert!(!filled.is_editable(TextRange::empty(end - TextSize::from(1))));
}

#[test]
fn many_placeholders_take_no_long_time() {
    let depth = 300;
    let nested = format!("{}1{}", "@var(x, ".repeat(depth), ")".repeat(depth));
    let filled = fill(&nested, DialectKind::DuckDb, &[]);
    assert_eq!(&*filled.text, "1");
    assert_eq!(
        filled.written(TextRange::up_to(1.into())),
        TextRange::at((8 * depth as u32).into(), 1.into())
    );
    let row = "@var(given), ".repeat(20_000);
    let filled = fill(&row, DialectKind::DuckDb, VALUES);
    assert_eq!(
        filled.written(TextRange::up_to(TextSize::of(&*filled.text))),
        TextRange::up_to(TextSize::of(&*row))
    );
}
