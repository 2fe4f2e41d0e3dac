//! What is proposed in the DSL: what it takes.

mod support;

use expect_test::expect;
use support::completion::{check, words};

#[test]
fn the_dsl_proposes_what_it_takes() {
    let check = |text: &str, expected| check(&format!("//- /models/report.rocky\n{text}"), expected);
    let words = |text: &str, expected| words(&format!("//- /models/report.rocky\n{text}"), expected);
    check(
        "from stg_customers\njoin $0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
    "#]],
    );
    check("from stg_customers\njoin raw.$0", expect![[""]]);
    check(
        "let x = from stg_orders\nfrom stg_customers\nleft join $0",
        expect![[r#"
        Cte x (CTE)
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
    "#]],
    );
    check(
        "from wide\nwhere $0\n//- /models/wide.sql\nSELECT 1 AS \"Customer Name\", 2 AS plain",
        expect![[r#"
            Column plain (INTEGER NOT NULL · wide)
            Alias wide
            functions
            keywords
        "#]],
    );
    check(
        "from stg_customers\nderive { x: $0 }",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "from stg_customers\nderive { y: 1, x: lower(email) + $0 }",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        Column y (INTEGER NOT NULL · of this SELECT)
        functions
        keywords
    "#]],
    );
    check(
        "from stg_customers\nderive { x: 1, $0 }",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        Column x (INTEGER NOT NULL · of this SELECT)
        functions
        keywords
    "#]],
    );
    check(
        "from stg_orders\ngroup customer_id { total: $0 }",
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
    check(
        "from stg_customers\njoin stg_orders on $0",
        expect![[r#"
        Column customer_id (in both)
    "#]],
    );
    check(
        "from stg_customers\njoin stg_orders on x, $0",
        expect![[r#"
        Column customer_id (in both)
    "#]],
    );
    check(
        "from stg_customers\nsort $0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
    "#]],
    );
    check(
        "from stg_customers\nsort -email, $0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
    "#]],
    );
    words(
        "from stg_orders\nwhere amount $0",
        expect![[r#"
        and, cross join, derive, distinct, full join, group, is not null, is null, join, left join, or, right join, select, sort, take, where
    "#]],
    );
    words(
        "from stg_orders\nderive { x: amount $0 }",
        expect![[r#"
        and, is not null, is null, or
    "#]],
    );
    words(
        "from stg_orders\nwhere (amount $0",
        expect![[r#"
        and, is not null, is null, or
    "#]],
    );
    words(
        "from stg_orders\nderive { x: amount } $0",
        expect![[r#"
        cross join, derive, distinct, full join, group, join, left join, right join, select, sort, take, where
    "#]],
    );
    check("from stg_orders\nselect { amount $0 }", expect![[""]]);
    words(
        "from stg_orders\nsort amount $0",
        expect![[r#"
        asc, cross join, derive, desc, distinct, full join, group, join, left join, right join, select, sort, take, where
    "#]],
    );
    words(
        "from stg_orders\nsort amount desc $0",
        expect![[r#"
        cross join, derive, distinct, full join, group, join, left join, right join, select, sort, take, where
    "#]],
    );
    words(
        "from stg_orders\nsort amount\ntake 3 $0",
        expect![[r#"
        cross join, derive, distinct, full join, group, join, left join, right join, select, sort, take, where
    "#]],
    );
}
