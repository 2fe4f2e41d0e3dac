//! The table of features: every row's example uses it, parses where it says so, and is refused elsewhere.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind;
use syntax::{Feature, parse_sql};

#[test]
fn every_example_uses_its_feature_in_every_dialect_that_has_it() {
    for &feature in Feature::ALL {
        let row = feature.row();
        assert!(!row.dialects.is_empty(), "{feature:?} is in no dialect");
        assert!(row.dialects.len() < DialectKind::ALL.len(), "{feature:?} is in every dialect");
        for &dialect in row.dialects {
            let parse = parse_sql(row.example, dialect);
            assert_eq!(*parse.errors, [], "{feature:?} in {dialect}: {}", row.example);
            assert!(
                parse.features.iter().any(|it| it.feature == feature),
                "{feature:?} in {dialect}: unnoticed"
            );
            let missing = parse.features.iter().find(|it| !it.feature.is_in(dialect));
            assert_eq!(missing, None, "{feature:?} in {dialect}: {}", row.example);
        }
    }
}

#[test]
fn every_example_is_refused_in_every_dialect_that_lacks_its_feature() {
    for &feature in Feature::ALL {
        let row = feature.row();
        for dialect in DialectKind::ALL.into_iter().filter(|it| !feature.is_in(*it)) {
            let parse = parse_sql(row.example, dialect);
            if (feature, dialect) == (Feature::GroupByAll, DialectKind::Trino) {
                // The word is not reserved there: it is a column, which resolution then misses.
                let tree = format!("{:#?}", parse.syntax());
                assert!(tree.contains("COLUMN_REF") && tree.contains("IDENT@38..41 \"ALL\""), "{tree}");
                continue;
            }
            let is_refused =
                !parse.errors.is_empty() || parse.features.iter().any(|it| !it.feature.is_in(dialect));
            assert!(is_refused, "{feature:?} passes in {dialect}: {}", row.example);
        }
    }
}

#[test]
fn rows_are_written_alike() {
    for &feature in Feature::ALL {
        let row = feature.row();
        assert!(row.page.starts_with("https://"), "{feature:?}: {}", row.page);
        assert!(!row.instead.ends_with('.') && !row.title.ends_with('.'), "{feature:?}");
        assert!(row.dialects.is_sorted(), "{feature:?}: {:?}", row.dialects);
    }
}

#[test]
fn a_function_called_window_is_no_clause() {
    let text = "SELECT id, window.start AS s FROM t GROUP BY id, window(ts, '30 minutes')";
    assert_eq!(*parse_sql(text, DialectKind::Databricks).errors, [], "{text}");
}
