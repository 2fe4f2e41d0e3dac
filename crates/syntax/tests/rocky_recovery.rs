//! Half-typed and mistyped DSL: each mistake is reported once, at its place, and the rest keeps its tree.
#![allow(clippy::unwrap_used, reason = "tests")]

use expect_test::{Expect, expect};
use syntax::ast::AstNode;
use syntax::{SyntaxNode, parse_rocky};

/// The errors, each as the marked text and the message, and below them the tree down to expressions.
fn check(text: &str, expected: Expect) {
    let parse = parse_rocky(text);
    assert_eq!(parse.syntax().text().to_string(), text);
    let mut out = String::new();
    for error in &*parse.errors {
        let (start, end) = (usize::from(error.range.start()), usize::from(error.range.end()));
        out += &format!("{}«{}»{}\n", &text[..start], &text[start..end], &text[end..]);
        out += &format!("  {}\n", error.message);
    }
    for child in parse.rocky_file().unwrap().syntax().children() {
        outline(&child, &mut out, 0);
    }
    expected.assert_eq(&out);
}

/// Bindings, steps and what is listed in them, expressions left out.
fn outline(node: &SyntaxNode, out: &mut String, depth: usize) {
    let kind = format!("{:?}", node.kind());
    let is_leaf =
        kind.ends_with("_EXPR") || kind.ends_with("_KEY") || matches!(&*kind, "COLUMN_REF" | "LITERAL");
    if is_leaf || matches!(&*kind, "NAME" | "NAME_REF" | "PATH") {
        return;
    }
    let text = node.text().to_string().replace('\n', " ");
    out.push_str(&format!("{}{kind} {}\n", "  ".repeat(depth), text.trim()));
    for child in node.children() {
        outline(&child, out, depth + 1);
    }
}

#[test]
fn a_missing_brace() {
    check(
        "from t derive { a: b\nwhere a > 1\ntake 5",
        expect![[r#"
            from t derive { a: b
            «where» a > 1
            take 5
              expected `}` for the `{` after `b` in `derive`, found `where`
            PIPELINE from t derive { a: b where a > 1 take 5
              FROM_STEP from t
              DERIVE_STEP derive { a: b
                DERIVED_LIST { a: b
                  DERIVED_COLUMN a: b
              WHERE_STEP where a > 1
              TAKE_STEP take 5
        "#]],
    );
    check(
        "from t derive a: b }\nwhere a > 1",
        expect![[r#"
            from t derive «a»: b }
            where a > 1
              expected `{` after `derive`, found `a`
            PIPELINE from t derive a: b } where a > 1
              FROM_STEP from t
              DERIVE_STEP derive a: b }
                DERIVED_LIST a: b }
                  DERIVED_COLUMN a: b
              WHERE_STEP where a > 1
        "#]],
    );
    check(
        "from t select a, b\ntake 5",
        expect![[r#"
        from t select «a», b
        take 5
          expected `{` after `select`, found `a`
        PIPELINE from t select a, b take 5
          FROM_STEP from t
          SELECT_STEP select a, b
            SELECTED_LIST a, b
          TAKE_STEP take 5
    "#]],
    );
    check(
        "from t derive sort a",
        expect![[r#"
        from t derive «sort» a
          expected `{` after `derive`, found `sort`
        PIPELINE from t derive sort a
          FROM_STEP from t
          DERIVE_STEP derive
          SORT_STEP sort a
    "#]],
    );
    check(
        "from t group k { n: count()\nsort n",
        expect![[r#"
            from t group k { n: count()
            «sort» n
              expected `}` for the `{` after `)` in `group`, found `sort`
            PIPELINE from t group k { n: count() sort n
              FROM_STEP from t
              GROUP_STEP group k { n: count()
                DERIVED_LIST { n: count()
                  DERIVED_COLUMN n: count()
              SORT_STEP sort n
        "#]],
    );
    check(
        "from t select { a, b\ntake 5",
        expect![[r#"
            from t select { a, b
            «take» 5
              expected `}` for the `{` after `b` in `select`, found `take`
            PIPELINE from t select { a, b take 5
              FROM_STEP from t
              SELECT_STEP select { a, b
                SELECTED_LIST { a, b
              TAKE_STEP take 5
        "#]],
    );
    check(
        "from t join u on k { keep u.x\nwhere a > 1",
        expect![[r#"
            from t join u on k { keep u.x
            «where» a > 1
              expected `}` for the `{` after `x` in `join`, found `where`
            PIPELINE from t join u on k { keep u.x where a > 1
              FROM_STEP from t
              JOIN_STEP join u on k { keep u.x
                KEEP_LIST { keep u.x
              WHERE_STEP where a > 1
        "#]],
    );
    check(
        "from t derive { a: match b { 1 => 2\nwhere a > 1",
        expect![[r#"
        from t derive { a: match b { 1 => 2
        «where» a > 1
          expected a pattern or `_` after `2` in `derive`, found `where`
        PIPELINE from t derive { a: match b { 1 => 2 where a > 1
          FROM_STEP from t
          DERIVE_STEP derive { a: match b { 1 => 2
            DERIVED_LIST { a: match b { 1 => 2
              DERIVED_COLUMN a: match b { 1 => 2
          WHERE_STEP where a > 1
    "#]],
    );
    check(
        "from t derive { a: sum(b) over (partition c }\nwhere a > 1",
        expect![[r#"
            from t derive { a: sum(b) over (partition c «}»
            where a > 1
              expected `)` for the `(` after `c` in `derive`, found `}`
            PIPELINE from t derive { a: sum(b) over (partition c } where a > 1
              FROM_STEP from t
              DERIVE_STEP derive { a: sum(b) over (partition c }
                DERIVED_LIST { a: sum(b) over (partition c }
                  DERIVED_COLUMN a: sum(b) over (partition c
              WHERE_STEP where a > 1
        "#]],
    );
}

#[test]
fn a_dangling_comma() {
    check(
        "from t join u on a,\nwhere b > 1",
        expect![[r#"
        from t join u on a,
        «where» b > 1
          expected a key column after `,` in `join`, found `where`
        PIPELINE from t join u on a, where b > 1
          FROM_STEP from t
          JOIN_STEP join u on a,
          WHERE_STEP where b > 1
    "#]],
    );
    check(
        "from t sort a,\ntake 5",
        expect![[r#"
        from t sort a,
        «take» 5
          expected a column after `,` in `sort`, found `take`
        PIPELINE from t sort a, take 5
          FROM_STEP from t
          SORT_STEP sort a,
          TAKE_STEP take 5
    "#]],
    );
    check(
        "from t group a, { n: count() }",
        expect![[r#"
        PIPELINE from t group a, { n: count() }
          FROM_STEP from t
          GROUP_STEP group a, { n: count() }
            DERIVED_LIST { n: count() }
              DERIVED_COLUMN n: count()
    "#]],
    );
    check(
        "from t select { a,, b }",
        expect![[r#"
        from t select { a,«,» b }
          expected a column after `,` in `select`, found `,`
        PIPELINE from t select { a,, b }
          FROM_STEP from t
          SELECT_STEP select { a,, b }
            SELECTED_LIST { a,, b }
    "#]],
    );
    check(
        "from t derive { a: round(b,) }\ntake 5",
        expect![[r#"
        PIPELINE from t derive { a: round(b,) } take 5
          FROM_STEP from t
          DERIVE_STEP derive { a: round(b,) }
            DERIVED_LIST { a: round(b,) }
              DERIVED_COLUMN a: round(b,)
          TAKE_STEP take 5
    "#]],
    );
}

#[test]
fn a_half_typed_where() {
    check(
        "from t\nwhere\nsort a",
        expect![[r#"
        from t
        where
        «sort» a
          expected a condition after `where`, found `sort`
        PIPELINE from t where sort a
          FROM_STEP from t
          WHERE_STEP where
          SORT_STEP sort a
    "#]],
    );
    check(
        "from t where a >\nsort a",
        expect![[r#"
        from t where a >
        «sort» a
          expected an expression after `>` in `where`, found `sort`
        PIPELINE from t where a > sort a
          FROM_STEP from t
          WHERE_STEP where a >
          SORT_STEP sort a
    "#]],
    );
    check(
        "from t where a == 1 and\nsort a",
        expect![[r#"
        from t where a == 1 and
        «sort» a
          expected an expression after `and` in `where`, found `sort`
        PIPELINE from t where a == 1 and sort a
          FROM_STEP from t
          WHERE_STEP where a == 1 and
          SORT_STEP sort a
    "#]],
    );
    check(
        "from t where (a == 1\nsort a",
        expect![[r#"
            from t where (a == 1
            «sort» a
              expected `)` for the `(` after `1` in `where`, found `sort`
            PIPELINE from t where (a == 1 sort a
              FROM_STEP from t
              WHERE_STEP where (a == 1
              SORT_STEP sort a
        "#]],
    );
    check(
        "from t where a is\nsort a",
        expect![[r#"
        from t where a is
        «sort» a
          expected `null` after `is` in `where`, found `sort`
        PIPELINE from t where a is sort a
          FROM_STEP from t
          WHERE_STEP where a is
          SORT_STEP sort a
    "#]],
    );
    check(
        "from t where a == \"open\nsort a",
        expect![[r#"
        from t where a == «"open»
        sort a
          this string is never closed: add `"`
        PIPELINE from t where a == "open sort a
          FROM_STEP from t
          WHERE_STEP where a == "open
          SORT_STEP sort a
    "#]],
    );
}

#[test]
fn a_stray_word() {
    check(
        "from t\nstray\nwhere a > 1",
        expect![[r#"
        from t
        «stray»
        where a > 1
          expected a step such as `where`, `derive` or `select`, found `stray`
        PIPELINE from t stray where a > 1
          FROM_STEP from t
          ERROR stray
          WHERE_STEP where a > 1
    "#]],
    );
    check(
        "from t where a > 1 stray sort a",
        expect![[r#"
        from t where a > 1 «stray» sort a
          expected a step such as `where`, `derive` or `select`, found `stray`
        PIPELINE from t where a > 1 stray sort a
          FROM_STEP from t
          WHERE_STEP where a > 1
          ERROR stray
          SORT_STEP sort a
    "#]],
    );
    check(
        "from t as x stray where a > 1",
        expect![[r#"
        from t as x «stray» where a > 1
          expected a step such as `where`, `derive` or `select`, found `stray`
        PIPELINE from t as x stray where a > 1
          FROM_STEP from t as x
          ERROR stray
          WHERE_STEP where a > 1
    "#]],
    );
    check(
        "from t select { a b }",
        expect![[r#"
        PIPELINE from t select { a b }
          FROM_STEP from t
          SELECT_STEP select { a b }
            SELECTED_LIST { a b }
    "#]],
    );
    check(
        "from t limit 5",
        expect![[r#"
        from t «limit» 5
          expected a step such as `where`, `derive` or `select`, found `limit`
        PIPELINE from t limit 5
          FROM_STEP from t
          ERROR limit 5
    "#]],
    );
    check(
        "select { a } from t",
        expect![[r#"
        PIPELINE select { a } from t
          SELECT_STEP select { a }
            SELECTED_LIST { a }
          FROM_STEP from t
    "#]],
    );
}

#[test]
fn half_typed_steps() {
    check(
        "from\nwhere a > 1",
        expect![[r#"
        from
        «where» a > 1
          expected the name of a model after `from`, found `where`
        PIPELINE from where a > 1
          FROM_STEP from
          WHERE_STEP where a > 1
    "#]],
    );
    check(
        "from t.\nwhere a > 1",
        expect![[r#"
        from t.
        «where» a > 1
          expected the name of a model after `.` in `from`, found `where`
        PIPELINE from t. where a > 1
          FROM_STEP from t.
          WHERE_STEP where a > 1
    "#]],
    );
    check(
        "from t derive { a }",
        expect![[r#"
        from t derive { a «}»
          expected `:` after `a` in `derive`, found `}`
        PIPELINE from t derive { a }
          FROM_STEP from t
          DERIVE_STEP derive { a }
            DERIVED_LIST { a }
              DERIVED_COLUMN a
    "#]],
    );
    check(
        "from t derive { a: }\ntake 1",
        expect![[r#"
        from t derive { a: «}»
        take 1
          expected an expression after `:` in `derive`, found `}`
        PIPELINE from t derive { a: } take 1
          FROM_STEP from t
          DERIVE_STEP derive { a: }
            DERIVED_LIST { a: }
              DERIVED_COLUMN a:
          TAKE_STEP take 1
    "#]],
    );
    check(
        "from t group\ntake 1",
        expect![[r#"
        from t group
        «take» 1
          expected `{` after `group`, found `take`
        PIPELINE from t group take 1
          FROM_STEP from t
          GROUP_STEP group
          TAKE_STEP take 1
    "#]],
    );
    check(
        "from t left join\ntake 1",
        expect![[r#"
        from t left join
        «take» 1
          expected the name of a model after `join`, found `take`
        PIPELINE from t left join take 1
          FROM_STEP from t
          JOIN_STEP left join
          TAKE_STEP take 1
    "#]],
    );
    check(
        "from t sort\ntake 1",
        expect![[r#"
        from t sort
        «take» 1
          expected a column after `sort`, found `take`
        PIPELINE from t sort take 1
          FROM_STEP from t
          SORT_STEP sort
          TAKE_STEP take 1
    "#]],
    );
    check(
        "let a =\nlet b = from t take 1\nfrom a",
        expect![[r#"
        let a =
        «let» b = from t take 1
        from a
          expected `from` and the name of a model after `=` in `let`, found `let`
        LET_BINDING let a =
        LET_BINDING let b = from t take 1
          PIPELINE from t take 1
            FROM_STEP from t
            TAKE_STEP take 1
        PIPELINE from a
          FROM_STEP from a
    "#]],
    );
    check(
        "let = from t take 1 from a",
        expect![[r#"
        let «=» from t take 1 from a
          expected a name after `let`, found `=`
        LET_BINDING let = from t take 1
          PIPELINE from t take 1
            FROM_STEP from t
            TAKE_STEP take 1
        PIPELINE from a
          FROM_STEP from a
    "#]],
    );
}

#[test]
fn unknown_characters_are_mistakes() {
    check(
        "from t where a ? 1 ; sort ~b # c\ntake 5",
        expect![[r#"
        from t where a «?» 1 ; sort ~b # c
        take 5
          `?` has no meaning in the Rocky DSL
        from t where a ? 1 «;» sort ~b # c
        take 5
          `;` has no meaning in the Rocky DSL
        from t where a ? 1 ; sort «~»b # c
        take 5
          `~` has no meaning in the Rocky DSL
        from t where a ? 1 ; sort ~b «#» c
        take 5
          unexpected character `#`: comments start with `--`
        PIPELINE from t where a ? 1 ; sort ~b # c take 5
          FROM_STEP from t
          WHERE_STEP where a
          ERROR ? 1 ;
          SORT_STEP sort
          ERROR ~b # c
          TAKE_STEP take 5
    "#]],
    );
    check(
        "from t where a == “x” sort b",
        expect![[r#"
        from t where a == «“»x” sort b
          curly quotes do not quote: use `"` or `'`
        from t where a == “x«”» sort b
          curly quotes do not quote: use `"` or `'`
        PIPELINE from t where a == “x” sort b
          FROM_STEP from t
          WHERE_STEP where a ==
          ERROR “x”
          SORT_STEP sort b
    "#]],
    );
}

#[test]
fn what_is_no_date() {
    check(
        "from t where a > @2025-1-31 and b < @2025-01-31T10:00Z and c == @2025-01-31T10:00:00.5+0100",
        expect![[r#"
        from t where a > «@2025-1-31» and b < @2025-01-31T10:00Z and c == @2025-01-31T10:00:00.5+0100
          this is no date: write it as in `@2025-01-31` or `@2025-01-31T10:00:00Z`
        PIPELINE from t where a > @2025-1-31 and b < @2025-01-31T10:00Z and c == @2025-01-31T10:00:00.5+0100
          FROM_STEP from t
          WHERE_STEP where a > @2025-1-31 and b < @2025-01-31T10:00Z and c == @2025-01-31T10:00:00.5+0100
    "#]],
    );
    check(
        "from t where a > @start_date and b == @2025-01-31-1",
        expect![[r#"
        from t where a > «@start_date» and b == @2025-01-31-1
          expected a date behind `@`, as in `@2025-01-31`; placeholders such as `@start_date` need a SQL model
        from t where a > @start_date and b == «@2025-01-31-1»
          this is no date: write it as in `@2025-01-31` or `@2025-01-31T10:00:00Z`
        PIPELINE from t where a > @start_date and b == @2025-01-31-1
          FROM_STEP from t
          WHERE_STEP where a >
          ERROR @start_date and b == @2025-01-31-1
    "#]],
    );
}

#[test]
fn arms_behind_the_last() {
    check(
        "from t derive { a: match b { _ => 1, 2 => 3, 4 => 5 } }",
        expect![[r#"
        from t derive { a: match b { _ => 1, «2» => 3, 4 => 5 } }
          `_` takes whatever is left, so this arm is never reached: write `_` last
        PIPELINE from t derive { a: match b { _ => 1, 2 => 3, 4 => 5 } }
          FROM_STEP from t
          DERIVE_STEP derive { a: match b { _ => 1, 2 => 3, 4 => 5 } }
            DERIVED_LIST { a: match b { _ => 1, 2 => 3, 4 => 5 } }
              DERIVED_COLUMN a: match b { _ => 1, 2 => 3, 4 => 5 }
    "#]],
    );
    check(
        "from t derive { a: match b { 2 => 3, _ => 1, } }",
        expect![[r#"
        PIPELINE from t derive { a: match b { 2 => 3, _ => 1, } }
          FROM_STEP from t
          DERIVE_STEP derive { a: match b { 2 => 3, _ => 1, } }
            DERIVED_LIST { a: match b { 2 => 3, _ => 1, } }
              DERIVED_COLUMN a: match b { 2 => 3, _ => 1, }
    "#]],
    );
}

#[test]
fn steps_whose_place_says_something_else() {
    check(
        "from t take 5 where a > 1 sort a take 6",
        expect![[r#"
        from t take 5 «where» a > 1 sort a take 6
          `take` comes last, so this `where` would act before it: write it before `take`, or give what is taken a name with `let` and read from that
        from t take 5 where a > 1 «sort» a take 6
          `take` comes last, so this `sort` would act before it: write it before `take`, or give what is taken a name with `let` and read from that
        from t take 5 where a > 1 sort a «take» 6
          a pipeline takes once, and this would replace the first `take`: leave one of them out
        PIPELINE from t take 5 where a > 1 sort a take 6
          FROM_STEP from t
          TAKE_STEP take 5
          WHERE_STEP where a > 1
          SORT_STEP sort a
          TAKE_STEP take 6
    "#]],
    );
    check(
        "from t take 5 left join u on k distinct group k { n: count() }",
        expect![[r#"
        from t take 5 «left» join u on k distinct group k { n: count() }
          `take` comes last, so this `join` would act before it: write it before `take`, or give what is taken a name with `let` and read from that
        from t take 5 left join u on k «distinct» group k { n: count() }
          `take` comes last, so this `distinct` would act before it: write it before `take`, or give what is taken a name with `let` and read from that
        from t take 5 left join u on k distinct «group» k { n: count() }
          `take` comes last, so this `group` would act before it: write it before `take`, or give what is taken a name with `let` and read from that
        PIPELINE from t take 5 left join u on k distinct group k { n: count() }
          FROM_STEP from t
          TAKE_STEP take 5
          JOIN_STEP left join u on k
          DISTINCT_STEP distinct
          GROUP_STEP group k { n: count() }
            DERIVED_LIST { n: count() }
              DERIVED_COLUMN n: count()
    "#]],
    );
    check(
        "from t take 5 derive { a: b } select { a }",
        expect![[r#"
        PIPELINE from t take 5 derive { a: b } select { a }
          FROM_STEP from t
          TAKE_STEP take 5
          DERIVE_STEP derive { a: b }
            DERIVED_LIST { a: b }
              DERIVED_COLUMN a: b
          SELECT_STEP select { a }
            SELECTED_LIST { a }
    "#]],
    );
    check(
        "from t where a > 1 replicate",
        expect![[r#"
        from t where a > 1 «replicate»
          `replicate` copies all of its source: no step can stand beside it but `from`
        PIPELINE from t where a > 1 replicate
          FROM_STEP from t
          WHERE_STEP where a > 1
          REPLICATE_STEP replicate
    "#]],
    );
    check(
        "from t replicate take 5 where a > 1",
        expect![[r#"
        from t replicate «take» 5 where a > 1
          `replicate` copies all of its source: no step can stand beside it but `from`
        from t replicate take 5 «where» a > 1
          `take` comes last, so this `where` would act before it: write it before `take`, or give what is taken a name with `let` and read from that
        PIPELINE from t replicate take 5 where a > 1
          FROM_STEP from t
          REPLICATE_STEP replicate
          TAKE_STEP take 5
          WHERE_STEP where a > 1
    "#]],
    );
    check(
        "replicate from t",
        expect![[r#"
        PIPELINE replicate from t
          REPLICATE_STEP replicate
          FROM_STEP from t
    "#]],
    );
    check(
        "let a = from t take 5 from a where b > 1",
        expect![[r#"
        LET_BINDING let a = from t take 5
          PIPELINE from t take 5
            FROM_STEP from t
            TAKE_STEP take 5
        PIPELINE from a where b > 1
          FROM_STEP from a
          WHERE_STEP where b > 1
    "#]],
    );
}
