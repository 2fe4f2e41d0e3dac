//! `cargo xtask gen-project`: writes a large project such as analysts have, the same one for the same seed.
//!
//! Staging models clean the tables of operational systems; five layers of intermediate models join, number, unite
//! and sum them; marts gather the results. A few staging models of customers are hubs with hundreds of readers.
//! Every reference is valid and every union agrees in types, so a correct compiler reports no error.

mod dsl;
mod intermediate;
mod marts;
mod model;
mod random;
mod select;
mod sidecars;
mod staging;
mod tokens;
mod vocabulary;

use anyhow::{Context, Result, bail};
use intermediate::Draft;
use model::Language;
pub(crate) use model::Model;
pub(crate) use random::Random;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::path::Path;

/// The share of each layer in percent, staging first, marts last.
const LAYERS: [usize; 8] = [30, 14, 12, 10, 8, 6, 12, 8];

/// A generated project: paths below its root with their texts, and the models.
#[derive(Debug)]
pub(crate) struct GeneratedProject {
    files: BTreeMap<String, String>,
    pub(crate) models: Vec<Model>,
}

impl GeneratedProject {
    /// Equal for equal files, as long as the toolchain is the same.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.files.hash(&mut hasher);
        hasher.finish()
    }
}

/// Writes a project of `count` models below `out`, which must not exist or be empty, and prints its size.
pub(crate) fn run(count: usize, seed: u64, with_seed_file: bool, out: &Path) -> Result<()> {
    if out.read_dir().is_ok_and(|mut it| it.next().is_some()) {
        bail!("{} is not empty: name a new folder with --out", out.display());
    }
    let project = generate(count, seed, with_seed_file)?;
    write(&project, out)?;
    print!("{}", summary(&project));
    Ok(())
}

/// Writes a project below `out`.
pub(crate) fn write(project: &GeneratedProject, out: &Path) -> Result<()> {
    let folders: BTreeSet<_> = project.files.keys().filter_map(|it| Path::new(it).parent()).collect();
    for folder in folders {
        let folder = out.join(folder);
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    for (path, text) in &project.files {
        let path = out.join(path);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Makes the project in memory.
pub(crate) fn generate(count: usize, seed: u64, with_seed_file: bool) -> Result<GeneratedProject> {
    if count < LAYERS.len() {
        bail!("a project has at least {} models, one for each layer", LAYERS.len());
    }
    let mut random = Random::new(seed);
    let mut models: Vec<Model> = Vec::with_capacity(count);
    let hubs = (count / 800).clamp(1, 12);
    let mut before = 0..0;
    for layer in 0..LAYERS.len() {
        let start = models.len();
        while models.len() < layer_end(layer, count) {
            let model = match layer {
                0 => staging::generate(&mut random, models.len(), hubs),
                _ => derived_model(&mut random, &models, hubs, before.clone(), layer + 1 == LAYERS.len()),
            };
            models.push(model);
        }
        before = start..models.len();
    }

    let mut files = sidecars::schema_files(&models);
    files.insert("rocky.toml".to_owned(), sidecars::ROCKY_TOML.to_owned());
    if with_seed_file {
        files.insert("data/seed.sql".to_owned(), sidecars::seed(&models));
    }
    for model in &models {
        add_files(&mut files, &mut random, model);
    }
    Ok(GeneratedProject { files, models })
}

/// Adds `count` marts that read the model called `hub`, a table of customers.
pub(crate) fn add_readers(project: &mut GeneratedProject, hub: &str, count: usize) {
    let mut random = Random::new(count as u64);
    let below = project.models.len();
    let Some(hub) = project.models.iter().position(|it| it.name == hub) else { return };
    for number in 0..count {
        let models = &project.models;
        let topics = [(); 3].map(|()| &models[random.below(below)]);
        let draft = marts::customer(&mut random, &models[hub], &topics);
        let model = finished(draft, "reader", "readers", below + number, Language::Sql, "mart");
        add_files(&mut project.files, &mut random, &model);
        project.models.push(model);
    }
}

/// The files of a model.
fn add_files(files: &mut BTreeMap<String, String>, random: &mut Random, model: &Model) {
    let folder = format!("models/{}", model.folder);
    let stem = format!("{folder}/{}", model.name);
    files.entry(format!("{folder}/_defaults.toml")).or_insert_with(|| sidecars::defaults(&model.folder));
    files.insert(format!("{stem}.{}", model.extension()), model.text.clone());
    files.insert(format!("{stem}.toml"), sidecars::sidecar(random, model));
    if random.percent(10) {
        files.insert(format!("{stem}.contract.toml"), sidecars::contract(model));
    }
}

/// The number of models in the layers up to and with this one; every layer has at least one.
fn layer_end(layer: usize, count: usize) -> usize {
    if layer + 1 == LAYERS.len() {
        return count;
    }
    let share: usize = LAYERS[..=layer].iter().sum();
    (count * share / 100).clamp(layer + 1, count - (LAYERS.len() - 1 - layer))
}

/// A model of layer 1 or higher. It reads a model of the layer `before`, so that chains are as long as there are layers.
fn derived_model(
    random: &mut Random,
    models: &[Model],
    hubs: usize,
    before: Range<usize>,
    is_mart: bool,
) -> Model {
    let number = models.len();
    let base = &models[before.start + random.below(before.len())];
    let customers = &models[random.below(hubs)];
    let below = before.end;
    let other = &models[random.below(below)];

    let mut language = Language::Sql;
    let (draft, verb): (Draft, &str) = if is_mart {
        let another = &models[random.below(below)];
        (marts::customer(random, customers, &[base, other, another]), "overview")
    } else {
        match random.below(100) {
            0..=11 => {
                language = Language::Dsl;
                match random.percent(50) && !base.is_customer_table {
                    true => (dsl::filtered(random, base, customers), "labelled"),
                    false => (dsl::grouped(random, base), "grouped"),
                }
            }
            12..=49 => (intermediate::join(random, base, customers, other), "enriched"),
            50..=67 => (intermediate::window(random, base), "sequenced"),
            68..=79 => {
                let another = &models[random.below(below)];
                (intermediate::union(random, &[base, other, another]), "united")
            }
            _ => (intermediate::monthly(random, base, customers), "monthly"),
        }
    };
    let (prefix, folder) = if is_mart { ("mart", "marts") } else { ("int", "intermediate") };
    let area = vocabulary::DOMAINS[number % vocabulary::DOMAINS.len()];
    finished(draft, verb, &format!("{folder}/{area}"), number, language, prefix)
}

/// A model out of what was drafted.
fn finished(
    draft: Draft,
    verb: &str,
    folder: &str,
    number: usize,
    language: Language,
    prefix: &str,
) -> Model {
    Model {
        name: format!("{prefix}_{}_{verb}_{number:05}", draft.entity),
        folder: folder.to_owned(),
        language,
        text: draft.text,
        columns: draft.columns,
        entity: draft.entity,
        reads: draft.reads,
        source: None,
        is_customer_table: draft.is_customer_table,
    }
}

/// Sizes and counts, for people and for `docs/performance.md`.
pub(crate) fn summary(project: &GeneratedProject) -> String {
    let mut bytes: Vec<usize> = project.models.iter().map(|it| it.text.len()).collect();
    let mut token_counts: Vec<usize> = project.models.iter().map(|it| tokens::count(&it.text)).collect();
    let mut readers: BTreeMap<&str, usize> = BTreeMap::new();
    for name in project.models.iter().flat_map(|it| &it.reads) {
        *readers.entry(name).or_default() += 1;
    }
    let mut depth: BTreeMap<&str, usize> = BTreeMap::new();
    for model in &project.models {
        let deepest = model.reads.iter().filter_map(|it| depth.get(it.as_str())).max().copied().unwrap_or(0);
        depth.insert(&model.name, deepest + 1);
    }
    let count_files = |suffix: &str| project.files.keys().filter(|it| it.ends_with(suffix)).count();
    let (total_bytes, total_tokens) = (bytes.iter().sum::<usize>(), token_counts.iter().sum::<usize>());
    format!(
        "models {} (sql {}, rocky {}), contracts {}, files {}\n\
         bytes {total_bytes} (median {} a model), tokens {total_tokens} (median {} a model)\n\
         edges {}, depth {}, most readers of one model {}\n",
        project.models.len(),
        project.models.iter().filter(|it| it.language == Language::Sql).count(),
        project.models.iter().filter(|it| it.language == Language::Dsl).count(),
        count_files(".contract.toml"),
        project.files.len(),
        median(&mut bytes),
        median(&mut token_counts),
        readers.values().sum::<usize>(),
        depth.values().max().copied().unwrap_or(0),
        readers.values().max().copied().unwrap_or(0),
    )
}

fn median(values: &mut [usize]) -> usize {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides_everything() {
        let files = |seed| generate(60, seed, true).unwrap().files;
        assert_eq!(files(7), files(7));
        assert_ne!(files(7), files(8));
    }

    #[test]
    fn models_read_earlier_models_and_have_names_of_their_own() {
        let project = generate(2_500, 1, false).unwrap();
        let mut earlier = BTreeSet::new();
        for model in &project.models {
            for name in &model.reads {
                assert!(earlier.contains(name.as_str()), "{} reads {name}", model.name);
                assert!(model.text.contains(name.as_str()), "{} does not name {name}", model.name);
            }
            assert!(earlier.insert(model.name.as_str()), "{} twice", model.name);
            let columns: BTreeSet<_> = model.columns.iter().map(|it| &it.name).collect();
            assert_eq!(columns.len(), model.columns.len(), "{}", model.name);
            assert!(columns.iter().any(|it| *it == "customer_id"), "{}", model.name);
        }
    }

    #[test]
    fn models_are_as_large_as_those_of_analysts() {
        let project = generate(1_000, 1, false).unwrap();
        let mut bytes: Vec<usize> = project.models.iter().map(|it| it.text.len()).collect();
        let mut token_counts: Vec<usize> = project.models.iter().map(|it| tokens::count(&it.text)).collect();
        assert!(median(&mut bytes) >= 1024);
        assert!(median(&mut token_counts) >= 300);
        let share_of_dsl =
            project.models.iter().filter(|it| it.language == Language::Dsl).count() * 100 / 1_000;
        assert!((5..=10).contains(&share_of_dsl), "{share_of_dsl} %");
    }

    #[test]
    fn every_layer_has_a_model_in_small_projects_too() {
        for count in [8, 9, 20, 100] {
            let project = generate(count, 1, false).unwrap();
            assert_eq!(project.models.len(), count);
            assert!(summary(&project).contains("depth 8"), "{}", summary(&project));
        }
        assert!(generate(3, 1, false).is_err());
    }
}
