//! Which words are proposed at a cursor, in SQL and in the DSL, and where nothing is.

mod support;

use expect_test::expect;
use support::{
    completion::{check, proposed, words},
    configuration,
    cursor::shop,
};

#[test]
fn nothing() {
    for text in [
        "SELECT 'o.$0' FROM stg_orders o",
        "SELECT 'it$0",
        "SELECT 1 -- o.$0\nFROM stg_orders o",
        "SELECT 1 /* o.$0 */ FROM stg_orders o",
        "SELECT 1 /* o.$0",
        "SELECT 12$0 FROM stg_orders o",
        "SELECT 1 AS $0 FROM stg_orders o",
        "WITH $0",
        "WITH a AS (SELECT 1), $0",
        "SELECT 1 FROM stg_orders LIMIT $0",
    ] {
        let found = proposed(&shop(text));
        let labels: Vec<_> = found.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(labels, Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn words_that_may_follow() {
    words(
        "$0",
        expect![[r#"
        FROM, SELECT, VALUES, WITH
    "#]],
    );
    words(
        "SEL$0",
        expect![[r#"
        FROM, SELECT, VALUES, WITH
    "#]],
    );
    words(
        "SELECT $0",
        expect![[r#"
        CASE, CAST, DISTINCT, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
    "#]],
    );
    words(
        "SELECT email $0 FROM stg_customers",
        expect![[r#"
            AND, AS, BETWEEN, EXCLUDE, FILTER, FROM, GROUP BY, IN, IS NOT NULL, IS NULL, LIKE, LIMIT, OR, ORDER BY, OVER, REPLACE, UNION ALL, WHERE
        "#]],
    );
    words(
        "SELECT email F$0",
        expect![[r#"
            AND, AS, BETWEEN, EXCLUDE, FILTER, FROM, GROUP BY, IN, IS NOT NULL, IS NULL, LIKE, LIMIT, OR, ORDER BY, OVER, REPLACE, UNION ALL, WHERE
        "#]],
    );
    words(
        "SELECT * $0",
        expect![[r#"
            AND, AS, BETWEEN, EXCLUDE, FILTER, FROM, GROUP BY, IN, IS NOT NULL, IS NULL, LIKE, LIMIT, OR, ORDER BY, OVER, REPLACE, UNION ALL, WHERE
        "#]],
    );
    words(
        "SELECT email FROM stg_customers $0",
        expect![[r#"
            AS, CROSS JOIN, EXCEPT, FULL JOIN, GROUP BY, HAVING, INNER JOIN, INTERSECT, JOIN, LEFT JOIN, LIMIT, ORDER BY, QUALIFY, RIGHT JOIN, SELECT, UNION, UNION ALL, WHERE
        "#]],
    );
    words(
        "SELECT email FROM stg_customers c $0",
        expect![[r#"
            AS, CROSS JOIN, EXCEPT, FULL JOIN, GROUP BY, HAVING, INNER JOIN, INTERSECT, JOIN, LEFT JOIN, LIMIT, ORDER BY, QUALIFY, RIGHT JOIN, SELECT, UNION, UNION ALL, WHERE
        "#]],
    );
    words(
        "SELECT email FROM stg_customers c LEFT $0",
        expect![[r#"
        JOIN
    "#]],
    );
    words(
        "SELECT email FROM stg_customers c JOIN stg_orders o $0",
        expect![[r#"
            AS, CROSS JOIN, FULL JOIN, GROUP BY, HAVING, INNER JOIN, JOIN, LEFT JOIN, LIMIT, ON, ORDER BY, QUALIFY, RIGHT JOIN, UNION ALL, USING, WHERE
        "#]],
    );
    words(
        "SELECT email FROM stg_customers WHERE email $0",
        expect![[r#"
            AND, BETWEEN, GROUP BY, HAVING, IN, IS NOT NULL, IS NULL, LIKE, LIMIT, OR, ORDER BY, QUALIFY, UNION ALL
        "#]],
    );
    words(
        "SELECT email FROM stg_customers GROUP $0",
        expect![[r#"
        BY
    "#]],
    );
    words(
        "SELECT email FROM stg_customers ORDER BY email $0",
        expect![[r#"
            ASC, DESC, LIMIT, NULLS FIRST, NULLS LAST, OFFSET
        "#]],
    );
    words(
        "SELECT CASE WHEN email = 'a' $0",
        expect![[r#"
            AND, BETWEEN, ELSE, END, IN, IS NOT NULL, IS NULL, LIKE, OR, THEN, WHEN
        "#]],
    );
    words(
        "SELECT 1 UNION $0",
        expect![[r#"
        ALL, BY NAME, FROM, SELECT, VALUES
    "#]],
    );
    words(
        "WITH a AS (SELECT 1) $0",
        expect![[r#"
        FROM, SELECT
    "#]],
    );
    words(
        "WITH a AS ($0",
        expect![[r#"
        FROM, SELECT, VALUES, WITH
    "#]],
    );
    words(
        "SELECT 1 FROM ($0",
        expect![[r#"
        FROM, SELECT, VALUES, WITH
    "#]],
    );
    words(
        "SELECT row_number() OVER ($0",
        expect![[r#"
        ORDER BY, PARTITION BY, RANGE, ROWS
    "#]],
    );
    words(
        "SELECT lower(email $0 FROM stg_customers",
        expect![[r#"
        AND, AS, BETWEEN, FILTER, IN, IS NOT NULL, IS NULL, LIKE, NOT, OR, OVER
    "#]],
    );
    words(
        "SELECT email FROM stg_customers c JOIN stg_orders o ON 1 = 1 $0",
        expect![[r#"
        AND, BETWEEN, CROSS JOIN, FULL JOIN, GROUP BY, HAVING, IN, INNER JOIN, IS NOT NULL, IS NULL, JOIN, LEFT JOIN, LIKE, LIMIT, OR, ORDER BY, QUALIFY, RIGHT JOIN, UNION ALL, WHERE
    "#]],
    );
    words(
        "(SELECT 1) $0",
        expect![[r#"
        EXCEPT, INTERSECT, LIMIT, ORDER BY, UNION, UNION ALL
    "#]],
    );
}

#[test]
fn the_dsl() {
    let rocky = |text: &str, expected| check(&format!("//- /models/report.rocky\n{text}"), expected);
    rocky(
        "from $0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
    "#]],
    );
    rocky(
        "from stg_customers\nwhere $0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    rocky(
        "from stg_orders as o\njoin stg_customers as c on $0",
        expect![[r#"
            Column customer_id (in both)
        "#]],
    );
    rocky(
        "from stg_customers\nselect { email, $0 }",
        expect![[r#"
            Column customer_id (BIGINT NOT NULL · stg_customers)
            Column email (VARCHAR NOT NULL · stg_customers)
            Alias stg_customers
        "#]],
    );
    rocky(
        "from stg_customers\nderive { x: lower($0) }",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    rocky(
        "from stg_customers\n$0",
        expect![[r#"
        keywords
    "#]],
    );
    rocky(
        "$0",
        expect![[r#"
        keywords
    "#]],
    );
    rocky(
        "from stg_customers\nderive { name: lower(email) }\nselect { $0 }",
        expect![[r#"
            Column customer_id (BIGINT NOT NULL · stg_customers)
            Column email (VARCHAR NOT NULL · stg_customers)
            Alias stg_customers
            Column name (VARCHAR NOT NULL · of this pipeline)
        "#]],
    );
    let grouped = "from stg_orders\ngroup customer_id { total: sum(amount) }";
    rocky(
        &format!("{grouped}\nwhere $0"),
        expect![[r#"
        Column customer_id (BIGINT NOT NULL)
        Column total (DECIMAL(38,2) NULL)
        functions
        keywords
    "#]],
    );
    rocky(
        &format!("{grouped}\nderive {{ share: total / $0 }}"),
        expect![[r#"
            Column customer_id (BIGINT NOT NULL)
            Column total (DECIMAL(38,2) NULL)
            functions
            keywords
        "#]],
    );
    rocky(
        &format!("{grouped}\nderive {{ share: total / 2 }}\nselect {{ $0 }}"),
        expect![[r#"
        Column customer_id
        Column share
        Column total
    "#]],
    );
    rocky(
        "from stg_orders\ngroup $0",
        expect![[r#"
            Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · stg_orders)
            Column amount (DECIMAL(10,2) NULL · stg_orders)
            Column customer_id (BIGINT NOT NULL · stg_orders)
            Column order_id (BIGINT NOT NULL · stg_orders)
            Alias stg_orders
            functions
            keywords
        "#]],
    );
    rocky(
        "from stg_orders join stg_customers on customer_id { $0 }",
        expect![[r#"
        keywords
    "#]],
    );
    let words = |text: &str, expected| words(&format!("//- /models/report.rocky\n{text}"), expected);
    words(
        "from stg_customers\n$0",
        expect![[r#"
        as, cross join, derive, distinct, full join, group, join, left join, right join, select, sort, take, where
    "#]],
    );
    words(
        "from stg_customers\njoin stg_orders $0",
        expect![[r#"
        as, on
    "#]],
    );
    words(
        "from stg_orders join stg_customers on customer_id { $0 }",
        expect![[r#"
        keep
    "#]],
    );
    words(
        "from stg_orders derive { first: row_number() over ($0) }",
        expect![[r#"
        partition, range, rows, sort
    "#]],
    );
}

#[test]
fn where_nothing_is_computed_only_columns_are_proposed() {
    check(
        "SELECT * EXCLUDE ($0) FROM stg_customers",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
    "#]],
    );
    check(
        "SELECT * EXCLUDE (email, $0) FROM stg_customers",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
    "#]],
    );
    check(
        "SELECT count(DISTINCT $0) FROM stg_customers",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "SELECT DISTINCT $0 FROM stg_customers",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        Columns all columns => customer_id, email (2 columns)
        functions
        keywords
    "#]],
    );
}

#[test]
fn tests_of_values_and_parts_of_moments() {
    words(
        "SELECT email FROM stg_customers WHERE email IS $0",
        expect![[r#"
        DISTINCT FROM, FALSE, NOT DISTINCT FROM, NOT NULL, NULL, TRUE
    "#]],
    );
    words(
        "SELECT email FROM stg_customers WHERE email IS NOT $0",
        expect![[r#"
        DISTINCT FROM, FALSE, NULL, TRUE
    "#]],
    );
    words(
        "SELECT email FROM stg_customers WHERE email NOT $0",
        expect![[r#"
        BETWEEN, IN, LIKE
    "#]],
    );
    words(
        "SELECT email FROM stg_customers WHERE NOT $0",
        expect![[r#"
            CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
        "#]],
    );
    words(
        "SELECT count($0)",
        expect![[r#"
        CASE, CAST, DISTINCT, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
    "#]],
    );
    words(
        "SELECT extract($0 FROM now())",
        expect![[r#"
        DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR
    "#]],
    );
    words(
        "//- /models/report.rocky\nfrom stg_customers\nwhere email is $0",
        expect![[r#"
        not null, null
    "#]],
    );
}

#[test]
fn words_are_written_as_the_project_writes_them() {
    let text =
        configuration("duckdb") + "[format]\nkeyword_case = \"lower\"\n//- /models/m.sql\n(select 1) $0\n";
    let found = proposed(&testing::fixture::parse(&text));
    let labels: Vec<_> = found.iter().map(|it| it.insert.as_str()).collect();
    assert_eq!(labels, ["except", "intersect", "limit", "order by", "union", "union all"]);
}
