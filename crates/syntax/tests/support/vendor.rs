//! Statements as a vendor's reference writes them, of which nothing may be said.

use base::DialectKind;
use syntax::parse_sql;

/// Says of each statement what is wrong with it, if anything is.
pub(crate) fn check(dialect: DialectKind, statements: &str) {
    let mut faults = String::new();
    for text in statements.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let parse = parse_sql(text, dialect);
        assert_eq!(parse.syntax().text().to_string(), text);
        for error in &*parse.errors {
            faults += &format!("{text}\n    {:?} {}\n", error.range, error.message);
        }
        for used in parse.features.iter().filter(|it| !it.feature.is_in(dialect)) {
            faults += &format!("{text}\n    {:?} {:?}\n", used.range, used.feature);
        }
    }
    assert!(faults.is_empty(), "{faults}");
}
