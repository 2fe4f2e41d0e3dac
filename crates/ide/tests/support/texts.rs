//! Projects as texts, by path.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use ide::Host;
use std::{collections::BTreeMap, path::Path};

/// The files of a project with their texts.
pub type Texts = BTreeMap<String, String>;

/// A project as analysts write them: `fixtures/projects/retail`.
pub fn retail() -> Texts {
    let mut files = Texts::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/projects/retail"), "", &mut files);
    assert!(files.len() > 40, "{:?}", files.keys());
    files
}

/// A host that has nothing but these files.
pub fn host(files: &Texts) -> Host {
    let mut host = Host::new();
    host.apply(super::change(files.iter().map(|(path, text)| (&**path, Some(&**text)))));
    host
}

fn read(folder: &Path, prefix: &str, files: &mut Texts) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        match path.is_dir() {
            true => read(&path, &format!("{name}/"), files),
            false => drop(files.insert(name, std::fs::read_to_string(&path).unwrap())),
        }
    }
}
