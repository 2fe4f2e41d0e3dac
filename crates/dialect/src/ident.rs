//! Names: folding, equality and quoting of identifiers, quoting of string literals.
//!
//! | dialect | columns | tables |
//! | --- | --- | --- |
//! | DuckDB | case-insensitive, quoted or not | the same |
//! | Databricks | case-insensitive, quoted or not | the same |
//! | Snowflake | unquoted is upper case, quoted is exact | the same |
//! | BigQuery | case-insensitive | case-sensitive |
//! | Trino | lower case, quoted or not | the same |

use base::{DialectKind, Ident};
use smol_str::SmolStr;
use std::borrow::Cow;

/// The key under which a column, a field, an alias, a CTE or a function name is found: equal keys, equal names.
pub fn fold(ident: &Ident, dialect: DialectKind) -> SmolStr {
    match dialect {
        DialectKind::Snowflake if ident.quoted => ident.text.clone(),
        DialectKind::Snowflake => upper(&ident.text),
        DialectKind::DuckDb if ident.text.bytes().any(|b| b.is_ascii_uppercase()) => {
            ident.text.to_ascii_lowercase().into()
        }
        DialectKind::DuckDb => ident.text.clone(),
        _ => lower(&ident.text),
    }
}

/// The key under which a table, a schema or a catalog is found.
pub fn fold_table(ident: &Ident, dialect: DialectKind) -> SmolStr {
    match dialect {
        DialectKind::BigQuery => ident.text.clone(),
        _ => fold(ident, dialect),
    }
}

/// An identifier as the engine keeps and shows it.
pub fn stored_name(ident: &Ident, dialect: DialectKind) -> SmolStr {
    match dialect {
        DialectKind::Snowflake | DialectKind::Trino => fold(ident, dialect),
        _ => ident.text.clone(),
    }
}

/// Whether two identifiers name one column, field, alias or CTE.
pub fn same_name(a: &Ident, b: &Ident, dialect: DialectKind) -> bool {
    match dialect {
        DialectKind::Snowflake if a.quoted != b.quoted => fold(a, dialect) == fold(b, dialect),
        DialectKind::Snowflake if a.quoted => a.text == b.text,
        _ => same_letters(&a.text, &b.text, dialect),
    }
}

/// Whether an identifier names the column, field, alias or CTE that the engine stores as `stored`.
pub fn names(ident: &Ident, stored: &str, dialect: DialectKind) -> bool {
    match dialect {
        DialectKind::Snowflake if ident.quoted => ident.text == stored,
        DialectKind::Snowflake => fold(ident, dialect) == stored,
        _ => same_letters(&ident.text, stored, dialect),
    }
}

/// Whether two texts differ in the case of their letters only.
fn same_letters(a: &str, b: &str, dialect: DialectKind) -> bool {
    // DuckDB folds ASCII letters only: "É" and "é" are two columns.
    if a.eq_ignore_ascii_case(b) || dialect == DialectKind::DuckDb || a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// Whether two identifiers name one table, schema or catalog.
pub fn same_table(a: &Ident, b: &Ident, dialect: DialectKind) -> bool {
    a == b || fold_table(a, dialect) == fold_table(b, dialect)
}

fn lower(text: &SmolStr) -> SmolStr {
    if text.chars().any(char::is_uppercase) { text.to_lowercase().into() } else { text.clone() }
}

fn upper(text: &SmolStr) -> SmolStr {
    if text.chars().any(char::is_lowercase) { text.to_uppercase().into() } else { text.clone() }
}

/// `name` as an identifier of `dialect`, in quotes only when it needs them: characters that do not stand bare,
/// letters that would be folded into another name, reserved words.
pub fn quote(name: &str, dialect: DialectKind) -> Cow<'_, str> {
    if is_bare(name, dialect) { Cow::Borrowed(name) } else { Cow::Owned(quote_always(name, dialect)) }
}

/// `ident` written so that it means elsewhere what it means where it stands: as it is written there, in quotes only where it
/// cannot do without.
pub fn spelled(ident: &Ident, dialect: DialectKind) -> Cow<'_, str> {
    match ident.quoted {
        true => quote(&ident.text, dialect),
        false if is_word(&ident.text) && !crate::reserved::is_reserved(&ident.text, dialect) => {
            Cow::Borrowed(&ident.text)
        }
        false => Cow::Owned(quote_always(&stored_name(ident, dialect), dialect)),
    }
}

/// `name` in the dialect's identifier quotes.
pub fn quote_always(name: &str, dialect: DialectKind) -> String {
    match dialect {
        DialectKind::Databricks => format!("`{}`", name.replace('`', "``")),
        DialectKind::BigQuery => format!("`{}`", name.replace('\\', "\\\\").replace('`', "\\`")),
        _ => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

/// `text` as a string literal of `dialect`.
pub fn quote_string(text: &str, dialect: DialectKind) -> String {
    match dialect {
        DialectKind::DuckDb | DialectKind::Trino => format!("'{}'", text.replace('\'', "''")),
        DialectKind::Snowflake => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''")),
        DialectKind::Databricks | DialectKind::BigQuery => {
            format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n"))
        }
    }
}

/// The schema in which a connection to the engine looks for a bare name, where every database has one.
pub fn default_schema(dialect: DialectKind) -> Option<&'static str> {
    match dialect {
        DialectKind::DuckDb => Some("main"),
        DialectKind::Snowflake => Some("PUBLIC"),
        DialectKind::Databricks | DialectKind::Trino => Some("default"),
        DialectKind::BigQuery => None,
    }
}

fn is_bare(name: &str, dialect: DialectKind) -> bool {
    let folds = dialect == DialectKind::Snowflake && name.bytes().any(|b| b.is_ascii_lowercase());
    is_word(name) && !folds && !crate::reserved::is_reserved(name, dialect)
}

/// Whether a name has only characters that stand bare.
fn is_word(name: &str) -> bool {
    let mut characters = name.chars();
    let start = characters.next().is_some_and(|c| c == '_' || c.is_ascii_alphabetic());
    start && characters.all(|c| c == '_' || c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_text_are_spelled_as_they_mean_there() {
        let spelled = |ident: Ident, dialect| spelled(&ident, dialect).into_owned();
        for dialect in DialectKind::ALL {
            assert_eq!(spelled(Ident::new("o"), dialect), "o", "{dialect}");
            assert_eq!(spelled(Ident::new("aB"), dialect), "aB", "{dialect}");
            assert_eq!(spelled(Ident::quoted("A_1"), dialect), "A_1", "{dialect}");
        }
        assert_eq!(spelled(Ident::quoted("o"), DialectKind::Snowflake), "\"o\"");
        assert_eq!(spelled(Ident::new("select"), DialectKind::Snowflake), "\"SELECT\"");
        assert_eq!(spelled(Ident::new("my model"), DialectKind::BigQuery), "`my model`");
    }

    #[test]
    fn folding() {
        let check = |dialect, a: Ident, b: Ident, column: bool, table: bool| {
            assert_eq!(same_name(&a, &b, dialect), column, "{dialect} column {a:?} {b:?}");
            assert_eq!(same_table(&a, &b, dialect), table, "{dialect} table {a:?} {b:?}");
        };
        let (bare, upper, quoted) = (|| Ident::new("Id"), || Ident::new("ID"), || Ident::quoted("Id"));
        check(DialectKind::DuckDb, bare(), quoted(), true, true);
        check(DialectKind::DuckDb, upper(), quoted(), true, true);
        check(DialectKind::DuckDb, Ident::new("É"), Ident::new("é"), false, false);
        check(DialectKind::Databricks, upper(), quoted(), true, true);
        check(DialectKind::Snowflake, bare(), upper(), true, true);
        check(DialectKind::Snowflake, bare(), quoted(), false, false);
        check(DialectKind::Snowflake, bare(), Ident::quoted("ID"), true, true);
        check(DialectKind::BigQuery, bare(), upper(), true, false);
        check(DialectKind::Trino, upper(), quoted(), true, true);
    }

    #[test]
    fn quoting() {
        assert_eq!(quote("order_id", DialectKind::DuckDb), "order_id");
        assert_eq!(quote("order", DialectKind::DuckDb), "\"order\"");
        assert_eq!(quote("a \"b\"", DialectKind::DuckDb), "\"a \"\"b\"\"\"");
        assert_eq!(quote("1a", DialectKind::BigQuery), "`1a`");
        assert_eq!(quote("id", DialectKind::Snowflake), "\"id\"");
        assert_eq!(quote("ID", DialectKind::Snowflake), "ID");
        assert_eq!(quote("", DialectKind::Trino), "\"\"");
        assert_eq!(quote_string("it's", DialectKind::DuckDb), "'it''s'");
        assert_eq!(quote_string("it's", DialectKind::BigQuery), "'it\\'s'");
    }
}
