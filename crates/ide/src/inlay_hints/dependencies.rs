//! Which models a model reads, where its configuration does not say so.

use crate::{InlayHint, InlayHintKind, links::configured_model};
use base::{Applicability, TextRange, TextSize};
use db::{Db, SourceFile};
use sema::{Place, Remedy, Target};

/// How many names a hint has; the others are counted.
const MOST_NAMES: usize = 3;

/// The hint behind the first line of a model's configuration that has no `depends_on`.
pub(super) fn hint(db: &dyn Db, file: SourceFile) -> Option<InlayHint> {
    let model = configured_model(db, file)?;
    let described = sema::model(db, model);
    if described.sidecar.as_ref().is_none_or(|it| it.value.depends_on.is_some()) {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    for (_, target) in sema::references(db, model).iter() {
        let Target::Model(read) = target else { continue };
        let name = sema::declared_name(db, *read).to_string();
        if *read != model && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return None;
    }
    let text = &file.text(db).text;
    let start = match file == model {
        true => first_line_behind_fence(text, syntax::split_frontmatter(text)?.toml),
        false => TextSize::new(0),
    };
    let line = text[usize::from(start)..].lines().next().unwrap_or_default();
    let shown = names.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(", ");
    let label = match names.len().saturating_sub(MOST_NAMES) {
        0 => format!("reads {shown}"),
        more => format!("reads {shown} and {more} more"),
    };
    let quoted: Vec<String> = names.iter().map(|it| config::quoted(it)).collect();
    // Keys of the root stand before every table.
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let written = format!("depends_on = [{}]{line_break}", quoted.join(", "));
    let place = Place::Range(file, TextRange::empty(start));
    let remedy = Remedy::new("Write `depends_on`", Applicability::MachineApplicable).before(place, written);
    let listed: String = names.iter().map(|it| format!("- {}\n", crate::card::code(it))).collect();
    Some(InlayHint {
        position: start + TextSize::of(line),
        label,
        kind: InlayHintKind::Dependencies,
        tooltip: Some(format!("The models that the query reads:\n{listed}")),
        edits: crate::fix::fix(db, &remedy, String::new()).map(|it| it.edits).unwrap_or_default(),
    })
}

/// Where the first line of frontmatter's TOML begins.
fn first_line_behind_fence(text: &str, toml: TextRange) -> TextSize {
    let within = &text[std::ops::Range::<usize>::from(toml)];
    let blank = within.len() - within.trim_start_matches(['\r', '\n']).len();
    toml.start() + TextSize::of(&within[..blank])
}
