//! The Rocky DSL: its trees, and its mistakes.
#![allow(clippy::unwrap_used, reason = "tests")]

use expect_test::{Expect, expect};
use syntax::ast::{AstNode, Expr, JoinKind, SortDirection, Step};
use syntax::parse_rocky;

fn check(text: &str, expected: Expect) {
    let parse = parse_rocky(text);
    assert_eq!(parse.syntax().text(), text);
    let mut out = String::new();
    for error in &*parse.errors {
        let (start, end) = (usize::from(error.range.start()), usize::from(error.range.end()));
        out += &format!("{}«{}»{}: {}\n", &text[..start], &text[start..end], &text[end..], error.message);
    }
    let file = parse.rocky_file().unwrap();
    for binding in file.let_bindings() {
        out +=
            &format!("let {}\n", binding.name().map_or(String::new(), |it| it.syntax().text().to_string()));
    }
    for step in file.pipeline().into_iter().flat_map(|it| it.steps()) {
        out += &format!("{:?} {}\n", step.syntax().kind(), step.syntax().text());
    }
    expected.assert_eq(&out);
}

#[test]
fn steps() {
    check(
        "let a = from x take 1 from a as b | join c on k { keep c.d } derive { n: -1 } select { *, n }",
        expect![[r#"
            let a
            FROM_STEP from a as b
            JOIN_STEP join c on k { keep c.d }
            DERIVE_STEP derive { n: -1 }
            SELECT_STEP select { *, n }
        "#]],
    );
}

#[test]
fn a_pipeline_starts_with_from() {
    check(
        "-- nothing yet\n",
        expect![[r#"
        -- nothing yet
        «»: expected a pipeline: start with `from` and the name of a model
    "#]],
    );
    check(
        "let a = from x take 1",
        expect![[r#"
        let a = from x take «1»: expected a pipeline: start with `from` and the name of a model
        let a
    "#]],
    );
    check(
        "let a = let b = from x from b",
        expect![[r#"
        let a = «let» b = from x from b: expected `from` and the name of a model after `=` in `let`, found `let`
        let a
        let b
        FROM_STEP from b
    "#]],
    );
    check(
        "let a = take 1 from b",
        expect![[r#"
        let a = take 1 from «b»: expected a pipeline: start with `from` and the name of a model
        let a
    "#]],
    );
    check(
        "let a = where n > 1 let b = from a from b",
        expect![[r#"
        let a = «where» n > 1 let b = from a from b: a pipeline starts with `from` and the name of a model: this one has none
        let a
        let b
        FROM_STEP from b
    "#]],
    );
    check(
        "where n > 1 | take 5",
        expect![[r#"
        «where» n > 1 | take 5: a pipeline starts with `from` and the name of a model: this one has none
        WHERE_STEP where n > 1
        TAKE_STEP take 5
    "#]],
    );
    // One mistake is not two: this may have been meant as one.
    check(
        "orders | take 5",
        expect![[r#"
        «orders» | take 5: expected a step such as `where`, `derive` or `select`, found `orders`
        TAKE_STEP take 5
    "#]],
    );
}

#[test]
fn a_clause_is_filled_once() {
    check(
        "from t group k { n: count() } group n { m: count() }",
        expect![[r#"
        from t group k { n: count() } «group» n { m: count() }: a pipeline groups once: give the first grouping a name with `let`, and read from that
        FROM_STEP from t
        GROUP_STEP group k { n: count() }
        GROUP_STEP group n { m: count() }
    "#]],
    );
    check(
        "from t sort a sort b desc take 5 take 6",
        expect![[r#"
        from t sort a «sort» b desc take 5 take 6: a pipeline sorts once, and this would replace the first `sort`: name all columns in one
        from t sort a sort b desc take 5 «take» 6: a pipeline takes once, and this would replace the first `take`: leave one of them out
        FROM_STEP from t
        SORT_STEP sort a
        SORT_STEP sort b desc
        TAKE_STEP take 5
        TAKE_STEP take 6
    "#]],
    );
    check(
        "from t as a from u as b",
        expect![[r#"
        from t as a «from» u as b: a pipeline reads from one model: bring in the second with `join`
        FROM_STEP from t as a
        FROM_STEP from u as b
    "#]],
    );
    check(
        "from t where a > 1 where b > 2 derive { c: 1 } derive { d: c } distinct distinct",
        expect![[r#"
        FROM_STEP from t
        WHERE_STEP where a > 1
        WHERE_STEP where b > 2
        DERIVE_STEP derive { c: 1 }
        DERIVE_STEP derive { d: c }
        DISTINCT_STEP distinct
        DISTINCT_STEP distinct
    "#]],
    );
    check(
        "from t select { a } select { b }",
        expect![[r#"
        FROM_STEP from t
        SELECT_STEP select { a }
        SELECT_STEP select { b }
    "#]],
    );
    check(
        "let a = from t take 1 let b = from t take 2 from b take 3",
        expect![[r#"
        let a
        let b
        FROM_STEP from b
        TAKE_STEP take 3
    "#]],
    );
}

#[test]
fn each_mistake_once() {
    check(
        "",
        expect![[r#"
        «»: expected a pipeline: start with `from` and the name of a model
    "#]],
    );
    check(
        "from t where a = 1 AND b <> 2",
        expect![[r#"
        from t where a «=» 1 AND b <> 2: the DSL writes `==`, not `=`
        from t where a = 1 «AND» b <> 2: the DSL writes `and`, not `AND`
        from t where a = 1 AND b «<>» 2: the DSL writes `!=`, not `<>`
        FROM_STEP from t
        WHERE_STEP where a = 1 AND b <> 2
    "#]],
    );
    check(
        "from t where",
        expect![[r#"
        from t «where»: expected a condition after `where`, found the end of the text
        FROM_STEP from t
        WHERE_STEP where
    "#]],
    );
    check(
        "FROM t wher a == 1 take 5",
        expect![[r#"
            «FROM» t wher a == 1 take 5: keywords of the DSL are lower case: write `from`
            FROM t «wher» a == 1 take 5: `wher` is not a keyword: did you mean `where`?
            FROM_STEP FROM t
            WHERE_STEP wher a == 1
            TAKE_STEP take 5
        "#]],
    );
    check(
        "from t derive { n: a + } select { n",
        expect![[r#"
            from t derive { n: a + «}» select { n: expected an expression after `+` in `derive`, found `}`
            from t derive { n: a + } select { «n»: expected `}` for the `{` after `n` in `select`, found the end of the text
            FROM_STEP from t
            DERIVE_STEP derive { n: a + }
            SELECT_STEP select { n
        "#]],
    );
    check(
        "from t select { a: b, c } take x",
        expect![[r#"
        from t select { a«:» b, c } take x: `select` takes names of columns only: compute with `derive` before it
        from t select { a: b, c } take «x»: expected a number after `take`, found `x`
        FROM_STEP from t
        SELECT_STEP select { a: b, c }
        TAKE_STEP take
    "#]],
    );
    check(
        "from t join u take 1",
        expect![[r#"
        from t join u «take» 1: expected `on` and the key columns after `u` in `join`, found `take`
        FROM_STEP from t
        JOIN_STEP join u
        TAKE_STEP take 1
    "#]],
    );
    check(
        "from t join u on t.id == u.id take 1",
        expect![[r#"
        from t join u on t«.»id == u.id take 1: the keys of a join are names of columns that both sides have, separated by commas
        FROM_STEP from t
        JOIN_STEP join u on t.id == u.id
        TAKE_STEP take 1
    "#]],
    );
    check(
        "from t where a == 'x ? b ~ c",
        expect![[r#"
        from t where a == «'x ? b ~ c»: this string is never closed: add `'`
        FROM_STEP from t
        WHERE_STEP where a == 'x ? b ~ c
    "#]],
    );
    check(
        "from t group k { n: count(*) } sort n desc take 1",
        expect![[r#"
        from t group k { n: count(«*») } sort n desc take 1: functions take no `*` in the DSL: write `count()`
        FROM_STEP from t
        GROUP_STEP group k { n: count(*) }
        SORT_STEP sort n desc
        TAKE_STEP take 1
    "#]],
    );
    check(
        "from t where a == b == c",
        expect![[r#"
        from t where a == b «==» c: comparisons do not chain: join them with `and`
        FROM_STEP from t
        WHERE_STEP where a == b == c
    "#]],
    );
    check(
        "take 1 let x = from y",
        expect![[r#"
            «take» 1 let x = from y: a pipeline starts with `from` and the name of a model: this one has none
            take 1 «let» x = from y: `let` must stand before the pipeline
            let x
            TAKE_STEP take 1
        "#]],
    );
}

#[test]
fn roles() {
    let parse = parse_rocky(
        "from t left_join u as v on a, b sort -c, d asc where not a == b derive { m: match a { > 5 => 1, _ => 2 } }",
    );
    assert_eq!(*parse.errors, []);
    let steps: Vec<Step> = parse.rocky_file().unwrap().pipeline().unwrap().steps().collect();
    let [_, Step::JoinStep(join), Step::SortStep(sort), Step::WhereStep(filter), Step::DeriveStep(derive)] =
        &steps[..]
    else {
        panic!("{steps:?}")
    };
    assert_eq!((join.kind(), join.keys().count()), (JoinKind::Left, 2));
    let directions: Vec<_> = sort.sort_keys().map(|it| it.direction()).collect();
    assert_eq!(directions, [Some(SortDirection::Descending), Some(SortDirection::Ascending)]);
    // `not a == b` is `(not a) == b`.
    let Some(Expr::BinaryExpr(equals)) = filter.condition() else { panic!() };
    assert!(matches!(equals.lhs(), Some(Expr::PrefixExpr(_))));
    let column = derive.derived_list().unwrap().derived_columns().next().unwrap();
    let Some(Expr::MatchExpr(matched)) = column.expr() else { panic!() };
    assert_eq!(matched.match_arms().map(|it| it.is_wildcard()).collect::<Vec<_>>(), [false, true]);
}
