//! Cards about placeholders: the value in force, and where it comes from.

use crate::{
    FilePosition, Hover,
    card::{code, fenced},
    symbol,
};
use db::{Db, Project, SourceFile};
use hir::{FIRST_RUN, Filled, Filling, Substitution};
use std::collections::BTreeSet;

/// The card of the placeholder under the cursor. Within a default in force there may be names, whose cards say more.
pub(crate) fn hover(db: &dyn Db, position: FilePosition) -> Option<Hover> {
    let file = position.file.0;
    if !sema::is_statement(db, file) {
        return None;
    }
    let substitution = hir::substitution(db, file)?;
    let placeholder = substitution.placeholder_at(position.offset)?;
    if is_about_a_name(db, position, placeholder) {
        return None;
    }
    let markdown = card(db, file, substitution, placeholder);
    Some(Hover { range: placeholder.range, markdown, described_at: None, has_levels: false })
}

/// Whether the cursor is on a name that was written there: in the default, or beside the placeholder.
fn is_about_a_name(db: &dyn Db, position: FilePosition, placeholder: &Filled) -> bool {
    let range = placeholder.range;
    let is_at_end = position.offset == range.start() || position.offset == range.end();
    let in_default = placeholder.default_range().is_some_and(|it| it.contains_inclusive(position.offset));
    if !is_at_end && !in_default {
        return false;
    }
    symbol::names_at(db, position).is_some_and(|(it, _)| {
        // A name that begins here is meant rather than one that ends here.
        let is_met = it.contains_inclusive(position.offset) && !it.contains_range(range);
        is_met && (in_default || it.start() == position.offset || range.end() == position.offset)
    })
}

fn card(db: &dyn Db, file: SourceFile, substitution: &Substitution, placeholder: &Filled) -> String {
    let (name, value, source) = match &placeholder.filling {
        Filling::Value { name, value } => (name, value.to_string(), "given on the command line".to_owned()),
        Filling::Default { name, range } => {
            let analysed = substitution.analysed(*range);
            (name, substitution.text[analysed].to_owned(), "its default".to_owned())
        }
        Filling::Nothing { name: Some(name) } => {
            return format!(
                "{}\nthe variable {} has neither a value nor a default: NULL stands in\n",
                fenced(&format!("@var({name})")),
                code(name)
            );
        }
        Filling::Nothing { name: None } => return "a variable without a name: NULL stands in\n".to_owned(),
        Filling::StartDate => {
            return time_card("@start_date", "the start of the window, which belongs to it");
        }
        Filling::EndDate => {
            return time_card("@end_date", "the end of the window, which does not belong to it");
        }
    };
    let value = match value.is_empty() {
        true => "nothing at all\n".to_owned(),
        false => fenced(&value),
    };
    let uses = uses(db, file, name);
    let elsewhere = if uses > 1 { format!("\nused {uses} times in this model\n") } else { String::new() };
    format!("the variable {}, {source}:\n\n{value}{elsewhere}", code(name))
}

/// The names of the run variables that the models of a project use.
pub(crate) fn variables(db: &dyn Db, project: Project) -> BTreeSet<String> {
    let models = project.files(db).values().copied().filter(|it| sema::is_statement(db, *it));
    let placeholders = models.filter_map(|it| hir::substitution(db, it)).flat_map(|it| &it.placeholders);
    placeholders.filter_map(|it| it.variable()).map(ToString::to_string).collect()
}

/// How often a model uses a variable.
fn uses(db: &dyn Db, file: SourceFile, wanted: &str) -> usize {
    let placeholders = hir::substitution(db, file).map(|it| &*it.placeholders).unwrap_or_default();
    placeholders.iter().filter(|it| it.variable().is_some_and(|it| it == wanted)).count()
}

fn time_card(name: &str, what: &str) -> String {
    format!("{}\n{what}: a quoted timestamp in UTC. A first run has {}\n", fenced(name), code(FIRST_RUN))
}
