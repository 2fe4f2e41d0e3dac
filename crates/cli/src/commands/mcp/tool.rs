//! The tools: what they are called, what they do, and what they take.

use rmcp::model::{Tool as Description, ToolAnnotations};
use serde_json::{Value, json};

/// A tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tool {
    Check,
    Delta,
    Explain,
    Fix,
    Lineage,
    Impact,
    Schema,
    CompiledSql,
}

impl Tool {
    pub(super) const ALL: [Tool; 8] = [
        Tool::Check,
        Tool::Delta,
        Tool::Explain,
        Tool::Fix,
        Tool::Lineage,
        Tool::Impact,
        Tool::Schema,
        Tool::CompiledSql,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Tool::Check => "check",
            Tool::Delta => "delta",
            Tool::Explain => "explain",
            Tool::Fix => "fix",
            Tool::Lineage => "lineage",
            Tool::Impact => "impact",
            Tool::Schema => "schema",
            Tool::CompiledSql => "compiled_sql",
        }
    }

    const fn description(self) -> &'static str {
        match self {
            Tool::Check => {
                "Find the mistakes in the project: SQL, Rocky DSL, sidecars, contracts, configuration. Each diagnostic has \
                 a code, a place, and the fixes that mend it. The document of `rocky check --output json`."
            }
            Tool::Delta => {
                "What an edit has changed: the fingerprints, among those that you know, of diagnostics that are gone, and \
                 the diagnostics that are new."
            }
            Tool::Explain => "Explain a diagnostic code, with an example and how to mend it.",
            Tool::Fix => {
                "Apply the fixes of what `check` finds until there is nothing left to fix. By default nothing is written \
                 and the answer has the changes as unified diffs; with `dry_run: false` the files are changed. The \
                 document of `rocky fix --output json`."
            }
            Tool::Lineage => {
                "What columns of a model are made of, and what is made of them, across models and out to tables outside \
                 the project. The document of `rocky lineage --format json`."
            }
            Tool::Impact => {
                "Who is hit by a change. With `model`, and perhaps `column`: every column, filter, join and grouping \
                 downstream that depends on it. With `base`: which columns differ from that git revision, how grave that \
                 is, and who reads them; the document of `rocky lineage-diff --output json`."
            }
            Tool::Schema => {
                "All about a model: columns with types, nullability, origins, classification, contract and tests; what it \
                 reads and what reads it."
            }
            Tool::CompiledSql => "The SQL of a model as the warehouse gets it.",
        }
    }

    /// Whether it never writes a file.
    const fn is_read_only(self) -> bool {
        !matches!(self, Tool::Fix)
    }

    /// The properties of its arguments, and which of them must be there.
    fn arguments(self) -> (Value, &'static [&'static str]) {
        let paths = json!({
            "type": "array",
            "items": { "type": "string" },
            "description": "Files and folders, relative to the project's folder; by default the whole project.",
        });
        let model = json!({ "type": "string", "description": "The name of a model." });
        let column = |what: &str| json!({ "type": "string", "description": what });
        match self {
            Tool::Check => {
                let base = "A git revision: also checks what contracts say of changes since then.";
                let properties = json!({ "paths": paths, "base": { "type": "string", "description": base } });
                (properties, &[])
            }
            Tool::Delta => {
                let known = json!({
                    "type": "array",
                    "items": { "type": "string" },
                    "description": "The `fingerprint` of each diagnostic that you know, as often as it is there.",
                });
                (json!({ "paths": paths, "known": known }), &["known"])
            }
            Tool::Explain => {
                let code = json!({ "type": "string", "description": "A code such as E003." });
                (json!({ "code": code }), &["code"])
            }
            Tool::Fix => {
                let codes = json!({
                    "type": "array",
                    "items": { "type": "string" },
                    "description": "Fix these codes only.",
                });
                let is_unsafe = "Apply fixes, too, that may not be what was meant.";
                let dry_run = "Whether to write nothing and only show what would change.";
                let properties = json!({
                    "paths": paths,
                    "codes": codes,
                    "unsafe": { "type": "boolean", "default": false, "description": is_unsafe },
                    "dry_run": { "type": "boolean", "default": true, "description": dry_run },
                });
                (properties, &[])
            }
            Tool::Lineage => {
                let direction = json!({
                    "type": "string",
                    "enum": ["upstream", "downstream", "both"],
                    "default": "both",
                    "description": "Which way to go.",
                });
                let depth = json!({
                    "type": "integer",
                    "minimum": 1,
                    "description": "Over how many models to go; by default one for a model, and any number for a column.",
                });
                let indirect = json!({
                    "type": "boolean",
                    "default": false,
                    "description": "Follow what decides about values and rows, too: conditions, filters, joins, groups, order.",
                });
                let properties = json!({
                    "model": model,
                    "column": column("One of its columns; all of them where absent."),
                    "direction": direction,
                    "depth": depth,
                    "indirect": indirect,
                });
                (properties, &["model"])
            }
            Tool::Impact => {
                let base = "A git revision to compare the files with, such as `main`.";
                let properties = json!({
                    "model": model,
                    "column": column("One of its columns; all of them where absent."),
                    "base": { "type": "string", "description": base },
                });
                (properties, &[])
            }
            Tool::Schema | Tool::CompiledSql => (json!({ "model": model }), &["model"]),
        }
    }

    /// As the protocol has it.
    pub(super) fn described(self) -> Description {
        let (properties, required) = self.arguments();
        let mut schema = rmcp::model::JsonObject::new();
        schema.insert("type".to_owned(), "object".into());
        schema.insert("properties".to_owned(), properties);
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema.insert("additionalProperties".to_owned(), false.into());
        let annotations = ToolAnnotations::new().read_only(self.is_read_only()).open_world(false);
        Description::new(self.name(), self.description(), schema).with_annotations(annotations)
    }
}
