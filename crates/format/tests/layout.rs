//! Layouts, one example for each rule.

mod support;

use expect_test::expect;
use format::{Commas, FormatOptions, Indent, KeywordCase};
use support::{check, check_rocky, check_with};

#[test]
fn clauses_start_lines_and_columns_stand_alone() {
    check(
        "select a from t where x=1 and y<>2 group by a having count(*)>1 order by a limit 10",
        expect![[r#"
        SELECT a
        FROM t
        WHERE x = 1 AND y <> 2
        GROUP BY a
        HAVING count(*) > 1
        ORDER BY a
        LIMIT 10
    "#]],
    );
    check(
        "select distinct a.x y,b as z,t.* exclude(k) from a,b where not a.x is null",
        expect![[r#"
        SELECT DISTINCT
            a.x y,
            b AS z,
            t.* EXCLUDE (k)
        FROM a, b
        WHERE NOT a.x IS NULL
    "#]],
    );
    check(
        "from t select a",
        expect![[r#"
        FROM t
        SELECT a
    "#]],
    );
}

#[test]
fn conditions_that_do_not_fit_stand_one_on_each_line() {
    check(
        "select a from t where first_condition_of_the_query = 1 and (second_condition = 2 or third_condition = 3) and fourth in (1, 2)",
        expect![[r#"
            SELECT a
            FROM t
            WHERE
                first_condition_of_the_query = 1
                AND (second_condition = 2 OR third_condition = 3)
                AND fourth IN (1, 2)
        "#]],
    );
    check(
        "select a from t where (second_condition_of_the_query = 'a long text' or third_condition_of_the_query = 'another one' and x)",
        expect![[r#"
            SELECT a
            FROM t
            WHERE (
                second_condition_of_the_query = 'a long text'
                OR third_condition_of_the_query = 'another one' AND x
            )
        "#]],
    );
}

#[test]
fn joins() {
    check(
        "select 1 from a join b on a.x=b.x left outer join c using(k) cross join d inner join some_longer_name as e on e.customer_id = a.customer_id and e.region = a.region and e.day between a.first_day and a.last_day join (select x from y) z on z.x=a.x",
        expect![[r#"
            SELECT 1
            FROM a
            JOIN b ON a.x = b.x
            LEFT OUTER JOIN c USING (k)
            CROSS JOIN d
            INNER JOIN some_longer_name AS e
                ON e.customer_id = a.customer_id
                AND e.region = a.region
                AND e.day BETWEEN a.first_day AND a.last_day
            JOIN (SELECT x FROM y) z ON z.x = a.x
        "#]],
    );
}

#[test]
fn joins_of_long_queries() {
    check(
        "select 1 from a join (select x, y from b) c on c.x = a.x left join (select x, y from b) d on d.x = a.x and d.y = a.y",
        expect![[r#"
            SELECT 1
            FROM a
            JOIN (
                SELECT
                    x,
                    y
                FROM b
            ) c ON c.x = a.x
            LEFT JOIN (
                SELECT
                    x,
                    y
                FROM b
            ) d
                ON d.x = a.x AND d.y = a.y
        "#]],
    );
}

#[test]
fn common_tables_stand_apart() {
    check(
        "with recursive a(x) as (select 1 union all select x+1 from a), -- counts
b as materialized (select * from a) select * from a,b",
        expect![[r#"
            WITH RECURSIVE a(x) AS (
                SELECT 1
                UNION ALL
                SELECT x + 1
                FROM a
            ), -- counts

            b AS MATERIALIZED (
                SELECT *
                FROM a
            )

            SELECT *
            FROM a, b
        "#]],
    );
}

#[test]
fn set_operations() {
    check(
        "(select a from t order by 1 limit 1) union all by name select b from u except select c from v order by 1",
        expect![[r#"
        (
            SELECT a
            FROM t
            ORDER BY 1
            LIMIT 1
        )
        UNION ALL BY NAME
        SELECT b
        FROM u
        EXCEPT
        SELECT c
        FROM v
        ORDER BY 1
    "#]],
    );
}

#[test]
fn rows_of_constants() {
    check(
        "select 1 as id, 'a' as name union all select 2, 'b'",
        expect![[r#"
        SELECT 1 AS id, 'a' AS name
        UNION ALL
        SELECT 2, 'b'
    "#]],
    );
}

#[test]
fn cases() {
    check(
        "select case when a then 1 else 0 end, case x when 1 then 'one' when 2 then 'two' else 'many' end as word, sum(case when the_first_condition_holds and the_second_condition_holds and another then amount end)",
        expect![[r#"
        SELECT
            CASE WHEN a THEN 1 ELSE 0 END,
            CASE x
                WHEN 1 THEN 'one'
                WHEN 2 THEN 'two'
                ELSE 'many'
            END AS word,
            sum(
                CASE
                    WHEN the_first_condition_holds AND the_second_condition_holds AND another THEN amount
                END
            )
    "#]],
    );
}

#[test]
fn calls_and_windows() {
    check(
        "select coalesce(the_first_value_that_there_is, the_second_value_that_there_is, the_third_value_there_is), f(), g(distinct a order by b), row_number() over(partition by customer_id,region order by ordered_at desc nulls last rows between unbounded preceding and current row) n, sum(x) filter(where y) over w from t window w as (order by z)",
        expect![[r#"
        SELECT
            coalesce(
                the_first_value_that_there_is,
                the_second_value_that_there_is,
                the_third_value_there_is
            ),
            f(),
            g(DISTINCT a ORDER BY b),
            row_number() OVER (
                PARTITION BY customer_id, region
                ORDER BY ordered_at DESC NULLS LAST
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) n,
            sum(x) FILTER (WHERE y) OVER w
        FROM t
        WINDOW w AS (ORDER BY z)
    "#]],
    );
}

#[test]
fn short_subqueries_stay_on_a_line() {
    check(
        "select a from t where id in (select id from u where k=1) and x = (select max(x) from u group by g having count(*) > 1) and exists(select 1 from v)",
        expect![[r#"
        SELECT a
        FROM t
        WHERE
            id IN (SELECT id FROM u WHERE k = 1)
            AND x = (
                SELECT max(x)
                FROM u
                GROUP BY g
                HAVING count(*) > 1
            )
            AND EXISTS (SELECT 1 FROM v)
    "#]],
    );
}

#[test]
fn lists_of_values_are_filled() {
    check(
        "select a from t where code in ('alpha','beta','gamma','delta','epsilon','zeta','eta','theta','iota','kappa','lambda','mu')",
        expect![[r#"
        SELECT a
        FROM t
        WHERE code IN (
            'alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa', 'lambda',
            'mu'
        )
    "#]],
    );
    check(
        "values (1,'a'),(2,'b')",
        expect![[r#"
        VALUES (1, 'a'), (2, 'b')
    "#]],
    );
    check(
        "select * from (values (1,'the first of several rows'),(2,'the second of several rows'),(3,'the third of them')) t(id,name)",
        expect![[r#"
        SELECT *
        FROM (
            VALUES
                (1, 'the first of several rows'),
                (2, 'the second of several rows'),
                (3, 'the third of them')
        ) t(id, name)
    "#]],
    );
}

#[test]
fn operators() {
    check(
        "select -a+ +b*-c, a||b, x::decimal(10,2), payload->>'$.a', list[1], list[1:2], {'a':1,'b':[1,2]}, not a, a is not null, interval 1 day, date '2024-01-01'",
        expect![[r#"
        SELECT
            -a + +b * -c,
            a || b,
            x::decimal(10, 2),
            payload->>'$.a',
            list[1],
            list[1:2],
            {'a': 1, 'b': [1, 2]},
            NOT a,
            a IS NOT NULL,
            INTERVAL 1 day,
            date '2024-01-01'
    "#]],
    );
    check(
        "select the_first_operand_of_a_long_sum + the_second_operand_of_a_long_sum - the_third_operand_of_it * 2 as total",
        expect![[r#"
        SELECT the_first_operand_of_a_long_sum
            + the_second_operand_of_a_long_sum
            - the_third_operand_of_it * 2 AS total
    "#]],
    );
}

#[test]
fn another_layout() {
    let options = FormatOptions {
        line_width: 40,
        indent: Indent::Spaces(2),
        keyword_case: KeywordCase::Lower,
        commas: Commas::Leading,
    };
    check_with(
        &options,
        "SELECT a, -- first
  -- about b
  b, coalesce(one_long_name, another_long_name, 0) FROM t WHERE x IN (1,2) GROUP BY a_long_name, another_long_name",
        expect![[r#"
            select
              a -- first
              -- about b
              , b
              , coalesce(
                one_long_name
                , another_long_name
                , 0
              )
            from t
            where x in (1, 2)
            group by a_long_name, another_long_name
        "#]],
    );
}

#[test]
fn statements_besides_queries() {
    check(
        "create or replace table t as select a from b",
        expect![[r#"
        CREATE OR REPLACE TABLE t AS
        SELECT a
        FROM b
    "#]],
    );
    check(
        "create table t(id integer not null,name varchar(10) default 'x',primary key(id))",
        expect![[r#"
        CREATE TABLE t (
            id integer NOT NULL,
            name varchar(10) DEFAULT 'x',
            PRIMARY KEY (id)
        )
    "#]],
    );
    check(
        "pivot sales on year in (2023,2024) using sum(amount) group by region",
        expect![[r#"
        PIVOT sales ON year IN (2023, 2024) USING sum(amount) GROUP BY region
    "#]],
    );
    check(
        "select * from sales pivot(sum(amount) for year in (2023,2024)) unpivot(a for b in (c,d))",
        expect![[r#"
        SELECT *
        FROM sales
        PIVOT (sum(amount) FOR year IN (2023, 2024))
        UNPIVOT (a FOR b IN (c, d))
    "#]],
    );
}

#[test]
fn pipelines() {
    check_rocky(
        "-- head
let recent = from raw.orders as o where day>=@2025-01-01 derive {net:amount-fee}
from recent
left join customers as c on id { keep name, tier }
where a==1 and (b or not c)
group region {total:sum(net),n:count()}
derive { band: match total { >100=>\"high\", _=>\"low\" } }
select {region,total}
sort total desc, region
take 10",
        expect![[r#"
            -- head
            let recent =
                from raw.orders as o
                where day >= @2025-01-01
                derive { net: amount - fee }

            from recent
            left join customers as c on id { keep name, tier }
            where a == 1 and (b or not c)
            group region {
                total: sum(net),
                n: count()
            }
            derive {
                band: match total {
                    > 100 => "high",
                    _ => "low"
                }
            }
            select { region, total }
            sort total desc, region
            take 10
        "#]],
    );
    check_rocky(
        "from t select {\n a,\n b,\n}",
        expect![[r#"
        from t
        select {
            a,
            b,
        }
    "#]],
    );
}
