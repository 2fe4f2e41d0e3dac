//! Rules over meaning that are advice rather than law; one file per rule.

mod fan_out;
mod freshness;
mod given_names;
mod incomplete_depends_on;
mod portability;
mod star;
mod unknown_types;
mod unmasked;
mod unused_cte;

use db::{Db, SourceFile};
use sema::Finding;

/// What the rules say of a file: every finding is placed in it.
#[salsa::tracked]
pub fn findings(db: &dyn Db, file: SourceFile) -> Box<[Finding]> {
    let mut findings = Vec::new();
    if sema::is_model(db, file) {
        fan_out::check(db, file, &mut findings);
        portability::check(db, file, &mut findings);
        star::check(db, file, &mut findings);
        unknown_types::check(db, file, &mut findings);
        unused_cte::check(db, file, &mut findings);
        given_names::check(db, file, &mut findings);
        freshness::check(db, file, &mut findings);
        if sema::model(db, file).described_in == Some(file) {
            incomplete_depends_on::check(db, file, &mut findings);
            unmasked::check(db, file, &mut findings);
        }
    } else if let Some(model) = sema::described_model(db, file)
        && sema::model(db, model).described_in == Some(file)
    {
        incomplete_depends_on::check(db, model, &mut findings);
        unmasked::check(db, model, &mut findings);
    }
    findings.into()
}
