//! What the user has set in the editor.
//!
//! Settings come as `initializationOptions`, are pushed by `workspace/didChangeConfiguration`, or are pulled by
//! `workspace/configuration`. Whatever comes replaces all that came before; what is not set has its default.

use ide::{DialectKind, Verbosity};
use serde_json::{Map, Value};

/// The section of the client's configuration that is ours, and the key below which clients put it.
pub(crate) const SECTION: &str = "rocky";

/// The settings of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) inlay_hints: InlayHintSettings,
    /// Whether there are code lenses.
    pub(crate) code_lens: bool,
    /// How much cards say.
    pub(crate) verbosity: Verbosity,
    /// The revision of git that models are compared with while they are edited.
    pub(crate) base: Option<String>,
    /// The dialects that projects are looked at for, in place of those of `[portability]`; `None` leaves those.
    pub(crate) target_dialects: Option<Vec<DialectKind>>,
}

/// Which inlay hints there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InlayHintSettings {
    /// Types of columns.
    pub(crate) types: bool,
    /// Whether columns may be `NULL`.
    pub(crate) nullability: bool,
    /// How many columns a star stands for.
    pub(crate) expanded_stars: bool,
    /// How many rows joins bring together.
    pub(crate) join_cardinality: bool,
    /// Which models a model reads, where its configuration does not say so.
    pub(crate) dependencies: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            inlay_hints: InlayHintSettings::default(),
            code_lens: true,
            verbosity: Verbosity::default(),
            base: None,
            target_dialects: None,
        }
    }
}

impl Default for InlayHintSettings {
    fn default() -> InlayHintSettings {
        InlayHintSettings {
            types: true,
            nullability: true,
            expanded_stars: true,
            join_cardinality: true,
            dependencies: true,
        }
    }
}

/// Reads what a client has sent: the object below [`SECTION`], or an object that is ours itself. `None` where it says
/// nothing. What has a wrong type is left at its default, with one warning about all of it.
pub(crate) fn read(sent: &Value) -> Option<Settings> {
    let object = match sent.get(SECTION) {
        Some(ours) => ours,
        None => sent,
    };
    if object.is_null() {
        return None;
    }
    let mut reader = Reader::default();
    let Some(object) = reader.object("", Some(object)) else {
        reader.complain();
        return None;
    };
    let default = Settings::default();
    let hints = reader.object("inlayHints", object.get("inlayHints"));
    let mut hint = |key: &str, default| reader.flag("inlayHints", hints, key, default);
    let inlay_hints = InlayHintSettings {
        types: hint("types", default.inlay_hints.types),
        nullability: hint("nullability", default.inlay_hints.nullability),
        expanded_stars: hint("expandedStars", default.inlay_hints.expanded_stars),
        join_cardinality: hint("joinCardinality", default.inlay_hints.join_cardinality),
        dependencies: hint("dependencies", default.inlay_hints.dependencies),
    };
    let lenses = reader.object("codeLens", object.get("codeLens"));
    let code_lens = reader.flag("codeLens", lenses, "enable", default.code_lens);
    let hover = reader.object("hover", object.get("hover"));
    let verbosity = reader.verbosity(hover.and_then(|it| it.get("verbosity")));
    let verbosity = verbosity.unwrap_or(default.verbosity);
    let base = reader.text("base", object.get("base")).filter(|it| !it.is_empty());
    let portability = reader.object("portability", object.get("portability"));
    let target_dialects = reader.dialects(portability.and_then(|it| it.get("targetDialects")));
    let target_dialects = target_dialects.filter(|it| !it.is_empty());
    reader.complain();
    Some(Settings { inlay_hints, code_lens, verbosity, base, target_dialects })
}

/// Reads values and notes those of a wrong type. What is absent or `null` is not set.
#[derive(Default)]
struct Reader {
    wrong: Vec<String>,
}

impl Reader {
    fn object<'v>(&mut self, path: &str, value: Option<&'v Value>) -> Option<&'v Map<String, Value>> {
        self.typed(path, "an object", value, Value::as_object)
    }

    fn text(&mut self, path: &str, value: Option<&Value>) -> Option<String> {
        self.typed(path, "a string", value, Value::as_str).map(str::to_owned)
    }

    fn verbosity(&mut self, value: Option<&Value>) -> Option<Verbosity> {
        let read = |it: &Value| it.as_str().and_then(Verbosity::named);
        self.typed("hover.verbosity", "\"brief\", \"normal\" or \"full\"", value, read)
    }

    fn dialects(&mut self, value: Option<&Value>) -> Option<Vec<DialectKind>> {
        let named = |it: &Value| DialectKind::from_name(it.as_str()?);
        let read = |it: &Value| it.as_array()?.iter().map(named).collect();
        let names = DialectKind::ALL.map(DialectKind::name).join(", ");
        self.typed("portability.targetDialects", &format!("a list of {names}"), value, read)
    }

    fn flag(&mut self, path: &str, of: Option<&Map<String, Value>>, key: &str, default: bool) -> bool {
        let value = of.and_then(|it| it.get(key));
        self.typed(&format!("{path}.{key}"), "true or false", value, Value::as_bool).unwrap_or(default)
    }

    fn typed<'v, T>(
        &mut self,
        path: &str,
        what: &str,
        value: Option<&'v Value>,
        read: impl Fn(&'v Value) -> Option<T>,
    ) -> Option<T> {
        let value = value.filter(|it| !it.is_null())?;
        let found = read(value);
        if found.is_none() {
            let path = [SECTION, path].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(".");
            self.wrong.push(format!("{path} must be {what}"));
        }
        found
    }

    fn complain(&self) {
        if !self.wrong.is_empty() {
            tracing::warn!("settings that are ignored: {}", self.wrong.join(", "));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_set_has_its_default() {
        assert_eq!(read(&json!({})), Some(Settings::default()));
        assert_eq!(read(&json!({ "rocky": {} })), Some(Settings::default()));
        for nothing in [json!(null), json!({ "rocky": null })] {
            assert_eq!(read(&nothing), None);
        }
    }

    #[test]
    fn each_setting_is_read_with_or_without_the_name_of_the_section() {
        let sent = json!({
            "inlayHints": {
                "types": false,
                "nullability": false,
                "expandedStars": false,
                "joinCardinality": false,
                "dependencies": false,
            },
            "codeLens": { "enable": false },
            "hover": { "verbosity": "full" },
            "base": "main",
            "portability": { "targetDialects": ["bigquery", "trino"] },
        });
        let expected = Settings {
            inlay_hints: InlayHintSettings {
                types: false,
                nullability: false,
                expanded_stars: false,
                join_cardinality: false,
                dependencies: false,
            },
            code_lens: false,
            verbosity: Verbosity::Full,
            base: Some("main".into()),
            target_dialects: Some(vec![DialectKind::BigQuery, DialectKind::Trino]),
        };
        assert_eq!(read(&sent), Some(expected.clone()));
        assert_eq!(read(&json!({ "rocky": sent })), Some(expected));
    }

    #[test]
    fn no_target_dialects_are_those_of_the_project() {
        for nothing in [json!(null), json!([])] {
            let sent = json!({ "portability": { "targetDialects": nothing } });
            assert_eq!(read(&sent), Some(Settings::default()));
        }
    }

    #[test]
    fn what_has_a_wrong_type_leaves_the_rest_alone() {
        let sent = json!({
            "inlayHints": 1,
            "codeLens": { "enable": "yes" },
            "hover": { "verbosity": "chatty" },
            "base": "main",
            "portability": { "targetDialects": ["bigquery", "oracle"] },
        });
        assert_eq!(read(&sent), Some(Settings { base: Some("main".into()), ..Settings::default() }));
        assert_eq!(read(&json!("rocky")), None);
        let mut reader = Reader::default();
        reader.object("", Some(&json!(1)));
        reader.text("base", Some(&json!(true)));
        assert_eq!(reader.wrong, ["rocky must be an object", "rocky.base must be a string"]);
    }
}
