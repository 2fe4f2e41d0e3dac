//! W008: a common table expression that nothing reads.

use base::{Applicability, Code, DialectKind, Ident};
use db::{Db, SourceFile};
use hir::{Anchor, Body, CteId, Expr, Literal, Relation};
use rustc_hash::{FxHashMap, FxHashSet};
use sema::{Facts, Finding, Place, Remedy, Target, references};

pub(crate) fn check(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let body = hir::body(db, file);
    if body.queries.values().all(|it| it.ctes.is_empty()) {
        return;
    }
    let uses = Uses::new(&body);
    let unused: Vec<CteId> = uses.ctes.iter().copied().filter(|it| !uses.live.contains(it)).collect();
    if unused.is_empty() || hides_names(&body) || hir::has_variables(db, file) {
        return;
    }
    // What could not be read may be what reads it, and a name that means nothing may be its own, misspelt.
    let is_misspelt = |(_, target): (_, &Target)| matches!(target, Target::Absent { .. });
    if !hir::syntax_findings(db, file).errors.is_empty() || references(db, file).iter().any(is_misspelt) {
        return;
    }
    let dialect = db::dialect(db, file);
    let name = |(query, index): CteId| &body.queries[query].ctes[index as usize].name;
    for &(query, index) in unused.iter().filter(|it| !is_mentioned(&body, name(**it), dialect)) {
        let name = name((query, index));
        let place = Place::Body(file, Anchor::CteName(query, index));
        let finding = Finding::new(Code::W008, place, name.text.clone(), format!("nothing reads `{name}`"))
            .facts(Facts::relation(name.text.clone()))
            .unnecessary();
        findings.push(match removal(file, &body, &uses, (query, index)) {
            Some(remedy) => finding.remedy(remedy),
            None => finding,
        });
    }
}

/// What the statement's common table expressions are read by.
struct Uses {
    /// All of them, by where they begin.
    ctes: Vec<CteId>,
    /// Those that the rows of the statement may depend on.
    live: FxHashSet<CteId>,
    /// Which one is read where: within which others, outermost first.
    reads: Vec<(Box<[CteId]>, CteId)>,
}

impl Uses {
    fn new(body: &Body) -> Uses {
        let mut ranges = Vec::new();
        for (query, data) in body.queries.iter() {
            for (index, cte) in data.ctes.iter().enumerate() {
                let start = cte.relations.start().into_raw().into_u32();
                ranges.push((start, start + cte.relations.len() as u32, (query, index as u32)));
            }
        }
        // An outer one before those within it.
        ranges.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
        let mut reads = Vec::new();
        let mut around: Vec<(u32, CteId)> = Vec::new();
        let mut next = ranges.iter().peekable();
        for (id, relation) in body.relations.iter() {
            let at = id.into_raw().into_u32();
            around.retain(|(end, _)| *end > at);
            while let Some((_, end, cte)) = next.next_if(|(start, ..)| *start <= at) {
                if *end > at {
                    around.push((*end, *cte));
                }
            }
            if let Relation::Name { cte: Some(read), .. } = relation {
                let within: Box<[CteId]> = around.iter().map(|it| it.1).collect();
                reads.push((within, *read));
            }
        }
        let mut by_reader: FxHashMap<Option<CteId>, Vec<CteId>> = FxHashMap::default();
        for (around, read) in &reads {
            by_reader.entry(around.last().copied()).or_default().push(*read);
        }
        let mut live = FxHashSet::default();
        let mut waiting = by_reader.get(&None).cloned().unwrap_or_default();
        while let Some(cte) = waiting.pop() {
            if live.insert(cte) {
                waiting.extend(by_reader.get(&Some(cte)).into_iter().flatten());
            }
        }
        Uses { ctes: ranges.into_iter().map(|it| it.2).collect(), live, reads }
    }

    /// A common table expression, and the others of its `WITH` that read it, through any number of others.
    fn with_readers(&self, cte: CteId) -> Vec<CteId> {
        let mut found = vec![cte];
        let mut done = 0;
        while let Some(&read) = found.get(done) {
            done += 1;
            for (around, _) in self.reads.iter().filter(|it| it.1 == read) {
                let reader = around.iter().find(|it| it.0 == cte.0 && !found.contains(it));
                found.extend(reader);
            }
        }
        found.sort_by_key(|it| it.1);
        found
    }
}

/// Removes a common table expression, and those that read it, which nothing reads either. None where one within another
/// that is needed reads it: that one has to go first.
fn removal(file: SourceFile, body: &Body, uses: &Uses, cte: CteId) -> Option<Remedy> {
    let query = cte.0;
    let gone = uses.with_readers(cte);
    if gone.iter().any(|it| uses.live.contains(it)) {
        return None;
    }
    let names: Vec<String> =
        gone.iter().map(|it| format!("`{}`", body.queries[query].ctes[it.1 as usize].name)).collect();
    let anchors = hir::removal_anchors(query, &gone, body.queries[query].ctes.len());
    let remedy = Remedy::new(format!("Remove {}", names.join(", ")), Applicability::MachineApplicable);
    Some(anchors.into_iter().fold(remedy, |remedy, it| remedy.remove(Place::Body(file, it))))
}

/// Whether a part of the statement may name relations in a way that is not known here.
fn hides_names(body: &Body) -> bool {
    let is_hidden = |it: &Relation| match it {
        Relation::Opaque { inputs, .. } => inputs.is_empty(),
        Relation::Missing => true,
        _ => false,
    };
    body.relations.values().any(is_hidden) || body.exprs.values().any(|it| matches!(it, Expr::Macro(_)))
}

/// Whether an expression has the name of a common table expression: functions take tables by name, bare or as a text.
fn is_mentioned(body: &Body, name: &Ident, dialect: DialectKind) -> bool {
    body.exprs.values().any(|it| match it {
        Expr::Name(parts) => parts.first().is_some_and(|it| dialect::same_table(it, name, dialect)),
        Expr::Literal(Literal::String(text)) => text.eq_ignore_ascii_case(&name.text),
        _ => false,
    })
}
