//! Refactorings: what the files say afterwards, and what is not offered.

mod support;

use expect_test::expect;
use support::refactoring::check;

#[test]
fn a_star_over_a_model() {
    check(
        "expand-star",
        "
        //- /models/report.sql
        SELECT $0*, 1 AS one -- all of it
        FROM stg_customers
        ",
        expect![[r#"
            Rewrite: Expand `*` to its 2 columns
            //- /models/report.sql
            SELECT customer_id, email, 1 AS one -- all of it
            FROM stg_customers
        "#]],
    );
}

#[test]
fn a_star_that_leaves_columns_out() {
    check(
        "expand-star",
        "
        //- /models/report.sql
        WITH orders AS (SELECT order_id, amount FROM stg_orders)
        SELECT o.$0* EXCLUDE (amount), c.email FROM orders AS o JOIN stg_customers AS c ON c.customer_id = o.order_id
        ",
        expect![[r#"
            Rewrite: Expand `*` to its column
            //- /models/report.sql
            WITH orders AS (SELECT order_id, amount FROM stg_orders)
            SELECT o.order_id, c.email FROM orders AS o JOIN stg_customers AS c ON c.customer_id = o.order_id
        "#]],
    );
}

#[test]
fn a_long_list_takes_a_line_for_each_column() {
    check(
        "expand-star",
        "
        //- /models/report.sql
        SELECT
            $0*
        FROM stg_orders JOIN stg_customers ON stg_customers.customer_id = stg_orders.customer_id
        ",
        expect![[r#"
            Rewrite: Expand `*` to its 6 columns
            //- /models/report.sql
            SELECT
                stg_orders.order_id,
                stg_orders.customer_id,
                stg_orders.amount,
                stg_orders.address,
                stg_customers.customer_id,
                stg_customers.email
            FROM stg_orders JOIN stg_customers ON stg_customers.customer_id = stg_orders.customer_id
        "#]],
    );
}

#[test]
fn a_star_over_what_is_not_known_stays() {
    check(
        "expand-star",
        "
        //- /models/report.sql
        SELECT $0* FROM nowhere.at_all
        ",
        expect![[r#"
            not offered
        "#]],
    );
}

#[test]
fn columns_are_qualified() {
    check(
        "qualify-columns",
        "
        //- /models/report.sql
        SELECT order_id, upper(email) AS email, o.amount, address.city /* a field */
        FROM stg_orders AS o
        JOIN stg_customers ON stg_customers.customer_id = o.customer_id
        WHERE am$0ount > 0 AND order_id IN (SELECT id FROM raw.orders)
        GROUP BY ALL
        ORDER BY order_id
        ",
        expect![[r#"
            Rewrite: Qualify the columns of this SELECT
            //- /models/report.sql
            SELECT o.order_id, upper(stg_customers.email) AS email, o.amount, o.address.city /* a field */
            FROM stg_orders AS o
            JOIN stg_customers ON stg_customers.customer_id = o.customer_id
            WHERE o.amount > 0 AND o.order_id IN (SELECT id FROM raw.orders)
            GROUP BY ALL
            ORDER BY order_id
        "#]],
    );
}

#[test]
fn an_alias_is_added() {
    check(
        "add-alias",
        "
        //- /models/report.sql
        SELECT order_id, stg_orders.amount, stg_orders.*
        FROM stg_o$0rders
        WHERE EXISTS (SELECT 1 FROM stg_customers WHERE stg_customers.customer_id = stg_orders.customer_id)
        ",
        expect![[r#"
            Rewrite: Add the alias `so`, and qualify by it
            //- /models/report.sql
            SELECT so.order_id, so.amount, so.*
            FROM stg_orders AS so
            WHERE EXISTS (SELECT 1 FROM stg_customers WHERE stg_customers.customer_id = so.customer_id)
        "#]],
    );
}

#[test]
fn a_subquery_becomes_a_common_table_expression() {
    check(
        "extract-cte",
        "
        //- /models/report.sql
        SELECT t.customer_id, t.total, c.email
        FROM (
            SELECT customer_id, sum(amount) AS total -- of all orders
            FROM stg_orders
            GRO$0UP BY customer_id
        ) AS t
        JOIN stg_customers AS c ON c.customer_id = t.customer_id
        ",
        expect![[r#"
            Extract: Extract the subquery to a common table expression `t`
            //- /models/report.sql
            WITH t AS (
                SELECT customer_id, sum(amount) AS total -- of all orders
                FROM stg_orders
                GROUP BY customer_id
            )
            SELECT t.customer_id, t.total, c.email
            FROM t
            JOIN stg_customers AS c ON c.customer_id = t.customer_id
        "#]],
    );
}

#[test]
fn within_another_it_goes_before_it() {
    check(
        "extract-cte",
        "
        //- /models/report.sql
        WITH a AS (SELECT order_id FROM stg_orders),
        b AS (SELECT x.order_id FROM (SELECT $0order_id FROM a) AS x)
        SELECT order_id FROM b
        ",
        expect![[r#"
            Extract: Extract the subquery to a common table expression `x`
            //- /models/report.sql
            WITH a AS (SELECT order_id FROM stg_orders),
            x AS (
                SELECT order_id FROM a
            ),
            b AS (SELECT x.order_id FROM x)
            SELECT order_id FROM b
        "#]],
    );
}

#[test]
fn a_subquery_that_names_what_is_around_it_stays() {
    check(
        "extract-cte",
        "
        //- /models/report.sql
        SELECT o.order_id FROM stg_orders AS o, LATERAL (SELECT $0o.amount AS a) AS x
        ",
        expect![[r#"
            not offered
        "#]],
    );
}

#[test]
fn a_scalar_subquery_becomes_a_common_table_expression() {
    check(
        "extract-cte",
        "
        //- /models/report.sql
        SELECT order_id, amount - (SELECT avg(am$0ount) AS mean FROM stg_orders) AS above
        FROM stg_orders
        ",
        expect![[r#"
            Extract: Extract the subquery to a common table expression `extracted`
            //- /models/report.sql
            WITH extracted AS (
                SELECT avg(amount) AS mean FROM stg_orders
            )
            SELECT order_id, amount - (SELECT mean FROM extracted) AS above
            FROM stg_orders
        "#]],
    );
}

#[test]
fn a_list_of_values_becomes_a_common_table_expression() {
    check(
        "extract-cte",
        "
        //- /models/report.sql
        WITH known AS (SELECT customer_id FROM stg_customers)
        SELECT order_id
        FROM stg_orders
        WHERE customer_id IN (
            -- those with an address
            SELECT customer_id FROM kno$0wn
        )
        ",
        expect![[r#"
            Extract: Extract the subquery to a common table expression `extracted`
            //- /models/report.sql
            WITH known AS (SELECT customer_id FROM stg_customers),
            extracted AS (
                SELECT customer_id FROM known
            )
            SELECT order_id
            FROM stg_orders
            WHERE customer_id IN (
                -- those with an address
                SELECT customer_id FROM extracted
            )
        "#]],
    );
}

#[test]
fn what_exists_becomes_a_common_table_expression() {
    check(
        "extract-cte",
        "
        //- /models/report.sql
        SELECT order_id FROM stg_orders WHERE EXI$0STS (SELECT 1 FROM stg_customers WHERE email IS NULL)
        ",
        expect![[r#"
            Extract: Extract the subquery to a common table expression `extracted`
            //- /models/report.sql
            WITH extracted AS (
                SELECT 1 FROM stg_customers WHERE email IS NULL
            )
            SELECT order_id FROM stg_orders WHERE EXISTS (SELECT 1 FROM extracted)
        "#]],
    );
}

#[test]
fn a_correlated_subquery_stays() {
    check(
        "extract-cte",
        "
        //- /models/report.sql
        SELECT order_id FROM stg_orders AS o
        WHERE EXISTS (SELECT $01 FROM stg_customers AS c WHERE c.customer_id = o.customer_id)
        ",
        expect![[r#"
            not offered
        "#]],
    );
}

#[test]
fn a_common_table_expression_is_inlined() {
    check(
        "inline-cte",
        "
        //- /models/report.sql
        WITH totals AS (
            SELECT customer_id, sum(amount) AS total -- of all orders
            FROM stg_orders
            GROUP BY customer_id
        ),
        named(id, mail) AS (SELECT customer_id, email FROM stg_customers)
        SELECT totals.total, n.mail FROM tot$0als JOIN named AS n ON n.id = totals.customer_id
        ",
        expect![[r#"
            Inline: Inline `totals`
            //- /models/report.sql
            WITH
            named(id, mail) AS (SELECT customer_id, email FROM stg_customers)
            SELECT totals.total, n.mail FROM (SELECT customer_id, sum(amount) AS total -- of all orders
                FROM stg_orders
                GROUP BY customer_id) AS totals JOIN named AS n ON n.id = totals.customer_id
        "#]],
    );
}

#[test]
fn its_column_names_go_with_it() {
    check(
        "inline-cte",
        "
        //- /models/report.sql
        WITH named(id, mail) AS (SELECT customer_id, email FROM stg_customers)
        SELECT a.mail, named.id FROM named AS a JOIN na$0med ON a.id = named.id
        ",
        expect![[r#"
            Inline: Inline `named`, which is read 2 times
            //- /models/report.sql
            SELECT a.mail, named.id FROM (SELECT customer_id, email FROM stg_customers) AS a(id, mail) JOIN (SELECT customer_id, email FROM stg_customers) AS named(id, mail) ON a.id = named.id
        "#]],
    );
}

#[test]
fn a_comment_beside_its_query_is_not_lost() {
    check(
        "inline-cte",
        "
        //- /models/report.sql
        WITH totals AS ( -- one row per customer
            SELECT customer_id FROM stg_orders GROUP BY customer_id
        )
        SELECT customer_id FROM tot$0als
        ",
        expect![[r#"
            not offered
        "#]],
    );
}

#[test]
fn a_model_is_made_of_a_common_table_expression() {
    check(
        "cte-to-model",
        "
        //- /models/report.toml
        [target]
        schema = \"marts\"
        //- /models/report.sql
        WITH paid AS (
            SELECT * FROM stg_orders WHERE amount > 0
        ),
        tot$0als AS (
            SELECT customer_id, sum(amount) AS total
            FROM paid
            GROUP BY customer_id
        )
        SELECT totals.customer_id, totals.total, paid.amount
        FROM totals JOIN paid ON paid.customer_id = totals.customer_id
        ",
        expect![[r#"
            Extract: Make a model `totals` of it
            //- /models/report.sql
            WITH paid AS (
                SELECT * FROM stg_orders WHERE amount > 0
            )
            SELECT totals.customer_id, totals.total, paid.amount
            FROM totals JOIN paid ON paid.customer_id = totals.customer_id
            //- /models/totals.sql
            WITH paid AS (
                SELECT * FROM stg_orders WHERE amount > 0
            )
            SELECT customer_id, sum(amount) AS total
            FROM paid
            GROUP BY customer_id
            //- /models/totals.toml
            [target]
            schema = "marts"

            [strategy]
            type = "full_refresh"
        "#]],
    );
}

#[test]
fn a_contract_says_what_there_is() {
    check(
        "extract-contract",
        "
        //- /models/report.sql
        SELECT $0order_id, amount, address, now() AS at, 1.5::DOUBLE AS factor FROM stg_orders
        ",
        expect![[r#"
            Extract: Write a contract with the columns as they are
            //- /models/report.contract.toml
            [[columns]]
            name = "order_id"
            type = "Int64"
            nullable = false

            [[columns]]
            name = "amount"
            type = "Decimal(10,2)"

            [[columns]]
            name = "address"
            type = "STRUCT(street VARCHAR, city VARCHAR)"

            [[columns]]
            name = "at"
            type = "TIMESTAMP WITH TIME ZONE"
            nullable = false

            [[columns]]
            name = "factor"
            type = "Float64"
            nullable = false

            [rules]
            required = ["order_id", "amount", "address", "at", "factor"]
        "#]],
    );
}

#[test]
fn frontmatter_becomes_a_sidecar() {
    check(
        "frontmatter-to-sidecar",
        "
        //- /models/report.sql
        ---toml
        # what it is for
        intent = \"one$0 row per order\"
        ---

        SELECT order_id FROM stg_orders
        ",
        expect![[r#"
            Extract: Move the frontmatter to `report.toml`
            //- /models/report.sql
            SELECT order_id FROM stg_orders
            //- /models/report.toml
            # what it is for
            intent = "one row per order"
        "#]],
    );
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    for name in
        ["expand-star", "qualify-columns", "add-alias", "extract-cte", "inline-cte", "extract-contract"]
    {
        check(
            name,
            "
            //- /models/report.sql
            SELECT *, order_id FROM stg_$0orders WHERE (
            ",
            expect![["not offered\n"]],
        );
    }
}

#[test]
fn what_one_pair_of_quotes_names_qualifies_by_its_last_part() {
    let project = |select: &str| {
        format!(
            "//- /rocky.toml\n[adapter]\ntype = \"bigquery\"\n[pipeline.shop]\ntype = \"transformation\"\n\
             models = \"models/**\"\n//- /models/u.sql\n{select}\n"
        )
    };
    check(
        "qualify-columns",
        &project("SELECT $0order_id FROM `main.stg_orders` WHERE amount > 1"),
        expect![[r#"
        Rewrite: Qualify the columns of this SELECT
        //- /models/u.sql
        SELECT stg_orders.order_id FROM `main.stg_orders` WHERE stg_orders.amount > 1
    "#]],
    );
    // The alias is the column.
    check(
        "qualify-columns",
        &project("SELECT $0order_id, n FROM stg_orders, UNNEST([1, 2]) AS n"),
        expect![[r#"
        Rewrite: Qualify the columns of this SELECT
        //- /models/u.sql
        SELECT stg_orders.order_id, n FROM stg_orders, UNNEST([1, 2]) AS n
    "#]],
    );
}
