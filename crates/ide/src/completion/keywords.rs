//! The words that may follow, by what stands before the cursor.

use base::DialectKind;

/// What a statement begins with.
pub(super) const SQL_START: &[&str] = &["SELECT", "WITH", "FROM", "VALUES"];
/// What an expression may begin with.
pub(super) const EXPRESSION: &[&str] =
    &["CASE", "CAST", "NOT", "EXISTS", "NULL", "TRUE", "FALSE", "INTERVAL"];
/// What may follow the word `SELECT`, and open the arguments of a call, besides an expression.
pub(super) const SELECT: &[&str] = &["DISTINCT"];
/// What may follow a complete operand anywhere.
pub(super) const OPERATORS: &[&str] =
    &["AND", "OR", "NOT", "IN", "IS NULL", "IS NOT NULL", "LIKE", "BETWEEN", "AS", "OVER", "FILTER"];
/// What may follow a select item.
pub(super) const BEHIND_ITEM: &[&str] = &[
    "FROM",
    "AS",
    "AND",
    "OR",
    "IN",
    "IS NULL",
    "IS NOT NULL",
    "LIKE",
    "BETWEEN",
    "OVER",
    "FILTER",
    "UNION ALL",
    "WHERE",
    "GROUP BY",
    "ORDER BY",
    "LIMIT",
    "EXCLUDE",
    "REPLACE",
];
/// What may follow the name of a relation.
pub(super) const BEHIND_RELATION: &[&str] = &[
    "AS",
    "JOIN",
    "LEFT JOIN",
    "RIGHT JOIN",
    "FULL JOIN",
    "INNER JOIN",
    "CROSS JOIN",
    "WHERE",
    "GROUP BY",
    "HAVING",
    "QUALIFY",
    "ORDER BY",
    "LIMIT",
    "UNION ALL",
    "UNION",
    "INTERSECT",
    "EXCEPT",
    "SELECT",
];
/// What may follow the name of a joined relation.
pub(super) const BEHIND_JOINED: &[&str] = &[
    "ON",
    "USING",
    "AS",
    "JOIN",
    "LEFT JOIN",
    "RIGHT JOIN",
    "FULL JOIN",
    "INNER JOIN",
    "CROSS JOIN",
    "WHERE",
    "GROUP BY",
    "HAVING",
    "QUALIFY",
    "ORDER BY",
    "LIMIT",
    "UNION ALL",
];
/// What may follow the condition of a join.
pub(super) const BEHIND_JOIN_CONDITION: &[&str] = &[
    "AND",
    "OR",
    "IN",
    "IS NULL",
    "IS NOT NULL",
    "LIKE",
    "BETWEEN",
    "JOIN",
    "LEFT JOIN",
    "RIGHT JOIN",
    "FULL JOIN",
    "INNER JOIN",
    "CROSS JOIN",
    "WHERE",
    "GROUP BY",
    "HAVING",
    "QUALIFY",
    "ORDER BY",
    "LIMIT",
    "UNION ALL",
];
/// What may follow any other condition.
pub(super) const BEHIND_CONDITION: &[&str] = &[
    "AND",
    "OR",
    "IN",
    "IS NULL",
    "IS NOT NULL",
    "LIKE",
    "BETWEEN",
    "GROUP BY",
    "HAVING",
    "QUALIFY",
    "ORDER BY",
    "LIMIT",
    "UNION ALL",
];
/// What may follow a key of a grouping.
pub(super) const BEHIND_GROUP_KEY: &[&str] = &["HAVING", "QUALIFY", "ORDER BY", "LIMIT", "UNION ALL"];
/// What may follow a key of an order, besides what follows the order.
pub(super) const BEHIND_ORDER_KEY: &[&str] = &["ASC", "DESC", "NULLS FIRST", "NULLS LAST"];
/// What may follow the direction of an order.
pub(super) const NULLS_IN_ORDER: &[&str] = &["NULLS FIRST", "NULLS LAST"];
/// What may follow a key by which a window's rows are parted.
pub(super) const BEHIND_PARTITION_KEY: &[&str] = &["ORDER BY", "ROWS", "RANGE"];
/// What the frame of a window begins with.
pub(super) const FRAME: &[&str] = &["ROWS", "RANGE"];
/// What may follow a column of the statement `PIVOT`.
pub(super) const BEHIND_PIVOT_COLUMN: &[&str] = &["IN", "USING", "GROUP BY", "ORDER BY", "LIMIT"];
/// What may follow an aggregate of the statement `PIVOT`.
pub(super) const BEHIND_PIVOTED: &[&str] = &["AS", "GROUP BY", "ORDER BY", "LIMIT"];
/// What begins the next pipe operator.
pub(super) const BEHIND_PIPE_OPERATOR: &[&str] = &["|>"];
/// What may follow an item of a pipe operator.
pub(super) const BEHIND_PIPED_ITEM: &[&str] =
    &["AS", "AND", "OR", "IN", "IS NULL", "IS NOT NULL", "LIKE", "BETWEEN", "OVER", "|>"];
/// What may follow a condition or a value of a pipe operator.
pub(super) const BEHIND_PIPED_CONDITION: &[&str] =
    &["AND", "OR", "IN", "IS NULL", "IS NOT NULL", "LIKE", "BETWEEN", "|>"];
/// What may follow a relation that a pipe operator joins.
pub(super) const BEHIND_PIPED_RELATION: &[&str] = &["ON", "USING", "AS", "|>"];
/// What may follow a key by which a pipe operator groups.
pub(super) const BEHIND_PIPED_GROUP_KEY: &[&str] = &["AS", "|>"];
/// What may follow an operand within `CASE`.
pub(super) const IN_CASE: &[&str] =
    &["WHEN", "THEN", "ELSE", "END", "AND", "OR", "IN", "IS NULL", "IS NOT NULL", "LIKE", "BETWEEN"];
/// What every warehouse takes out of a moment.
pub(super) const PARTS_OF_MOMENTS: &[&str] =
    &["YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"];
/// What may follow the last common table expression.
pub(super) const BEHIND_CTE: &[&str] = &["SELECT", "FROM"];
/// What may follow a whole query.
pub(super) const SET_OPERATORS: &[&str] = &["UNION ALL", "UNION", "INTERSECT", "EXCEPT", "ORDER BY", "LIMIT"];
/// What may follow a set operator.
pub(super) const SET_OPERATION: &[&str] = &["SELECT", "ALL", "BY NAME", "FROM", "VALUES"];
/// What a window may begin with.
pub(super) const WINDOW: &[&str] = &["PARTITION BY", "ORDER BY", "ROWS", "RANGE"];
/// What a file of the DSL begins with.
pub(super) const ROCKY_START: &[&str] = &["from", "let"];
/// The steps of a pipeline.
pub(super) const ROCKY_STEPS: &[&str] = &[
    "where",
    "group",
    "derive",
    "select",
    "join",
    "left join",
    "right join",
    "full join",
    "cross join",
    "sort",
    "take",
    "distinct",
];
/// What may follow an operand of the DSL.
pub(super) const ROCKY_OPERATORS: &[&str] = &["and", "or", "is null", "is not null"];
/// What may follow a key of an order of the DSL.
pub(super) const ROCKY_DIRECTIONS: &[&str] = &["asc", "desc"];
/// What may follow the relation that a pipeline begins with.
pub(super) const ROCKY_BEHIND_FROM: &[&str] = &[
    "as",
    "where",
    "group",
    "derive",
    "select",
    "join",
    "left join",
    "right join",
    "full join",
    "cross join",
    "sort",
    "take",
    "distinct",
];
/// What may follow a joined relation of a pipeline.
pub(super) const ROCKY_BEHIND_JOINED: &[&str] = &["as", "on"];
/// What the braces behind a join hold.
pub(super) const ROCKY_IN_JOIN: &[&str] = &["keep"];
/// What a window of the DSL is made of.
pub(super) const ROCKY_WINDOW: &[&str] = &["partition", "sort", "rows", "range"];
/// What an expression of the DSL may begin with.
pub(super) const ROCKY_EXPRESSION: &[&str] = &["match", "not", "null", "true", "false"];

/// What may follow `IS`.
pub(super) fn behind_is(is_rocky: bool) -> &'static [&'static str] {
    match is_rocky {
        true => &["null", "not null"],
        false => &["NULL", "NOT NULL", "TRUE", "FALSE", "DISTINCT FROM", "NOT DISTINCT FROM"],
    }
}

/// What may follow `IS NOT`.
pub(super) fn behind_is_not(is_rocky: bool) -> &'static [&'static str] {
    if is_rocky { &["null"] } else { &["NULL", "TRUE", "FALSE", "DISTINCT FROM"] }
}

/// What may follow `NOT` behind an operand.
pub(super) fn behind_operand_not(is_rocky: bool) -> &'static [&'static str] {
    if is_rocky { &["in"] } else { &["IN", "LIKE", "BETWEEN"] }
}

/// What may follow the order of a query.
pub(super) fn behind_order(dialect: DialectKind) -> &'static [&'static str] {
    match dialect {
        DialectKind::DuckDb | DialectKind::Databricks => &["LIMIT", "OFFSET"],
        DialectKind::Snowflake => &["LIMIT", "OFFSET", "FETCH"],
        DialectKind::Trino => &["OFFSET", "LIMIT", "FETCH FIRST"],
        DialectKind::BigQuery => &["LIMIT"],
    }
}

/// The pipe operators: <https://cloud.google.com/bigquery/docs/reference/standard-sql/pipe-syntax>,
/// <https://docs.databricks.com/sql/language-manual/sql-ref-syntax-qry-pipeline>.
pub(super) fn pipe_operators(dialect: DialectKind) -> &'static [&'static str] {
    const BOTH: &[&str] = &[
        "SELECT",
        "EXTEND",
        "SET",
        "DROP",
        "AS",
        "WHERE",
        "AGGREGATE",
        "ORDER BY",
        "LIMIT",
        "JOIN",
        "LEFT JOIN",
        "RIGHT JOIN",
        "FULL JOIN",
        "INNER JOIN",
        "CROSS JOIN",
        "UNION ALL",
        "PIVOT",
        "UNPIVOT",
        "TABLESAMPLE",
    ];
    const GOOGLE: &[&str] = &[
        "SELECT",
        "EXTEND",
        "SET",
        "DROP",
        "RENAME",
        "AS",
        "WHERE",
        "AGGREGATE",
        "DISTINCT",
        "ORDER BY",
        "LIMIT",
        "JOIN",
        "LEFT JOIN",
        "RIGHT JOIN",
        "FULL JOIN",
        "INNER JOIN",
        "CROSS JOIN",
        "UNION ALL",
        "UNION DISTINCT",
        "INTERSECT DISTINCT",
        "EXCEPT DISTINCT",
        "CALL",
        "PIVOT",
        "UNPIVOT",
        "TABLESAMPLE",
        "WITH",
    ];
    if dialect == DialectKind::BigQuery { GOOGLE } else { BOTH }
}
