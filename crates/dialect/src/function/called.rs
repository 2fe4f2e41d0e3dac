//! Which function a name with dots calls: `NET.HOST`, `SAFE.SUBSTR`, `main.lower`, or one of a user.

use super::catalogue::functions;
use crate::rules::rules;
use crate::{DialectKind, Engine};
use base::Ident;
use smol_str::SmolStr;

/// A function of the engine that a name calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalledFunction {
    /// Its name, as [`resolve_call`](super::resolve_call) wants it.
    pub name: SmolStr,
    /// Whether what fails is NULL, after `SAFE.`
    /// (<https://cloud.google.com/bigquery/docs/reference/standard-sql/functions-reference#safe_prefix>).
    pub is_safe: bool,
}

/// The function of the engine that `parts` call; `None` where it is one of a user, behind a schema.
pub fn called_function(engine: Engine, parts: &[Ident]) -> Option<CalledFunction> {
    let (is_safe, parts) = match parts {
        [prefix, rest @ ..]
            if engine.dialect == DialectKind::BigQuery
                && !rest.is_empty()
                && prefix.text.eq_ignore_ascii_case("safe") =>
        {
            (true, rest)
        }
        _ => (false, parts),
    };
    let called = |name: SmolStr| Some(CalledFunction { name, is_safe });
    match parts {
        [] => None,
        [name] => called(name.text.clone()),
        // Functions of DuckDB stand in schemas of their own: `main.lower`, `pg_catalog.pg_typeof`.
        [.., last] if engine.dialect == DialectKind::DuckDb => called(last.text.clone()),
        _ => {
            let names: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
            let name = SmolStr::from(names.join("."));
            let is_known = functions(engine).contains(&name) || rules(engine).may_be_loaded(&name);
            if is_known { called(name) } else { None }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_dots() {
        let call = |dialect: DialectKind, name: &str| {
            let parts: Vec<Ident> = name.split('.').map(Ident::new).collect();
            called_function(dialect.into(), &parts).map(|it| (it.name, it.is_safe))
        };
        let bigquery = |name| call(DialectKind::BigQuery, name);
        assert_eq!(bigquery("lower"), Some(("lower".into(), false)));
        assert_eq!(bigquery("NET.HOST"), Some(("NET.HOST".into(), false)));
        assert_eq!(bigquery("safe.net.host"), Some(("net.host".into(), true)));
        assert_eq!(bigquery("SAFE.SUBSTR"), Some(("SUBSTR".into(), true)));
        assert_eq!(bigquery("ml.something_new"), Some(("ml.something_new".into(), false)));
        assert_eq!(bigquery("mydataset.lower"), None);
        assert_eq!(call(DialectKind::DuckDb, "main.lower"), Some(("lower".into(), false)));
        assert_eq!(call(DialectKind::Snowflake, "util.clean"), None);
    }
}
