//! A diagnostic's `data`: what agents read instead of the message. `docs/diagnostic-data.schema.json` describes it, and
//! `docs/agents.md` says what it is for.

use super::{file_uri, range, uri};
use crate::snapshot::Snapshot;
use ide::{
    Applicability, Cancellable, Candidate, Diagnostic, Facts, FileId, Fix, RelativePath, Verification,
    Verified, explanation,
};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Version of the object's shape. Fields are added without a new one; what a field means never changes within one.
pub(super) const VERSION: u32 = 1;

/// A diagnostic's identity, facts and fixes. No versions of documents, which would make equal diagnostics differ after
/// every edit: a report is about the version that it names or was asked for.
pub(crate) fn data(snapshot: &Snapshot, file: FileId, diagnostic: &Diagnostic) -> Cancellable<Value> {
    let fixes: Cancellable<Vec<Value>> =
        diagnostic.fixes.iter().map(|it| fix(snapshot, file, diagnostic, it)).collect();
    let code = diagnostic.code.name();
    let mut data = json!({
        "version": VERSION,
        "fingerprint": diagnostic.fingerprint,
        "facts": facts(diagnostic),
        "fixes": fixes?,
        "explain": {
            "text": explanation(diagnostic.code),
            // The pages have no address on the web.
            "page": format!("docs/codes/{code}.md"),
            "command": format!("rocky explain {code}"),
        },
    });
    if let Some(model) = &diagnostic.model {
        data["model"] = json!(model);
    }
    Ok(data)
}

/// What the message of a diagnostic says: only what its code has something to say about.
pub fn facts(diagnostic: &Diagnostic) -> Value {
    let Facts { relation, column, function, expected, found, candidates, path, dialects } = &diagnostic.facts;
    let mut facts = Map::new();
    let mut add = |key: &str, value: Option<Value>| {
        facts.extend(value.map(|it| (key.to_owned(), it)));
    };
    let words = |it: &str| (!it.is_empty()).then(|| json!(it));
    add("subject", words(&diagnostic.subject));
    add("relation", relation.as_deref().and_then(words));
    add("column", column.as_deref().and_then(words));
    add("function", function.as_deref().and_then(words));
    add("expected", expected.as_deref().and_then(words));
    add("found", found.as_deref().and_then(words));
    let candidate = |Candidate { name, ty }: &Candidate| match ty {
        Some(ty) => json!({ "name": name.as_str(), "type": ty }),
        None => json!({ "name": name.as_str() }),
    };
    let list = |values: Vec<Value>| (!values.is_empty()).then_some(Value::Array(values));
    add("candidates", list(candidates.iter().map(candidate).collect()));
    add("path", list(path.iter().map(|it| json!(it.as_str())).collect()));
    add("dialects", list(dialects.iter().map(|it| json!(it.name())).collect()));
    Value::Object(facts)
}

/// A fix that was not tried.
fn fix(snapshot: &Snapshot, file: FileId, diagnostic: &Diagnostic, fix: &Fix) -> Cancellable<Value> {
    let mut edits = Vec::new();
    for edit in &fix.edits {
        let place = snapshot.place(edit.place.file);
        edits.push(json!({
            "uri": uri(&snapshot.view, &place),
            "range": range(snapshot, edit.place.file, edit.place.range)?,
            "text": edit.text,
        }));
    }
    let (root, _) = snapshot.analysis.path(file);
    let created = |(path, text): &(String, String)| {
        let uri = file_uri(&Path::new(&*root.0).join(path));
        json!({ "path": path, "uri": uri, "text": text })
    };
    let creates: Vec<Value> = fix.creates.iter().map(created).collect();
    Ok(json!({
        "id": fix.id,
        "title": fix.title,
        "applicability": applicability(fix.applicability),
        "group": diagnostic.fingerprint,
        "edits": edits,
        "creates": creates,
    }))
}

/// A fix that was tried, in a database of its own.
pub(crate) fn verified_fix(
    snapshot: &Snapshot,
    file: FileId,
    (diagnostic, of): (&Diagnostic, &Fix),
    found: &Verification,
) -> Cancellable<Value> {
    let (root, _) = snapshot.analysis.path(file);
    let uri_of = |path: &RelativePath| match snapshot.analysis.file(&root, path) {
        Some(file) => uri(&snapshot.view, &snapshot.place(file)),
        None => file_uri(&Path::new(&*root.0).join(path.as_str())),
    };
    let one = |it: &Verified| {
        json!({
            "uri": uri_of(&it.path),
            "code": it.code.name(),
            "message": it.message,
            "fingerprint": it.fingerprint,
        })
    };
    let mut fix = fix(snapshot, file, diagnostic, of)?;
    fix["verified"] = json!(true);
    fix["clears"] = found.clears.iter().map(one).collect();
    fix["introduces"] = found.introduces.iter().map(one).collect();
    Ok(fix)
}

fn applicability(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::MachineApplicable => "MachineApplicable",
        Applicability::MaybeIncorrect => "MaybeIncorrect",
        Applicability::HasPlaceholders => "HasPlaceholders",
    }
}
