//! DuckDB's serialised tree as a neutral shape.

use super::tree::{Shape, call, conjunction, leaf, node};
use serde_json::Value;

/// The shape of a serialised statement.
pub(super) fn statement(statement: &Value) -> Shape {
    query(&statement["node"])
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn name(value: &Value) -> String {
    text(value).to_lowercase()
}

fn names(value: &Value) -> String {
    list(value).map(name).collect::<Vec<_>>().join(".")
}

fn name_leaves(value: &Value) -> Vec<Shape> {
    list(value).map(|it| leaf(name(it))).collect()
}

fn query(value: &Value) -> Shape {
    let mut parts = Vec::new();
    let ctes: Vec<Shape> = list(&value["cte_map"]["map"]).map(cte).collect();
    if !ctes.is_empty() {
        parts.push(node("with", ctes));
    }
    parts.push(body(value));
    for modifier in list(&value["modifiers"]) {
        match text(&modifier["type"]) {
            "ORDER_MODIFIER" => parts.push(node("order", list(&modifier["orders"]).map(order))),
            "LIMIT_MODIFIER" => parts.extend(limit(modifier)),
            // Belongs to the SELECT.
            "DISTINCT_MODIFIER" => {}
            other => parts.push(leaf(other)),
        }
    }
    node("query", parts)
}

fn limit(modifier: &Value) -> Vec<Shape> {
    let mut parts = Vec::new();
    if !modifier["limit"].is_null() {
        let word = if text(&modifier["limit_type"]) == "PERCENTAGE" { "limit-percent" } else { "limit" };
        let is_all = text(&modifier["limit"]["literal"]["kind"]) == "NULL_LITERAL";
        if !is_all {
            parts.push(node(word, [expr(&modifier["limit"])]));
        }
    }
    if !modifier["offset"].is_null() {
        parts.push(node("offset", [expr(&modifier["offset"])]));
    }
    parts
}

fn cte(entry: &Value) -> Shape {
    let value = &entry["value"];
    let mut parts = vec![leaf(name(&entry["key"]))];
    parts.extend(name_leaves(&value["aliases"]));
    if value["key_targets"].as_array().is_some_and(|it| !it.is_empty()) {
        parts.push(leaf("using-key"));
    }
    let body = &value["query_node"];
    match text(&body["type"]) {
        "INSERT_QUERY_NODE" | "UPDATE_QUERY_NODE" | "DELETE_QUERY_NODE" => parts.push(leaf("statement")),
        _ => parts.push(query(body)),
    }
    node("cte", parts)
}

fn body(value: &Value) -> Shape {
    match text(&value["type"]) {
        "SELECT_NODE" => select(value),
        "SET_OPERATION_NODE" => {
            let all = if value["setop_all"] == true { "-all" } else { "" };
            set_operation(
                &format!("{}{all}", name(&value["setop_type"]).replace('_', "-")),
                list(&value["children"]).map(query),
            )
        }
        // What a recursive common table expression is: a union under another name.
        "RECURSIVE_CTE_NODE" => {
            let word = if value["union_all"] == true { "union-all" } else { "union" };
            set_operation(word, [query(&value["left"]), query(&value["right"])])
        }
        other => leaf(other),
    }
}

/// DuckDB makes a list of a chain of one operator; the shape nests it to the left.
fn set_operation(word: &str, children: impl IntoIterator<Item = Shape>) -> Shape {
    let mut children = children.into_iter();
    let first = children.next().unwrap_or_else(|| leaf("nothing"));
    let second = children.next().unwrap_or_else(|| leaf("nothing"));
    let pair = node(word, [first, second]);
    children.fold(pair, |left, right| node(word, [node("query", [left]), right]))
}

fn select(value: &Value) -> Shape {
    let mut parts = Vec::new();
    for modifier in list(&value["modifiers"]).filter(|it| text(&it["type"]) == "DISTINCT_MODIFIER") {
        parts.push(node("distinct", list(&modifier["distinct_on_targets"]).map(expr)));
    }
    parts.push(node("list", list(&value["select_list"]).map(item)));
    if text(&value["from_table"]["type"]) != "EMPTY" {
        parts.push(node("from", [table(&value["from_table"])]));
    }
    let clause = |word: &str, value: &Value| (!value.is_null()).then(|| node(word, [expr(value)]));
    parts.extend(clause("where", &value["where_clause"]));
    parts.extend(group(value));
    parts.extend(clause("having", &value["having"]));
    parts.extend(clause("qualify", &value["qualify"]));
    if !value["sample"].is_null() {
        parts.push(leaf("sample"));
    }
    node("select", parts)
}

fn group(value: &Value) -> Option<Shape> {
    let sets = value["group_sets"].as_array().map_or(0, Vec::len);
    if sets == 0 {
        return (text(&value["aggregate_handling"]) == "FORCE_AGGREGATES").then(|| leaf("group-all"));
    }
    let mut parts: Vec<Shape> = list(&value["group_expressions"]).map(expr).collect();
    if sets > 1 {
        parts.push(leaf(format!("{sets}-sets")));
    }
    Some(node("group", parts))
}

fn item(value: &Value) -> Shape {
    match text(&value["alias"]) {
        "" => expr(value),
        alias => node(format!("as {}", alias.to_lowercase()), [expr(value)]),
    }
}

fn order(value: &Value) -> Shape {
    let mut shape = expr(&value["expression"]);
    match text(&value["type"]) {
        "ASCENDING" => shape = node("asc", [shape]),
        "DESCENDING" => shape = node("desc", [shape]),
        _ => {}
    }
    match text(&value["null_order"]) {
        "NULLS FIRST" => node("nulls-first", [shape]),
        "NULLS LAST" => node("nulls-last", [shape]),
        _ => shape,
    }
}

// ---- FROM ----

fn table(value: &Value) -> Shape {
    let aliased = |shape: Shape| {
        let mut parts = vec![shape];
        match text(&value["alias"]) {
            // The name that DuckDB's parser gives to VALUES.
            "" | "valueslist" => {}
            alias => parts.push(leaf(alias.to_lowercase())),
        }
        parts.extend(name_leaves(&value["column_name_alias"]));
        if !value["sample"].is_null() {
            parts.push(leaf("sample"));
        }
        if parts.len() == 1 { parts.swap_remove(0) } else { node("as", parts) }
    };
    match text(&value["type"]) {
        "BASE_TABLE" => {
            let parts = [&value["catalog_name"], &value["schema_name"], &value["table_name"]];
            let path: Vec<String> = parts.into_iter().map(name).filter(|it| !it.is_empty()).collect();
            let mut shape = leaf(path.join("."));
            if !value["at_clause"].is_null() {
                shape = node("at", [shape]);
            }
            aliased(shape)
        }
        "SUBQUERY" => aliased(node("subquery", [query(&value["subquery"]["node"])])),
        "TABLE_FUNCTION" => {
            let mut shape = expr(&value["function"]);
            if text(&value["with_ordinality"]) == "WITH_ORDINALITY" {
                shape = node("ordinality", [shape]);
            }
            aliased(shape)
        }
        "EXPRESSION_LIST" => {
            aliased(node("values", list(&value["values"]).map(|row| node("row", list(row).map(expr)))))
        }
        "JOIN" => join(value),
        "PIVOT" => aliased(pivot(value)),
        "SHOW_REF" => match &value["query"] {
            Value::Null => leaf("show"),
            inner => node("show", [query(inner)]),
        },
        other => leaf(other),
    }
}

fn join(value: &Value) -> Shape {
    let kind = match (name(&value["ref_type"]).as_str(), name(&value["join_type"]).as_str()) {
        ("cross", _) if value["is_implicit"] == true => "comma".to_owned(),
        ("regular", kind) => kind.to_owned(),
        ("cross" | "positional", _) => name(&value["ref_type"]),
        (reference, kind) => format!("{reference}-{kind}"),
    };
    let mut parts = vec![table(&value["left"]), table(&value["right"])];
    if !value["condition"].is_null() {
        parts.push(node("on", [expr(&value["condition"])]));
    }
    let columns = name_leaves(&value["using_columns"]);
    if !columns.is_empty() {
        parts.push(node("using", columns));
    }
    if !value["ranking_expression"].is_null() {
        parts.push(node("nearest", [expr(&value["ranking_expression"])]));
    }
    node(format!("join {kind}"), parts)
}

fn pivot(value: &Value) -> Shape {
    let mut parts = vec![table(&value["source"])];
    parts.extend(list(&value["aggregates"]).map(item));
    parts.extend(name_leaves(&value["unpivot_names"]));
    for column in list(&value["pivots"]) {
        let mut inner: Vec<Shape> = list(&column["pivot_expressions"]).map(expr).collect();
        inner.extend(name_leaves(&column["unpivot_names"]));
        for entry in list(&column["entries"]) {
            let shape = match &entry["star_expr"] {
                Value::Null => node("row", list(&entry["values"]).map(|_| leaf("value"))),
                value => expr(value),
            };
            inner.push(match text(&entry["alias"]) {
                "" => shape,
                alias => node(format!("as {}", alias.to_lowercase()), [shape]),
            });
        }
        if !column["subquery"].is_null() {
            inner.push(query(&column["subquery"]));
        }
        if !text(&column["pivot_enum"]).is_empty() {
            inner.push(leaf(name(&column["pivot_enum"])));
        }
        parts.push(node("for", inner));
    }
    parts.extend(list(&value["groups"]).map(|it| node("by", [leaf(name(it))])));
    node("pivot", parts)
}

// ---- Expressions ----

fn expr(value: &Value) -> Shape {
    let kind = text(&value["type"]);
    let children = || list(&value["children"]).map(expr);
    match text(&value["class"]) {
        "COLUMN_REF" => leaf(names(&value["column_names"])),
        "CONSTANT" => constant(&value["literal"]),
        "FUNCTION" => function(value),
        "CAST" => {
            let word = if value["try_cast"] == true { "try-cast" } else { "cast" };
            node(word, [expr(&value["child"])])
        }
        "COMPARISON" => node(comparison(kind), [expr(&value["left"]), expr(&value["right"])]),
        "CONJUNCTION" => conjunction(if kind == "CONJUNCTION_AND" { "and" } else { "or" }, children()),
        "BETWEEN" => node("between", ["input", "lower", "upper"].map(|it| expr(&value[it]))),
        "CASE" => {
            let mut parts: Vec<Shape> = list(&value["case_checks"])
                .map(|it| node("when", [expr(&it["when_expr"]), expr(&it["then_expr"])]))
                .collect();
            parts.push(expr(&value["else_expr"]));
            node("case", parts)
        }
        "OPERATOR" => match kind {
            "OPERATOR_NOT" => node("not", children()),
            "OPERATOR_IS_NULL" => node("is-null", children()),
            "OPERATOR_IS_NOT_NULL" => node("is-not-null", children()),
            "COMPARE_IN" => node("in", children()),
            "COMPARE_NOT_IN" => node("not", [node("in", children())]),
            "OPERATOR_COALESCE" => call("coalesce", children().collect()),
            "GROUPING_FUNCTION" => call("grouping", children().collect()),
            "OPERATOR_TRY" => call("try", children().collect()),
            "OPERATOR_UNPACK" => node("unpack", children()),
            "ARRAY_CONSTRUCTOR" => node("list", children()),
            "ARRAY_EXTRACT" => node("index", children()),
            "ARRAY_SLICE" => node("slice", children()),
            "STRUCT_EXTRACT" => {
                let field = list(&value["children"]).nth(1);
                let name = field.map_or(String::new(), |it| name(&it["literal"]["text"]));
                node("field", list(&value["children"]).take(1).map(expr).chain([leaf(name)]))
            }
            other => node(other, children()),
        },
        "SUBQUERY" => subquery(value),
        "LAMBDA" => node("lambda", [expr(&value["lhs"]), expr(&value["expr"])]),
        "STAR" => star(value),
        "WINDOW" => window(value),
        "COLLATE" => node("collate", [expr(&value["child"])]),
        "POSITIONAL_REFERENCE" => leaf("#"),
        "PARAMETER" => leaf("parameter"),
        "DEFAULT" => leaf("default"),
        // A type as an argument of a type.
        "TYPE" => leaf("type"),
        other => leaf(format!("{other} {kind}")),
    }
}

fn constant(literal: &Value) -> Shape {
    leaf(match text(&literal["kind"]) {
        "INTEGER" | "NUMERIC" => "number",
        "STRING" | "HEX" => "string",
        "BOOLEAN" => "boolean",
        "NULL_LITERAL" => "null",
        other => return leaf(other.to_lowercase()),
    })
}

fn comparison(kind: &str) -> &'static str {
    match kind {
        "COMPARE_EQUAL" => "=",
        "COMPARE_NOTEQUAL" => "<>",
        "COMPARE_LESSTHAN" => "<",
        "COMPARE_LESSTHANOREQUALTO" => "<=",
        "COMPARE_GREATERTHAN" => ">",
        "COMPARE_GREATERTHANOREQUALTO" => ">=",
        "COMPARE_DISTINCT_FROM" => "distinct-from",
        "COMPARE_NOT_DISTINCT_FROM" => "not-distinct-from",
        _ => "unknown-comparison",
    }
}

fn argument(value: &Value) -> Shape {
    match text(&value["name"]) {
        "" => expr(&value["expression"]),
        name => node(format!("named {}", name.to_lowercase()), [expr(&value["expression"])]),
    }
}

fn function(value: &Value) -> Shape {
    if let Some(quantity) = interval_quantity(value) {
        return node("interval", [expr(quantity)]);
    }
    let mut parts: Vec<Shape> = list(&value["arguments"]).map(argument).collect();
    let function = names(&value["qualified_name"]["path"]);
    if value["is_operator"] == true {
        let escape = function.ends_with("_escape");
        return node(if escape { function } else { name(&value["function_name"]) }, parts);
    }
    call_parts(value, &mut parts, "order_bys", "filter");
    call(&function, parts)
}

fn call_parts(value: &Value, parts: &mut Vec<Shape>, orders: &str, filter: &str) {
    if value["distinct"] == true {
        parts.push(leaf("distinct"));
    }
    let orders = if value[orders].is_array() { &value[orders] } else { &value[orders]["orders"] };
    let orders: Vec<Shape> = list(orders).map(order).collect();
    if !orders.is_empty() {
        parts.push(node("order", orders));
    }
    if !value[filter].is_null() {
        parts.push(node("filter", [expr(&value[filter])]));
    }
}

/// `INTERVAL e DAY` arrives as `to_days(CAST(trunc(CAST(e AS DOUBLE)) AS INTEGER))`, and of small units as
/// `to_seconds(CAST(e AS DOUBLE))`.
fn interval_quantity(value: &Value) -> Option<&Value> {
    const ROUNDED: [&str; 12] = [
        "to_millennia",
        "to_centuries",
        "to_decades",
        "to_years",
        "to_quarters",
        "to_months",
        "to_weeks",
        "to_days",
        "to_hours",
        "to_minutes",
        "to_microseconds",
        "to_nanoseconds",
    ];
    let function = text(&value["function_name"]);
    let outer = &value["arguments"][0]["expression"];
    if text(&outer["class"]) != "CAST" || value["arguments"].as_array()?.len() != 1 {
        return None;
    }
    if matches!(function, "to_seconds" | "to_milliseconds") {
        return Some(&outer["child"]);
    }
    let inner = &outer["child"]["arguments"][0]["expression"];
    let is_rounded = ROUNDED.contains(&function) && text(&outer["child"]["function_name"]) == "trunc";
    (is_rounded && text(&inner["class"]) == "CAST").then(|| &inner["child"])
}

fn subquery(value: &Value) -> Shape {
    let inner = query(&value["subquery"]["node"]);
    match text(&value["subquery_type"]) {
        "SCALAR" => node("scalar", [inner]),
        "EXISTS" => node("exists", [inner]),
        "NOT_EXISTS" => node("not", [node("exists", [inner])]),
        _ => {
            let operator = comparison(text(&value["comparison_type"]));
            node(format!("any {operator}"), [expr(&value["child"]), inner])
        }
    }
}

fn star(value: &Value) -> Shape {
    let mut parts = Vec::new();
    match text(&value["relation_name"]) {
        "" => {}
        relation => parts.push(leaf(relation.to_lowercase())),
    }
    let excluded = value["exclude_list"].as_array().map_or(0, Vec::len)
        + value["qualified_exclude_list"].as_array().map_or(0, Vec::len);
    if excluded > 0 {
        parts.push(leaf(format!("without-{excluded}")));
    }
    let replaced =
        list(&value["replace_list"]).map(|it| node(format!("as {}", name(&it["key"])), [expr(&it["value"])]));
    parts.extend(replaced);
    let renamed = value["rename_list"].as_array().map_or(0, Vec::len);
    if renamed > 0 {
        parts.push(leaf(format!("rename-{renamed}")));
    }
    if value["columns"] == true {
        let inner = match &value["expr"] {
            Value::Null => node("star", parts),
            inner => expr(inner),
        };
        return node("columns", [inner]);
    }
    node("star", parts)
}

fn window(value: &Value) -> Shape {
    let mut parts: Vec<Shape> = list(&value["arguments"]).map(argument).collect();
    for extra in ["offset_expr", "default_expr"] {
        if !value[extra].is_null() {
            parts.push(expr(&value[extra]));
        }
    }
    call_parts(value, &mut parts, "arg_orders", "filter_expr");
    if value["has_ignore_nulls"] == true {
        parts.push(leaf(if value["ignore_nulls"] == true { "ignore-nulls" } else { "respect-nulls" }));
    }
    let partitions: Vec<Shape> = list(&value["partitions"]).map(expr).collect();
    let orders: Vec<Shape> = list(&value["orders"]).map(order).collect();
    let bound = |kind: &str, expression: &str| match &value[expression] {
        Value::Null => leaf(name(&value[kind])),
        inner => node(name(&value[kind]), [expr(inner)]),
    };
    let mut over = vec![node("partition", partitions), node("order", orders)];
    over.push(node("frame", [bound("start", "start_expr"), bound("end", "end_expr")]));
    match name(&value["exclude_clause"]).as_str() {
        "no_other" | "" => {}
        exclusion => over.push(leaf(format!("exclude-{}", exclusion.replace('_', "-")))),
    }
    let inner = call(&names(&value["qualified_name"]["path"]), parts);
    node("over", std::iter::once(inner).chain(over))
}
