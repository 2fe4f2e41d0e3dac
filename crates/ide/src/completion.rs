//! What may stand at the cursor.

mod aliases;
mod all_columns;
mod context;
mod fields;
mod functions;
mod grouped;
mod joins;
mod keywords;
mod local_names;
mod moments;
mod pipes;
mod pivots;
mod placeholders;
mod relations;
mod scan;
mod scope;
mod sql;
mod toml;
mod toml_values;

pub(crate) use toml::toml_key_hover;

use crate::{
    Completion, CompletionKind, Completions, FilePosition,
    body_names::{FileView, has_body},
    card::{Verbosity, card, project_card},
    symbol::{Name, Symbol},
};
use base::TextRange;
use db::Db;
use hir::Anchor;

/// How many models, tables or functions are proposed at most.
const LIMIT: usize = 1_000;

/// A proposal, and what it names, if there is more to say of that.
struct Proposal {
    completion: Completion,
    symbol: Option<Symbol>,
}

/// Proposals, as they are found.
#[derive(Default)]
struct Found {
    proposals: Vec<Proposal>,
    /// Whether some were left out because they were too many.
    is_incomplete: bool,
}

/// The proposals at a position, best first.
pub(crate) fn completions(db: &dyn Db, position: FilePosition) -> Completions {
    let Found { proposals, is_incomplete } = found(db, position);
    let mut items: Vec<Completion> = proposals.into_iter().map(|it| it.completion).collect();
    items.sort_by(|a, b| a.rank.cmp(&b.rank).then_with(|| a.label.cmp(&b.label)));
    items.dedup_by(|a, b| a.label == b.label && a.kind == b.kind);
    Completions { items, is_incomplete }
}

/// What there is to say of a proposal, in Markdown: looked up when somebody asks, and not for each of a list.
pub(crate) fn documentation(
    db: &dyn Db,
    position: FilePosition,
    kind: CompletionKind,
    label: &str,
) -> Option<String> {
    let file = position.file.0;
    let proposals = found(db, position).proposals;
    let proposal = proposals
        .into_iter()
        .find(|Proposal { completion, .. }| completion.kind == kind && completion.label == label)?;
    let symbol = proposal.symbol?;
    if let Some(card) = project_card(db, &symbol, None, db::dialect(db, file), Verbosity::Normal) {
        return Some(card);
    }
    let view = FileView::new(db, file);
    // The card of a column is called what its item is called.
    let item = match &symbol {
        Symbol::Item(_, select, item) => Anchor::ItemName(*select, *item).range(view.map),
        _ => None,
    };
    let name = Name::read(item.unwrap_or(TextRange::empty(position.offset)), symbol);
    card(db, &view, &name, Verbosity::Normal)
}

fn found(db: &dyn Db, position: FilePosition) -> Found {
    let file = position.file.0;
    match has_body(db, file) && !is_in_frontmatter(db, position) {
        true => placeholders::proposals(db, file, position.offset)
            .unwrap_or_else(|| sql::proposals(db, file, position.offset)),
        false => toml::proposals(db, file, position.offset),
    }
}

impl Found {
    fn add(&mut self, completion: Completion, symbol: Option<Symbol>) {
        let completion = Completion { has_documentation: symbol.is_some(), ..completion };
        self.proposals.push(Proposal { completion, symbol });
    }

    /// Of too many candidates those that go with what is typed, names that begin with it first.
    fn few<T>(&mut self, mut candidates: Vec<T>, typed: &str, name: impl Fn(&T) -> &str) -> Vec<T> {
        if candidates.len() <= LIMIT {
            return candidates;
        }
        self.is_incomplete = true;
        candidates.retain(|it| has_in_order(name(it), typed));
        let begins = |it: &T| name(it).get(..typed.len()).is_some_and(|it| it.eq_ignore_ascii_case(typed));
        let (mut few, others): (Vec<T>, Vec<T>) = candidates.into_iter().partition(begins);
        few.extend(others);
        few.truncate(LIMIT);
        few
    }
}

/// Whether a name has the characters of `typed` in their order, which is how editors filter.
fn has_in_order(name: &str, typed: &str) -> bool {
    let mut rest = name.chars();
    typed.chars().all(|wanted| rest.any(|it| it.eq_ignore_ascii_case(&wanted)))
}

/// Whether a position lies in the TOML at the head of a SQL file.
pub(crate) fn is_in_frontmatter(db: &dyn Db, position: FilePosition) -> bool {
    position.file.0.frontmatter(db).as_ref().is_some_and(|it| {
        let end = it.offset + base::TextSize::of(&*it.toml);
        (it.offset..=end).contains(&position.offset)
    })
}
