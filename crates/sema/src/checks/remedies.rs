//! Remedies of what inference finds that look at texts, which inference must not: it is about what they mean.

use super::duplicate_alias;
use crate::{
    Finding, Place, Remedy, Rewriter,
    project::{is_model, model},
};
use base::{Applicability, Code, TextRange, TextSize};
use db::{Db, RelativePath, SourceFile};
use hir::{Anchor, Relation};

/// Adds them.
pub(super) fn add(db: &dyn Db, file: SourceFile, findings: &mut [Finding]) {
    let mut rewriter = None;
    for finding in findings {
        match (finding.code, &finding.place) {
            (Code::E006, Place::Body(_, anchor @ Anchor::FunctionName(_))) => {
                let Some(name) = anchor.range(&hir::lowered(db, file).lowering.source_map) else { continue };
                let rewriter = rewriter.get_or_insert_with(|| Rewriter::new(db, file));
                if let Some(remedy) = rewriter.own_call(name) {
                    // A function of another dialect is no slip of the finger.
                    finding.suggestion = None;
                    finding.remedies = vec![remedy];
                }
            }
            (Code::W015, Place::Body(_, Anchor::RelationName(relation))) if finding.remedies.is_empty() => {
                let body = hir::body(db, file);
                if let Relation::Name { path, .. } = &body.relations[*relation] {
                    let parts: Vec<&str> = path.iter().map(|it| it.as_str()).collect();
                    finding.remedies.extend(declare_source(db, file, &parts));
                }
            }
            // It names the relation; a column that is ambiguous is placed at its own name.
            (Code::E004, Place::Body(_, Anchor::RelationAlias(relation))) => {
                finding.remedies.extend(duplicate_alias::remedy(db, file, *relation));
            }
            _ => {}
        }
    }
}

/// Declares a table to be a source, in what describes the model. Of a bare name it is not known in which schema it is.
fn declare_source(db: &dyn Db, file: SourceFile, path: &[&str]) -> Option<Remedy> {
    let (catalog, schema, table) = match *path {
        [schema, table] => (None, schema, table),
        [catalog, schema, table] => (Some(catalog), schema, table),
        _ => return None,
    };
    let mut text = "[[sources]]\n".to_owned();
    for (key, value) in [("catalog", catalog), ("schema", Some(schema)), ("table", Some(table))] {
        if let Some(value) = value {
            text += &format!("{key} = {}\n", config::quoted(value));
        }
    }
    let title = format!("Declare `{}` in `[[sources]]`", path.join("."));
    let remedy = Remedy::new(title, Applicability::MaybeIncorrect);
    match model(db, file).described_in {
        Some(described_in) => {
            let written = &described_in.text(db).text;
            let end = match described_in == file {
                true => syntax::split_frontmatter(written)?.toml.end(),
                false => TextSize::of(&**written),
            };
            let before = &written[..usize::from(end)];
            let gap = if before.is_empty() || before.ends_with('\n') { "\n" } else { "\n\n" };
            let place = Place::Range(described_in, TextRange::empty(end));
            Some(remedy.behind(place, format!("{gap}{text}")))
        }
        None => {
            let path = file.path(db).as_str();
            let stem = path.strip_suffix(".sql").or_else(|| path.strip_suffix(".rocky"))?;
            let sidecar = RelativePath::new(format!("{stem}.toml"));
            let may_have_one = is_model(db, file) && !file.project(db).loose(db);
            may_have_one.then(|| remedy.create(sidecar.to_string(), text))
        }
    }
}
