//! What the formatter leaves as a person wrote it: comments, empty lines, pragmas, the case of names, broken text.

mod support;

use base::DialectKind;
use expect_test::expect;
use format::{FormatOptions, format_sql};
use support::check;

#[test]
fn comments_stay_where_they_are() {
    check(
        "-- head

/* block
   of two lines */
select a, -- first
       -- about b
       b /* inline */ + c
       -- , d
  , e -- last
from t -- the table
-- about where
where /* why */ x = 1 -- one
  and y = 2
-- the end
",
        expect![[r#"
            -- head

            /* block
               of two lines */
            SELECT
                a, -- first
                -- about b
                b /* inline */ + c,
                -- , d
                e -- last
            FROM t -- the table
            -- about where
            WHERE /* why */
                x = 1 -- one
                AND y = 2
            -- the end
        "#]],
    );
    check(
        "select f(-- first\na, b -- second\n) from t",
        expect![[r#"
        SELECT f( -- first
            a,
            b -- second
        )
        FROM t
    "#]],
    );
}

#[test]
fn empty_lines_are_kept_once() {
    check(
        "\n\nselect a,\n\n\n  b\nfrom t\n\nwhere x;\n\n\n\nselect 2\n\n\n",
        expect![[r#"
        SELECT
            a,

            b
        FROM t

        WHERE x;

        SELECT 2
    "#]],
    );
}

#[test]
fn pragmas_stay_at_the_line_that_they_speak_of() {
    check(
        "select nvl(a, b) from t -- rocky-allow: NVL\nwhere x",
        expect![[r#"
        -- rocky-allow: NVL
        SELECT nvl(a, b)
        FROM t
        WHERE x
    "#]],
    );
    check(
        "select a -- rocky-allow: P001\nfrom t",
        expect![[r#"
        SELECT a -- rocky-allow: P001
        FROM t
    "#]],
    );
    check(
        "-- rocky-allow: W007\nselect a, b from t",
        expect![[r#"
        -- rocky-allow: W007
        SELECT
            a,
            b
        FROM t
    "#]],
    );
}

#[test]
fn what_is_broken_stays() {
    check(
        "select a,  b +  , c from t where  x",
        expect![[r#"
        SELECT
            a,
            b + ,
            c
        FROM t
        WHERE x
    "#]],
    );
    check(
        "select a from t where  x =  ;\nselect  b",
        expect![[r#"
        SELECT a
        FROM t
        where  x = ;

        SELECT b
    "#]],
    );
    check(
        "select {{ ref('x')  }}  from t",
        expect![[r#"
        select {{ ref('x')  }}
        FROM t
    "#]],
    );
    check(
        "vacuum   analyze  t;select 1",
        expect![[r#"
        vacuum   analyze  t;

        SELECT 1
    "#]],
    );
}

#[test]
fn frontmatter_line_ends_and_marks_stay() {
    check(
        "---toml\nname   =  'x'\n---\n\n\nselect 1",
        expect![[r#"
        ---toml
        name   =  'x'
        ---

        SELECT 1
    "#]],
    );
    let keep = |text: &str, expected: &str| {
        assert_eq!(format_sql(text, DialectKind::DuckDb, &FormatOptions::default()).text, expected);
    };
    keep("select 1\r\nfrom t", "SELECT 1\r\nFROM t\r\n");
    keep("\u{feff}select 1", "\u{feff}SELECT 1\n");
    keep("", "");
    keep(" \n\n", "");
    keep("-- only\n\n\n", "-- only\n");
    keep("select 'a\r\n b'\n", "SELECT 'a\r\n b'\r\n");
}

#[test]
fn names_keep_their_case() {
    check(
        "select \"From\", Left(x, 1), Date, t.Order_, replace(a, 'b') as Value from Schema.Tbl",
        expect![[r#"
        SELECT
            "From",
            Left(x, 1),
            Date,
            t.Order_,
            replace(a, 'b') AS Value
        FROM Schema.Tbl
    "#]],
    );
}

#[test]
fn an_operator_that_would_be_a_parameter() {
    check(
        "SELECT @ x, @@ y, - z FROM t",
        expect![[r#"
        SELECT
            @ x,
            @@ y,
            -z
        FROM t
    "#]],
    );
}
