//! Refactorings that make other files of a model's files.

mod support;

use expect_test::expect;
use support::refactoring::check;

#[test]
fn a_sidecar_becomes_frontmatter() {
    check(
        "sidecar-to-frontmatter",
        "
        //- /models/report.toml
        # what it is for
        intent = \"one row per order\"

        [strategy]
        type = \"merge\"
        unique_key = [\"order_id\"]
        //- /models/report.sql
        -- orders
        SELECT$0 order_id FROM stg_orders
        ",
        expect![[r#"
            Inline: Move `report.toml` to frontmatter
            gone: models/report.toml
            //- /models/report.sql
            ---toml
            # what it is for
            intent = "one row per order"

            [strategy]
            type = "merge"
            unique_key = ["order_id"]
            ---

            -- orders
            SELECT order_id FROM stg_orders
        "#]],
    );
}

#[test]
fn a_sidecar_that_would_close_its_fence_stays() {
    check(
        "sidecar-to-frontmatter",
        "
        //- /models/report.toml
        intent = '''
        ---
        '''
        //- /models/report.sql
        SELECT$0 order_id FROM stg_orders
        ",
        expect![[r#"
            not offered
        "#]],
    );
}

#[test]
fn a_sidecar_that_is_named_stays() {
    check(
        "sidecar-to-frontmatter",
        "
        //- /models/report.toml
        intent = \"one row per order\"
        //- /models/other.toml
        intent = \"models/report.toml\"
        //- /models/report.sql
        SELECT$0 order_id FROM stg_orders
        ",
        expect![[r#"
            models/other.toml names a file that would be called otherwise, or be gone
            gone: models/report.toml
            //- /models/report.sql
            ---toml
            intent = "one row per order"
            ---

            SELECT order_id FROM stg_orders
        "#]],
    );
}

#[test]
fn a_pipeline_becomes_sql() {
    check(
        "pipeline-to-sql",
        "
        //- /models/report.rocky
        -- What customers pay.
        fr$0om stg_orders as o
        join stg_customers as c on customer_id
        where amount > 10
        group email { total: sum(amount) }
        sort total desc
        //- /models/reader.sql
        SELECT email, total FROM report
        ",
        expect![[r#"
            Rewrite: Write this pipeline as SQL
            gone: models/report.rocky
            //- /models/report.sql
            -- What customers pay.
            SELECT
                email,
                SUM(amount) AS total
            FROM stg_orders AS o
            JOIN stg_customers AS c ON o.customer_id = c.customer_id
            WHERE amount > 10
            GROUP BY email
            ORDER BY total DESC
            //- /models/report.toml
            [strategy]
            type = "full_refresh"
        "#]],
    );
}

#[test]
fn its_sidecar_goes_with_it() {
    check(
        "pipeline-to-sql",
        "
        //- /models/report.toml
        [strategy]
        type = \"incremental\"
        timestamp_column = \"order_id\"
        //- /models/report.rocky
        $0let big = from stg_orders where amount > 10
        from big
        select { order_id, amount }
        ",
        expect![[r#"
            Rewrite: Write this pipeline as SQL
            gone: models/report.rocky
            //- /models/report.sql
            WITH big AS (
                SELECT *
                FROM stg_orders
                WHERE amount > 10
            )

            SELECT
                order_id,
                amount
            FROM big
        "#]],
    );
}

#[test]
fn a_pipeline_with_comments_between_its_steps_stays() {
    check(
        "pipeline-to-sql",
        "
        //- /models/report.rocky
        $0from stg_orders
        -- only big ones
        where amount > 10
        ",
        expect![[r#"
            not offered
        "#]],
    );
}

#[test]
fn sql_becomes_a_pipeline() {
    check(
        "sql-to-pipeline",
        "
        //- /models/report.toml
        intent = \"what customers pay\"
        //- /models/report.sql
        -- What customers pay.
        SELECT$0 c.email, SUM(o.amount) AS total, COUNT(*) AS orders
        FROM stg_orders AS o
        LEFT JOIN stg_customers AS c ON o.customer_id = c.customer_id
        WHERE o.amount > 10 AND c.email IS NOT NULL
        GROUP BY c.email
        HAVING COUNT(*) > 1
        ORDER BY total DESC
        LIMIT 10;
        ",
        expect![[r#"
            Rewrite: Write this model as a pipeline
            gone: models/report.sql
            //- /models/report.rocky
            -- What customers pay.
            from stg_orders as o
            left join stg_customers as c on customer_id
            where o.amount > 10 and c.email is not null
            derive { email: c.email }
            group email {
                total: sum(o.amount),
                orders: count()
            }
            where orders > 1
            sort total desc
            take 10
        "#]],
    );
    check(
        "sql-to-pipeline",
        "
        //- /models/report.toml
        intent = \"sizes\"
        //- /models/report.sql
        $0with big as (select * from stg_orders where amount > 10)
        select order_id, amount * 2 as twice,
            case when amount > 100 then 'large' when amount is null then 'unknown' else 'small' end as size,
            row_number() over (partition by customer_id order by amount desc) as place
        from big
        ",
        expect![[r#"
            Rewrite: Write this model as a pipeline
            gone: models/report.sql
            //- /models/report.rocky
            let big =
                from stg_orders
                where amount > 10

            from big
            derive {
                twice: amount * 2,
                size: match amount {
                    > 100 => "large",
                    null => "unknown",
                    _ => "small"
                },
                place: row_number() over (partition customer_id, sort -amount)
            }
            select { order_id, twice, size, place }
        "#]],
    );
}

#[test]
fn sql_that_the_dsl_has_no_form_for_stays() {
    for sql in [
        "SELECT order_id FROM stg_orders WHERE amount <> 10",
        "SELECT order_id FROM stg_orders WHERE amount IN (1, 2)",
        "SELECT order_id FROM stg_orders UNION ALL SELECT customer_id FROM stg_customers",
        "SELECT first_value(amount IGNORE NULLS) OVER (ORDER BY order_id) AS a FROM stg_orders",
        "SELECT order_id FROM stg_orders USING SAMPLE 10",
        "SELECT order_id FROM stg_orders -- by age\nORDER BY order_id",
        "SELECT CAST(order_id AS VARCHAR) AS a FROM stg_orders",
        "SELECT \"order_id\" AS \"the id\" FROM stg_orders",
        "SELECT order_id FROM stg_orders JOIN stg_customers USING (customer_id)",
        "SELECT count(DISTINCT order_id) AS a FROM stg_orders",
        "SELECT amount AS order_id, order_id AS amount FROM stg_orders",
    ] {
        let sidecar = "//- /models/report.toml\nintent = \"a report\"\n";
        check(
            "sql-to-pipeline",
            &format!("{sidecar}//- /models/report.sql\n$0{sql}\n"),
            expect![["not offered\n"]],
        );
    }
}

#[test]
fn a_model_that_lists_what_it_depends_on_lists_the_new_one() {
    check(
        "cte-to-model",
        "
        //- /models/report.toml
        depends_on = [\"stg_orders\"]
        //- /models/report.sql
        WITH big$0 AS (SELECT order_id FROM stg_orders WHERE amount > 100)
        SELECT order_id FROM big
        ",
        expect![[r#"
            Extract: Make a model `big` of it
            //- /models/big.sql
            SELECT order_id FROM stg_orders WHERE amount > 100
            //- /models/big.toml
            [strategy]
            type = "full_refresh"
            //- /models/report.sql
            SELECT order_id FROM big
            //- /models/report.toml
            depends_on = ["stg_orders", "big"]
        "#]],
    );
}
