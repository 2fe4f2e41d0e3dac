//! Every key of every file that `config` reads is proposed where it may stand, and has a card.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use config::{
    FileKind,
    keys::{KeySpec, TableSpec, ValueSpec, for_file_kind},
};
use ide::{FilePosition, Host, TextSize};
use support::{ask, change, file, host};
use testing::fixture::parse;

/// The files that have keys, one of each kind.
const FILES: [(FileKind, &str); 8] = [
    (FileKind::RockyToml, "rocky.toml"),
    (FileKind::Sidecar, "models/m.toml"),
    (FileKind::Defaults, "models/_defaults.toml"),
    (FileKind::Group, "models/groups/g.toml"),
    (FileKind::TestDefinitions, "models/test_definitions.toml"),
    (FileKind::Contract, "models/m.contract.toml"),
    (FileKind::SchemaFile, "schemas/raw.toml"),
    (FileKind::SeedSidecar, "seeds/s.toml"),
];

/// How deep tables within tables are followed: some hold themselves.
const DEEPEST: usize = 6;

/// A way to a table: what is written before it, its header's keys, and whether the last is an array of tables.
#[derive(Clone, Default)]
struct Way {
    before: String,
    keys: Vec<String>,
    is_array: bool,
}

impl Way {
    fn to_key(&self, name: &str, is_array: bool) -> Way {
        let mut keys = self.keys.clone();
        keys.push(name.to_owned());
        Way { before: self.before.clone(), keys, is_array }
    }

    /// A way that leads through this table, in which `line` stands.
    fn through(&self, line: &str) -> Way {
        Way { before: format!("{}{}{line}", self.before, self.header()), ..self.clone() }
    }

    fn header(&self) -> String {
        let path = self.keys.join(".");
        match (self.keys.is_empty(), self.is_array) {
            (true, _) => String::new(),
            (false, true) => format!("[[{path}]]\n"),
            (false, false) => format!("[{path}]\n"),
        }
    }
}

struct Walk {
    host: Host,
    path: &'static str,
    missing: Vec<String>,
    visited: usize,
}

impl Walk {
    fn table(&mut self, way: &Way, table: &'static TableSpec) {
        if way.keys.len() > DEEPEST {
            return;
        }
        self.keys(way, "", table.keys);
        for case in table.variants.map_or(&[][..], |it| it.cases) {
            let line = format!("{} = \"{}\"\n", table.variants.unwrap().tag, case.name);
            self.keys(way, &line, case.keys);
            let through = way.through(&line);
            case.keys.iter().for_each(|key| self.value(&through.to_key(key.name, false), &key.value));
        }
        if let Some(rest) = &table.rest {
            self.value(&way.to_key("chosen", false), rest);
        }
        for key in table.keys {
            self.value(&way.to_key(key.name, false), &key.value);
        }
    }

    /// Follows a value that is a table, or holds some.
    fn value(&mut self, way: &Way, value: &ValueSpec) {
        match value {
            ValueSpec::Table(table) => self.table(way, table),
            ValueSpec::Named(table, _) => self.table(&way.to_key("chosen", false), table),
            ValueSpec::Array(element) if element.table().is_some() => {
                self.value(&Way { is_array: true, ..way.clone() }, element);
            }
            ValueSpec::OneOf(all) => all.iter().for_each(|it| self.value(way, it)),
            _ => {}
        }
    }

    /// Looks for proposals of keys on the line behind `before`, and for the card of each.
    fn keys(&mut self, way: &Way, before: &str, keys: &'static [KeySpec]) {
        let head = format!("{}{}{before}", way.before, way.header());
        let labels = self.labels(&head);
        for key in keys {
            self.visited += 1;
            let is_written = before.starts_with(&format!("{} ", key.name));
            if !is_written && !labels.iter().any(|it| it == key.name) {
                self.missing.push(format!("{}: no proposal of {} behind\n{head}", self.path, key.name));
            }
            if !is_written && !self.card(&head, key.name).contains(key.doc) {
                self.missing.push(format!("{}: no card of {} behind\n{head}", self.path, key.name));
            }
        }
    }

    fn labels(&mut self, head: &str) -> Vec<String> {
        let position = self.at(head, head.len());
        let found = ask(&mut self.host, |it| it.completions(position)).items;
        found.into_iter().map(|it| it.label).collect()
    }

    fn card(&mut self, head: &str, key: &str) -> String {
        let position = self.at(&format!("{head}{key} = 1\n"), head.len() + 1);
        ask(&mut self.host, |it| it.hover(position)).map(|it| it.markdown).unwrap_or_default()
    }

    fn at(&mut self, text: &str, offset: usize) -> FilePosition {
        self.host.apply(change([(self.path, Some(text))]));
        let offset = TextSize::from(u32::try_from(offset).unwrap());
        FilePosition { file: file(&self.host, self.path), offset }
    }
}

#[test]
fn every_key_is_proposed_and_has_a_card() {
    for (kind, path) in FILES {
        let fixture = format!("//- /rocky.toml\n//- /models/m.sql\nSELECT 1 AS one\n//- /{path}\n");
        let fixture = if path == "rocky.toml" { "//- /rocky.toml\n".to_owned() } else { fixture };
        let mut walk = Walk { host: host(&parse(&fixture)), path, missing: Vec::new(), visited: 0 };
        walk.table(&Way::default(), for_file_kind(kind).unwrap());
        assert!(walk.visited > 3, "{path}");
        assert_eq!(walk.missing, Vec::<String>::new(), "{path}");
    }
}

#[test]
fn every_key_is_proposed_in_frontmatter() {
    let text = |line: &str| format!("---toml\n{line}\n---\nSELECT 1 AS one\n");
    let mut host = host(&parse("//- /rocky.toml\n//- /models/m.sql\nSELECT 1 AS one\n"));
    host.apply(change([("models/m.sql", Some(&*text("")))]));
    let offset = TextSize::from(u32::try_from("---toml\n".len()).unwrap());
    let position = FilePosition { file: file(&host, "models/m.sql"), offset };
    let found = ask(&mut host, |it| it.completions(position)).items;
    for key in for_file_kind(FileKind::SqlModel).unwrap().keys {
        assert!(found.iter().any(|it| it.label == key.name), "{}", key.name);
    }
}
