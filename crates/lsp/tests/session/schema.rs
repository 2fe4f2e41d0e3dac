//! JSON against a schema: as much of JSON Schema as our own schemas use.

use serde_json::Value;

/// What of `value` does not fit `schema`, each with the path to it.
pub(crate) fn misfits(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
    for (key, rule) in schema.as_object().unwrap() {
        match key.as_str() {
            "$ref" => {
                let pointer = rule.as_str().unwrap().strip_prefix('#').unwrap();
                check(root, root.pointer(pointer).unwrap(), value, path, found);
            }
            "type" => {
                let allowed = rule.as_array().map_or(std::slice::from_ref(rule), |it| it);
                if !allowed.iter().any(|it| is(value, it.as_str().unwrap())) {
                    found.push(format!("{path}: {value} is no {rule}"));
                }
            }
            "const" if value != rule => found.push(format!("{path}: {value} is not {rule}")),
            "enum" if !rule.as_array().unwrap().contains(value) => {
                found.push(format!("{path}: {value} is none of {rule}"));
            }
            "required" => {
                let missing = |it: &&Value| value.get(it.as_str().unwrap()).is_none();
                let missing = rule.as_array().unwrap().iter().filter(missing);
                found.extend(missing.map(|it| format!("{path}: {it} is missing")));
            }
            "properties" | "additionalProperties" => {}
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, item, &format!("{path}/{index}"), found);
                }
            }
            "$schema" | "$defs" | "title" | "description" | "const" | "enum" => {}
            other => panic!("the schema uses `{other}`, which is not checked"),
        }
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    for (key, inner) in value.as_object().into_iter().flatten() {
        let path = format!("{path}/{key}");
        match properties.and_then(|it| it.get(key)) {
            Some(rule) => check(root, rule, inner, &path, found),
            None if schema.get("additionalProperties") == Some(&Value::Bool(false)) => {
                found.push(format!("{path} is not in the schema"));
            }
            None => {}
        }
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        _ => panic!("the schema uses the type `{name}`, which is not checked"),
    }
}
