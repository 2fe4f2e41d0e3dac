//! A generated project, and random edits of it.

use super::random::Random;
use std::collections::BTreeMap;

/// Path to text.
pub type Files = BTreeMap<String, String>;

const MODELS: usize = 200;

/// A layered project: raw tables, staging models, models over one to three earlier ones, contracts.
pub fn project(random: &mut Random) -> Files {
    let mut files = Files::from([
        ("rocky.toml".to_owned(), ROCKY_TOML.to_owned()),
        ("models/_defaults.toml".to_owned(), "[target]\ncatalog = \"shop\"\nschema = \"main\"\n".to_owned()),
        ("schemas/raw.toml".to_owned(), RAW.to_owned()),
    ]);
    for index in 0..MODELS {
        files.insert(model_path(index), model(index, random));
        if !random.one_in(8) {
            files.insert(format!("models/m{index}.toml"), sidecar(index, random));
        }
        if random.one_in(6) {
            files.insert(format!("models/m{index}.contract.toml"), contract(random));
        }
    }
    files
}

const ROCKY_TOML: &str =
    "[adapter]\ntype = \"duckdb\"\n\n[pipeline.p]\ntype = \"transformation\"\nmodels = \"models/**\"\n";

const RAW: &str = "catalog = \"shop\"\nschema = \"raw\"\ncomplete = true\n\n[[table]]\nname = \"events\"\ncolumns = [\n    { name = \"id\", type = \"BIGINT\", nullable = false },\n    { name = \"label\", type = \"VARCHAR\" },\n    { name = \"day\", type = \"DATE\" },\n    { name = \"amount\", type = \"DECIMAL(10, 2)\" },\n]\n";

fn model_path(index: usize) -> String {
    format!("models/m{index}.sql")
}

fn model(index: usize, random: &mut Random) -> String {
    if index < 20 {
        return "SELECT id, label, day, amount\nFROM raw.events -- every event\nWHERE amount > 0\n"
            .to_owned();
    }
    let mut upstream = || format!("m{}", index - 1 - random.below(20));
    let (a, b) = (upstream(), upstream());
    match random.below(6) {
        0 => format!("SELECT id, upper(label) AS label, day, amount * 2 AS amount FROM {a}\n"),
        1 => format!(
            "SELECT x.id, y.label, x.day, y.amount\nFROM {a} AS x\nLEFT JOIN {b} AS y ON y.id = x.id\n"
        ),
        2 => format!(
            "WITH totals AS (\n    SELECT id, max(label) AS label, day, sum(amount) AS amount\n    FROM {a} GROUP BY ALL\n)\nSELECT id, label, day, amount FROM totals\n"
        ),
        3 => format!(
            "SELECT id, label, day, amount FROM {a}\nUNION ALL\nSELECT id, label, day, amount FROM {b}\n"
        ),
        4 => format!("SELECT * FROM {a} WHERE id IN (SELECT id FROM {b} WHERE label = 'ö')\n"),
        _ => format!(
            "SELECT id, label, day, CAST(amount AS DECIMAL(10, 2)) AS amount,\n    row_number() OVER (PARTITION BY label ORDER BY day) AS position\nFROM {a}\n"
        ),
    }
}

fn sidecar(index: usize, random: &mut Random) -> String {
    match random.below(6) {
        0 => format!("intent = \"model {index}\"\n\n[classification]\nlabel = \"pii\"\n"),
        1 => format!("depends_on = [\"m{}\"]\n", random.below(MODELS)),
        2 => "[strategy]\ntype = \"view\"\n".to_owned(),
        3 => format!("name = \"m{index}\"\n\n[[tests]]\ntype = \"unique\"\ncolumn = \"id\"\n"),
        4 => format!(
            "[[sources]]\ncatalog = \"shop\"\nschema = \"other\"\ntable = \"t{index}\"\ncolumns = [{{ name = \"id\", type = \"INTEGER\" }}]\n"
        ),
        _ => "intent = \"none\"\n".to_owned(),
    }
}

fn contract(random: &mut Random) -> String {
    let ty = ["Int64", "String", "Date", "Decimal(10,2)"][random.below(4)];
    let column = ["id", "label", "day", "amount"][random.below(4)];
    format!(
        "[[columns]]\nname = \"{column}\"\ntype = \"{ty}\"\nnullable = {}\n\n[rules]\nrequired = [\"id\"]\nprotected = [\"{column}\"]\n",
        random.one_in(2)
    )
}

/// Changes `files` once; says how, and which files are to be given to the host.
pub fn edit(files: &mut Files, random: &mut Random) -> (String, Vec<String>) {
    let models: Vec<String> = files.keys().filter(|it| it.ends_with(".sql")).cloned().collect();
    let configurations: Vec<String> = files.keys().filter(|it| it.ends_with(".toml")).cloned().collect();
    let model_file = models[random.below(models.len())].clone();
    let set = |files: &mut Files, path: String, text: String| {
        (format!("set {path} to {text:?}"), {
            files.insert(path.clone(), text);
            vec![path]
        })
    };
    match random.below(20) {
        0..=5 => splice(files, model_file, random),
        6 => {
            let index = random.below(MODELS);
            let text = model(index, random);
            set(files, model_path(index), text)
        }
        // A reference to any model: many of these close a ring, and the edits above open it again.
        7..=8 => {
            let text = format!("SELECT id, label, day, amount FROM m{}\n", random.below(MODELS));
            set(files, model_file, text)
        }
        9 => {
            let words = ["id", "label", "day", "amount", "m1", "FROM", "AS", "SELECT", "raw"];
            replace_word(files, model_file, words[random.below(words.len())], "label", random)
        }
        10 => {
            let new = ["identity", "Amount", "m7", "events", "x.y"][random.below(5)];
            replace_word(files, model_file, "amount", new, random)
        }
        11 => {
            let path = format!("models/new/n{}.sql", random.below(30));
            let text = model(20 + random.below(MODELS - 20), random);
            set(files, path, text)
        }
        12 => rename(files, model_file, random),
        13 => {
            files.remove(&model_file);
            (format!("delete {model_file}"), vec![model_file])
        }
        14 => {
            let index = random.below(MODELS);
            let text = sidecar(random.below(MODELS), random);
            set(files, format!("models/m{index}.toml"), text)
        }
        15 => {
            let index = random.below(MODELS);
            let folder = ["models", "contracts"][random.below(2)];
            let text = contract(random);
            set(files, format!("{folder}/m{index}.contract.toml"), text)
        }
        16..=17 => splice(files, configurations[random.below(configurations.len())].clone(), random),
        18 => {
            let path = &configurations[random.below(configurations.len())];
            if ["rocky.toml", "schemas/raw.toml"].contains(&path.as_str()) {
                return edit(files, random);
            }
            files.remove(path);
            (format!("delete {path}"), vec![path.clone()])
        }
        _ => match random.below(6) {
            0 => set(
                files,
                "rocky.toml".into(),
                format!("{ROCKY_TOML}\n[diagnostics]\nI001 = \"off\"\nE003 = \"warning\"\n"),
            ),
            1 => set(files, "rocky.toml".into(), ROCKY_TOML.replace("models/**", "models/new/**")),
            2 => set(files, "schemas/raw.toml".into(), RAW.replace("BIGINT", "VARCHAR")),
            3 => set(files, "schemas/raw.toml".into(), RAW.replace("complete = true", "# perhaps more")),
            4 => set(files, "rocky.toml".into(), ROCKY_TOML.to_owned()),
            _ => set(files, "schemas/raw.toml".into(), RAW.to_owned()),
        },
    }
}

/// Inserts, deletes or replaces a few characters.
fn splice(files: &mut Files, path: String, random: &mut Random) -> (String, Vec<String>) {
    const PIECES: &[&str] = &[
        "",
        "",
        " ",
        "\n",
        "-- c\n",
        "/*",
        "*/",
        "'",
        "\"",
        "(",
        ")",
        ",",
        ".",
        "a",
        "id",
        "é",
        " FROM m3 ",
        "SELECT ",
        ";",
        "= ",
        "[",
        "]",
        "#",
        "---toml\n",
        "*",
        "::INT",
        " AS label",
        "1",
    ];
    let Some(text) = files.get_mut(&path) else { return (String::new(), Vec::new()) };
    let start = boundary(text, random.below(text.len() + 1));
    let end = boundary(text, (start + random.below(12)).min(text.len())).max(start);
    let piece = PIECES[random.below(PIECES.len())];
    text.replace_range(start..end, piece);
    (format!("splice {path} at {start}..{end} with {piece:?}"), vec![path])
}

fn replace_word(
    files: &mut Files,
    path: String,
    old: &str,
    new: &str,
    random: &mut Random,
) -> (String, Vec<String>) {
    let Some(text) = files.get_mut(&path) else { return (String::new(), Vec::new()) };
    let places: Vec<usize> = text.match_indices(old).map(|it| it.0).collect();
    if places.is_empty() {
        return splice(files, path, random);
    }
    let start = places[random.below(places.len())];
    text.replace_range(start..start + old.len(), new);
    (format!("replace {old} in {path} at {start} by {new}"), vec![path])
}

fn rename(files: &mut Files, path: String, random: &mut Random) -> (String, Vec<String>) {
    let new = match random.below(4) {
        0 => path.replace(".sql", ".rocky"),
        1 => path.replace("models/", "models/moved/"),
        2 => format!("models/m{}.sql", random.below(MODELS)),
        _ => path.replace(".sql", "_v2.sql"),
    };
    let Some(text) = files.remove(&path) else { return (String::new(), Vec::new()) };
    files.insert(new.clone(), text);
    (format!("rename {path} to {new}"), vec![path, new])
}

/// The end of the last character that ends at `offset` or before.
pub fn boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
