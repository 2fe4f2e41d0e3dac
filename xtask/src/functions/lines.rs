//! Lines of the catalogue: overloads of the two versions side by side, each marked with the versions that have it.

use std::collections::BTreeMap;

/// The function of one name and kind, as two versions have it.
#[derive(Default)]
pub(super) struct Entry {
    /// `(parameters)->result` in the order of the older version, then of the newer one.
    pub(super) overloads: Vec<Overload>,
    /// The name of the function that it is an alias of.
    pub(super) alias_of: Option<String>,
    /// Whether each call may give another value, or only each query.
    pub(super) stability: Stability,
}

/// One overload.
pub(super) struct Overload {
    /// `(parameters)->result`
    pub(super) text: String,
    /// Whether the older and the newer version have it.
    pub(super) versions: [bool; 2],
}

/// When the same arguments give the same value.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Stability {
    #[default]
    Always,
    InOneQuery,
    Never,
}

impl Entry {
    /// Notes that a version has an overload.
    pub(super) fn add(&mut self, version: usize, text: String) {
        match self.overloads.iter_mut().find(|it| it.text == text) {
            Some(overload) => overload.versions[version] = true,
            None => {
                let mut versions = [false; 2];
                versions[version] = true;
                self.overloads.push(Overload { text, versions });
            }
        }
    }

    fn same_as(&self, other: &Entry) -> bool {
        let texts = |entry: &Entry| {
            let mut texts: Vec<(String, [bool; 2])> =
                entry.overloads.iter().map(|it| (it.text.clone(), it.versions)).collect();
            texts.sort();
            texts
        };
        self.stability == other.stability && texts(self) == texts(other)
    }
}

fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The lines of a file: `name [flags]: overloads`, or `alias = name` where the two are the same.
pub(super) fn lines(entries: &BTreeMap<String, Entry>) -> String {
    let mut text = String::new();
    for (name, entry) in entries {
        let target = entry.alias_of.as_ref().and_then(|target| Some((target, entries.get(target)?)));
        if let Some((target, same)) = target
            && target != name
            // Messages call a function by its target's name: no word for an operator.
            && is_word(target) >= is_word(name)
            && same.alias_of.is_none()
            && entry.same_as(same)
        {
            text.push_str(&format!("{name} = {target}\n"));
            continue;
        }
        let stability = match entry.stability {
            Stability::Always => None,
            Stability::InOneQuery => Some("stable"),
            Stability::Never => Some("volatile"),
        };
        let spans =
            [([true, true], None), ([true, false], Some("until 1.5")), ([false, true], Some("since 2.0"))];
        for (versions, span) in spans {
            let overloads: Vec<&str> = entry
                .overloads
                .iter()
                .filter(|it| it.versions == versions)
                .map(|it| it.text.as_str())
                .collect();
            if overloads.is_empty() {
                continue;
            }
            let flags: Vec<&str> = [stability, span].into_iter().flatten().collect();
            let flags = if flags.is_empty() { String::new() } else { format!(" [{}]", flags.join(", ")) };
            text.push_str(&format!("{name}{flags}: {}\n", overloads.join("; ")));
        }
    }
    text
}
