//! The project to measure on, and the edits that are typed into it.

use crate::gen_project::{self, GeneratedProject};
use crate::setup;
use anyhow::{Context, Result, anyhow, bail};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The seed of the measured project.
const SEED: u64 = 1;

/// A generated project on disk and its two interesting models.
pub(super) struct BenchProject {
    pub(super) folder: PathBuf,
    /// Sizes and counts, one line each.
    pub(super) summary: String,
    pub(super) sql_bytes: usize,
    pub(super) model_count: usize,
    /// The model with the most readers.
    pub(super) hub: BenchModel,
    /// A model that reads the hub and has no readers.
    pub(super) leaf: BenchModel,
    /// Paths of the models that read the hub directly.
    pub(super) hub_readers: Vec<String>,
}

/// A model by path below the project, with its text.
pub(super) struct BenchModel {
    pub(super) path: String,
    pub(super) text: String,
}

/// One key: a character inserted at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Keystroke {
    /// The text before.
    pub(super) before: String,
    /// Where, in bytes, which are characters too: generated SQL is ASCII.
    pub(super) at: usize,
    pub(super) key: char,
}

impl BenchProject {
    /// Makes the project in the cache, unless it is there.
    pub(super) fn prepare(models: usize) -> Result<BenchProject> {
        let project = gen_project::generate(models, SEED, false)?;
        write(&project, &format!("models-{models}"))
    }

    /// The same with a hub on which so many models depend, directly or not: readers are added until there are enough.
    pub(super) fn with_dependants(models: usize, dependants: usize) -> Result<BenchProject> {
        let mut project = gen_project::generate(models, SEED, false)?;
        let hub = hub_of(&project)?.name.clone();
        let missing = dependants.saturating_sub(dependants_of(&project, &hub));
        gen_project::add_readers(&mut project, &hub, missing);
        write(&project, &format!("models-{models}-dependants-{dependants}"))
    }

    pub(super) fn path_of(&self, model: &BenchModel) -> PathBuf {
        self.folder.join(&model.path)
    }
}

/// Writes a project into the cache, unless it is there.
fn write(project: &GeneratedProject, name: &str) -> Result<BenchProject> {
    let summary = gen_project::summary(project);
    let folder = setup::cache_folder()?.join("bench").join(name);
    let stamp = folder.with_extension("stamp");
    let fingerprint = project.fingerprint().to_string();
    if !fs::read_to_string(&stamp).is_ok_and(|it| it == fingerprint) {
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot delete {}", folder.display()))?;
        }
        eprintln!("bench: writing {} models to {}", project.models.len(), folder.display());
        gen_project::write(project, &folder)?;
        fs::write(&stamp, &fingerprint).with_context(|| format!("cannot write {}", stamp.display()))?;
    }
    choose(project, folder, summary)
}

/// The table of customers with the most readers, of those that read no model.
fn hub_of(project: &GeneratedProject) -> Result<&gen_project::Model> {
    let tables = project.models.iter().filter(|it| it.is_customer_table && it.reads.is_empty());
    let readers =
        |name: &str| project.models.iter().filter(|it| it.reads.iter().any(|read| read == name)).count();
    tables.max_by_key(|it| readers(&it.name)).ok_or_else(|| anyhow!("the project has no hub"))
}

/// How many models read this one, directly or not. Models stand behind what they read.
fn dependants_of(project: &GeneratedProject, name: &str) -> usize {
    let mut dependent: BTreeSet<&str> = BTreeSet::from([name]);
    for model in &project.models {
        if model.reads.iter().any(|it| dependent.contains(it.as_str())) {
            dependent.insert(&model.name);
        }
    }
    dependent.len() - 1
}

fn choose(project: &GeneratedProject, folder: PathBuf, summary: String) -> Result<BenchProject> {
    let models = &project.models;
    let reads = |it: &gen_project::Model, name: &str| it.reads.iter().any(|read| read == name);
    let readers_of =
        |name: &str| -> Vec<&gen_project::Model> { models.iter().filter(|it| reads(it, name)).collect() };
    let path = |it: &gen_project::Model| format!("models/{}/{}.{}", it.folder, it.name, it.extension());
    let bench_model = |it: &gen_project::Model| BenchModel { path: path(it), text: it.text.clone() };

    let hub = hub_of(project)?;
    let readers = readers_of(&hub.name);
    let leaf = readers
        .iter()
        .find(|it| it.folder.starts_with("marts/") && it.extension() == "sql")
        .ok_or_else(|| anyhow!("no mart reads `{}`", hub.name))?;
    Ok(BenchProject {
        folder,
        summary,
        sql_bytes: models.iter().map(|it| it.text.len()).sum(),
        model_count: models.len(),
        hub: bench_model(hub),
        leaf: bench_model(leaf),
        hub_readers: readers.into_iter().map(path).collect(),
    })
}

impl Keystroke {
    /// Misspells the last word of the text: in a leaf, a column in the condition of its last join.
    pub(super) fn in_last_word(text: &str) -> Keystroke {
        let before = text.to_owned();
        Keystroke { at: before.trim_end().len(), before, key: 'q' }
    }

    /// Opens a parenthesis behind the last word.
    pub(super) fn open_parenthesis(text: &str) -> Keystroke {
        Keystroke { key: '(', ..Keystroke::in_last_word(text) }
    }

    /// Misspells the column of a hub's WHERE clause: the schema stays as it is.
    pub(super) fn in_hub_condition(hub: &str) -> Result<Keystroke> {
        let at = end_of_last(hub, "WHERE recency")?;
        Ok(Keystroke { before: hub.to_owned(), at, key: 'q' })
    }

    /// Misspells the output column that every reader of the hub joins by, so that its schema is another.
    pub(super) fn in_hub_output(hub: &str) -> Result<Keystroke> {
        let at = end_of_last(hub, "\nSELECT\n    customer_id")?;
        Ok(Keystroke { before: hub.to_owned(), at, key: 'q' })
    }

    /// Renames the output column that every reader of the hub joins by. An ORDER BY that names it makes the hub itself
    /// show when the edit has been seen.
    pub(super) fn rename_in_hub(hub: &str) -> Result<Keystroke> {
        let inner = "        customer_id,\n";
        let outer = "\nSELECT\n    customer_id,\n";
        let ranked = end_of_last(hub, "ranked AS (")?;
        let inner_at =
            hub[ranked..].find(inner).ok_or_else(|| anyhow!("the hub's `ranked` has no customer_id"))?;
        let mut text = hub.trim_end().to_owned();
        text.insert_str(ranked + inner_at + inner.len() - 2, " AS customer_key");
        let outer_at = end_of_last(&text, outer)? - outer.len();
        text.replace_range(outer_at..outer_at + outer.len(), "\nSELECT\n    customer_key AS customer_id,\n");
        text.push_str("\nORDER BY customer_id\n");
        let at = end_of_last(&text, "customer_key AS customer_id")?;
        Ok(Keystroke { before: text, at, key: 'q' })
    }

    /// Line and character of the key.
    pub(super) fn position(&self) -> (usize, usize) {
        let head = &self.before[..self.at];
        (head.matches('\n').count(), self.at - head.rfind('\n').map_or(0, |it| it + 1))
    }

    /// The text after the key.
    pub(super) fn after(&self) -> String {
        let mut text = self.before.clone();
        text.insert(self.at, self.key);
        text
    }
}

fn end_of_last(text: &str, needle: &str) -> Result<usize> {
    match text.rfind(needle) {
        Some(at) => Ok(at + needle.len()),
        None => bail!("the generated model has no `{needle}`: adapt the bench to the generator"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_a_place() {
        let key = Keystroke::in_last_word("SELECT a\nFROM b\n");
        assert_eq!((key.position(), key.after()), ((1, 6), "SELECT a\nFROM bq\n".to_owned()));
    }

    #[test]
    fn readers_are_added_until_the_hub_has_enough() {
        let mut project = gen_project::generate(300, SEED, false).unwrap();
        let hub = hub_of(&project).unwrap().name.clone();
        let before = dependants_of(&project, &hub);
        gen_project::add_readers(&mut project, &hub, 40);
        assert_eq!(dependants_of(&project, &hub), before + 40);
    }

    #[test]
    fn the_generated_hub_and_leaf_can_be_edited() {
        let project = gen_project::generate(300, SEED, false).unwrap();
        let chosen = choose(&project, PathBuf::new(), String::new()).unwrap();
        assert!(chosen.hub_readers.contains(&chosen.leaf.path));
        assert!(chosen.leaf.text.trim_end().ends_with("customers.customer_id"));
        let condition = Keystroke::in_hub_condition(&chosen.hub.text).unwrap();
        assert!(condition.after().ends_with("WHERE recencyq = 1\n"));
        let rename = Keystroke::rename_in_hub(&chosen.hub.text).unwrap();
        assert!(rename.before.contains("        customer_id AS customer_key,\n"));
        assert!(rename.after().contains("    customer_key AS customer_idq,\n"));
        assert!(rename.after().ends_with("ORDER BY customer_id\n"));
    }
}
