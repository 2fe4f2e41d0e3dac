//! P001: constructs of the model's own dialect that a dialect which the project must also run in lacks.
//!
//! What the own dialect lacks is E019, whatever the others have.

use base::{Code, DialectKind};
use db::{Db, SourceFile};
use sema::{Finding, Place};

pub(crate) fn check(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let portability = &db::rocky_toml(db, file.project(db)).value.portability;
    if portability.targets.is_empty() {
        return;
    }
    let own = db::dialect(db, file);
    for used in hir::syntax_findings(db, file).features.iter().filter(|it| it.feature.is_in(own)) {
        let row = used.feature.row();
        let label = row.title.trim_matches('`');
        if portability.allow.iter().any(|it| it.value.eq_ignore_ascii_case(label)) {
            continue;
        }
        let lacking: Vec<DialectKind> =
            portability.targets.iter().map(|it| it.value).filter(|it| !used.feature.is_in(*it)).collect();
        if lacking.is_empty() {
            continue;
        }
        let names = listed(&lacking);
        let verb = if lacking.len() == 1 { "has" } else { "have" };
        let message = format!("{names}, where this project must also run, {verb} no {}", row.title);
        let finding = Finding::new(Code::P001, Place::Range(file, used.range), row.title, message);
        // One text for all: the own dialect and the others must have what takes its place.
        let mut rewrites = std::iter::once(own).chain(lacking).map(|it| used.feature.rewrite(it));
        let first = rewrites.next().flatten();
        let rewrite = first.filter(|_| rewrites.all(|it| it == first));
        findings.push(finding.instead(row.instead, rewrite));
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(dialects: &[DialectKind]) -> String {
    let names: Vec<String> = dialects.iter().map(DialectKind::to_string).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
