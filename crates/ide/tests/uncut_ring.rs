//! A ring that nobody has cut must cost its members, and nothing else: hosts cut rings before they ask, and a defect there
//! must not become a panic.

mod support;

use sema::OpenReason;
use testing::fixture;

#[test]
fn a_ring_that_was_not_cut_yields_cyclic_schemas() {
    let host = support::host(&fixture::parse(
        "
//- /models/a.sql
SELECT x FROM b
//- /models/b.sql
SELECT x FROM c
//- /models/c.sql
SELECT x FROM a
//- /models/d.sql
SELECT 1 AS x
",
    ));
    let db = host.database();
    let project = db.projects().next().unwrap();
    for (path, expected) in [("a", true), ("b", true), ("c", true), ("d", false)] {
        let file = db.file(project, &format!("models/{path}.sql").as_str().into()).unwrap();
        let cyclic = sema::schema(db, file).open == Some(OpenReason::Cycle);
        assert_eq!(cyclic, expected, "{path}");
    }
}
