//! Half-typed DSL: what is missing is reported once, at its place, and the rest keeps its tree.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/rocky_outline.rs"]
mod rocky_outline;

use expect_test::expect;
use rocky_outline::check;

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
