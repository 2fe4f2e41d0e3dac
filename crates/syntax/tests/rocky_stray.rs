//! DSL that has too much: what means nothing where it stands is reported once, and the rest keeps its tree.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/rocky_outline.rs"]
mod rocky_outline;

use expect_test::expect;
use rocky_outline::check;

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
