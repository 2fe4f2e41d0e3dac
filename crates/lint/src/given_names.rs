//! W008: an alias, or a common table expression, that has the name of a model which it is not.
//!
//! Whoever reads the query takes it for the model. The import of a model under its own name is none of these:
//! `WITH orders AS (SELECT … FROM orders)`, and likewise `FROM stg_orders`, which names a layer before the same thing.

use base::{Code, Ident, Severity};
use db::{Db, SourceFile};
use hir::{Anchor, Body, CteId, Relation};
use sema::{Finding, Place, References, Target, declared_name, references};

pub(crate) fn check(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let references = references(db, file);
    if references.shadowed().is_empty() {
        return;
    }
    let body = hir::body(db, file);
    for (name, model) in references.shadowed() {
        let statement = Statement { db, references, body: &body, model: *model };
        let words = declared_name(db, *model);
        for (id, relation) in body.relations.iter().filter(|it| it.1.given_name() == Some(name)) {
            if !statement.stands_for_model(relation) {
                let message =
                    format!("the alias `{name}` is also the name of a model, and stands for something else");
                let place = Place::Body(file, Anchor::RelationAlias(id));
                findings.push(
                    Finding::new(Code::W008, place, words.clone(), message).suggest("give it another name"),
                );
            }
        }
        for (query, data) in body.queries.iter() {
            for (index, _) in data.ctes.iter().enumerate().filter(|it| it.1.name == *name) {
                let cte = (query, index as u32);
                if !statement.cte_reads_model(cte) {
                    let message = format!("`{name}` is also the name of a model, which this does not read");
                    let place = Place::Body(file, Anchor::CteName(query, cte.1));
                    let mut finding = Finding::new(Code::W008, place, words.clone(), message);
                    finding.severity = Some(Severity::Info);
                    findings.push(finding);
                }
            }
        }
    }
}

/// A statement that gives a model's name to something.
struct Statement<'a> {
    db: &'a dyn Db,
    references: &'a References,
    body: &'a Body,
    model: SourceFile,
}

impl Statement<'_> {
    fn stands_for_model(&self, relation: &Relation) -> bool {
        match relation {
            Relation::Name { path, cte: None, .. } => self.is_model(path),
            Relation::Name { cte: Some(cte), .. } => self.cte_reads_model(*cte),
            // What a derived table reads is not told apart from what the rest of the statement does.
            _ => self.references.iter().any(|(path, _)| self.is_model(path)),
        }
    }

    /// Whether a common table expression reads the model, through others perhaps.
    fn cte_reads_model(&self, cte: CteId) -> bool {
        let mut found = vec![cte];
        let mut done = 0;
        while let Some(&(query, index)) = found.get(done) {
            done += 1;
            let Some(cte) = self.body.queries[query].ctes.get(index as usize) else { continue };
            for relation in cte.relations.clone() {
                match &self.body.relations[relation] {
                    Relation::Name { path, cte: None, .. } if self.is_model(path) => return true,
                    Relation::Name { cte: Some(read), .. } if !found.contains(read) => found.push(*read),
                    _ => {}
                }
            }
        }
        false
    }

    /// Whether a name means the model, or an earlier layer of it.
    fn is_model(&self, path: &[Ident]) -> bool {
        let (Some(table), name) = (path.last(), declared_name(self.db, self.model)) else { return false };
        let (table, name) = (table.text.to_lowercase(), name.to_lowercase());
        let is_layer = || table.strip_suffix(&name).is_some_and(|it| it.is_empty() || it.ends_with('_'));
        *self.references.target(path) == Target::Model(self.model) || is_layer()
    }
}
