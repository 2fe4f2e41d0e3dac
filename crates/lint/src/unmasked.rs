//! W004: a column is classified, and its tag has no mask.

use base::{Code, closest, format_smolstr};
use db::{Db, SourceFile};
use sema::{Finding, Place, declared_name, model, schema};

/// Findings are placed in the description of the model.
pub(crate) fn check(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let described = model(db, file);
    let (Some(toml), Some(sidecar)) = (described.described_in, &described.sidecar) else { return };
    let classification = &sidecar.value.classification;
    if classification.is_empty() || file.project(db).loose(db) {
        return;
    }
    let config = &db::rocky_toml(db, file.project(db)).value;
    let schema = schema(db, file);
    for pair in classification {
        let (column, tag) = (pair.key.as_str(), pair.value.as_str());
        let is_masked = config.masked_tags().chain(&config.allow_unmasked).any(|it| it.as_str() == tag);
        // A column that is not there has its own error.
        if is_masked || schema.open.is_none() && schema.position(column).is_none() {
            continue;
        }
        let message = format!("`{column}` is classified as `{tag}`, and no mask is set for that tag");
        let subject = format_smolstr!("{}.{column}", declared_name(db, file));
        let finding = Finding::new(Code::W004, Place::Range(toml, pair.value.range), subject, message);
        let guess = closest(tag, config.masked_tags().map(|it| it.as_str()));
        findings.push(match guess {
            Some(_) => finding.did_you_mean(guess.map(config::quoted)),
            None => finding.suggest(format!(
                "add `{tag} = \"hash\"` to `[mask]` in rocky.toml, or the tag to `[classifications] allow_unmasked`"
            )),
        });
    }
}
