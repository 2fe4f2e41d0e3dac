//! E004: another name for the second of two relations that are called the same in one `FROM`.

use crate::{OutputColumn, Place, Remedy, infer::inference};
use base::{Applicability, DialectKind, Ident};
use db::{Db, SourceFile};
use hir::{Anchor, Body, Expr, Relation, RelationId};

/// Gives `second` a name of its own. Columns that only it has are its own from then on, all others stay those of the first:
/// whether that is what was meant is for a person to say.
pub(super) fn remedy(db: &dyn Db, file: SourceFile, second: RelationId) -> Option<Remedy> {
    let body = hir::body(db, file);
    let inference = inference(db, file);
    let dialect = db::dialect(db, file);
    let name = name_of(&body, second)?;
    let is_it = |other: &Ident| dialect::same_table(other, name, dialect);
    // Where queries within one another have the name as well, it is not known which of them a column is of.
    let namesakes: Vec<RelationId> =
        body.relations.iter().map(|it| it.0).filter(|it| name_of(&body, *it).is_some_and(is_it)).collect();
    let &[first, other] = &namesakes[..] else { return None };
    let (select, _) = inference.scopes.iter().find(|it| it.1.contains(&second))?;
    if other != second || !inference.scopes[select].contains(&first) {
        return None;
    }
    let map = &hir::lowered(db, file).lowering.source_map;
    let new = free_name(&body, name, dialect)?;
    let remedy = Remedy::new(format!("Call the second one `{new}`"), Applicability::MaybeIncorrect);
    let place = Place::Body(file, Anchor::RelationAlias(second));
    let mut remedy = match body.relations[second].alias() {
        Some(_) => remedy.replace(place, new.clone()),
        None => remedy.behind(place, format!(" AS {new}")),
    };
    let columns = |of: RelationId| inference.relations.get(of).map(|it| (&it.columns[..], it.open.is_some()));
    let ((of_first, is_open), (of_second, _)) = (columns(first)?, columns(second)?);
    let has = |columns: &[OutputColumn], wanted: &Ident| {
        columns.iter().any(|it| dialect::same_name(&Ident::quoted(it.name.clone()), wanted, dialect))
    };
    for (expr, data) in body.exprs.iter() {
        let Expr::Name(parts) = data else { continue };
        let [qualifier, column, ..] = &parts[..] else { continue };
        let is_of_second = !is_open && !has(of_first, column) && has(of_second, column);
        if is_it(qualifier) && is_of_second && map.exprs.get(expr).is_some() {
            remedy = remedy.replace(Place::Body(file, Anchor::NamePart(expr, 0)), new.clone());
        }
    }
    Some(remedy)
}

/// By what the columns of a relation are qualified.
fn name_of(body: &Body, relation: RelationId) -> Option<&Ident> {
    match (&body.relations[relation], body.relations[relation].alias()) {
        (_, Some(alias)) => Some(&alias.name),
        (Relation::Name { path, .. }, None) => path.last(),
        _ => None,
    }
}

/// The name with a number that no relation has.
fn free_name(body: &Body, name: &Ident, dialect: DialectKind) -> Option<String> {
    let mut names = (2..100).map(|number| format!("{}_{number}", name.text));
    let is_free = |candidate: &String| {
        let candidate = Ident::new(candidate.as_str());
        let is_it = |it: &Ident| dialect::same_table(it, &candidate, dialect);
        body.relations.iter().all(|it| !name_of(body, it.0).is_some_and(is_it))
            && body.queries.values().all(|it| !it.ctes.iter().any(|it| is_it(&it.name)))
    };
    names.find(is_free).map(|it| dialect::quote(&it, dialect).into_owned())
}
