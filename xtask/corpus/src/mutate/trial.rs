//! One mutation of a project: which files change, and what the warehouse gets instead.

use super::edit::{Edit, edit, read_instead};
use super::kind::Kind;
use super::project::{Model, Project, SEED, stem};
use crate::random::Random;
use base::{DialectKind, TextRange};

/// A broken project, as what differs from the valid one.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    pub(super) kind: Kind,
    /// The model that is broken; none where a source table is.
    pub(super) model: Option<String>,
    /// Files with their new texts; those without are deleted.
    pub(super) files: Vec<(String, Option<String>)>,
    /// Where the first file is not what it was, as a range of its new text.
    pub(super) place: TextRange,
    /// The source table that is changed.
    pub(super) source: Option<SourceChange>,
}

/// What happens to a source table.
#[derive(Clone, Debug)]
pub(super) struct SourceChange {
    /// `schema.table`.
    pub(super) table: String,
    /// The statement that makes it as it was.
    pub(super) before: String,
    /// The statement that makes it as it is now.
    pub(super) after: String,
}

impl Trial {
    /// Whether the warehouse can be asked about it.
    pub(super) fn is_bindable(&self) -> bool {
        self.kind != Kind::Cycle
    }

    /// Whether a file is one of those that are changed, or lies beside one as part of the same model.
    pub(super) fn reaches(&self, path: &str) -> bool {
        self.files.iter().any(|it| it.0 == path) || self.model.as_deref() == Some(stem(path))
    }

    /// The query of a model now; none if it is deleted.
    pub(super) fn sql<'a>(&'a self, model: &'a Model) -> Option<&'a str> {
        match self.files.iter().find(|it| it.0 == model.path) {
            Some((_, text)) => text.as_deref(),
            None => Some(&model.sql),
        }
    }
}

/// A random mutation of a kind; nothing if the model that was drawn has no place for it.
pub(super) fn trial(kind: Kind, project: &Project, random: &mut Random) -> Option<Trial> {
    match kind {
        Kind::DropSourceColumn | Kind::RenameSourceColumn | Kind::RetypeSourceColumn => {
            source(kind, project, random)
        }
        Kind::ContractColumn => {
            let (path, text) = file(project, ".contract.toml", random)?;
            let name = quoted(&text, "\nname = \"", random)?;
            in_toml(kind, path, &text, &Edit { range: name.0, text: format!("{}_of_nothing", name.1) })
        }
        Kind::ContractType => {
            let (path, text) = file(project, ".contract.toml", random)?;
            let ty = quoted(&text, "\ntype = \"", random)?;
            let other = if ty.1 == "Boolean" { "Int64" } else { "Boolean" };
            in_toml(kind, path, &text, &Edit { range: ty.0, text: other.to_owned() })
        }
        Kind::SidecarColumn => {
            let (path, text) = file(project, ".toml", random)?;
            let column = quoted(&text, "\ncolumn = \"", random)?;
            in_toml(kind, path, &text, &Edit { range: column.0, text: format!("{}_of_nothing", column.1) })
        }
        _ => in_sql(kind, project, random),
    }
}

fn in_sql(kind: Kind, project: &Project, random: &mut Random) -> Option<Trial> {
    let model = project.models.get(random.below(project.models.len())?).filter(|it| it.is_sql())?;
    let trial = |text: Option<String>, place| Trial {
        kind,
        model: Some(model.name.clone()),
        files: vec![(model.path.clone(), text)],
        place,
        source: None,
    };
    if kind == Kind::RemoveModel {
        let mut trial = trial(None, TextRange::default());
        let beside = format!("{}.", model.path.trim_end_matches(".sql"));
        let beside = project.files.keys().filter(|it| it.starts_with(&beside) && **it != model.path);
        trial.files.extend(beside.map(|it| (it.clone(), None)));
        return Some(trial);
    }
    // Nobody makes a table of an ephemeral model, and two columns of one name are its own affair.
    let sidecar = project.files.get(&model.path.replace(".sql", ".toml"));
    if kind == Kind::DuplicateOutput && sidecar.is_some_and(|it| it.contains("\"ephemeral\"")) {
        return None;
    }
    let root = syntax::parse_sql(&model.sql, DialectKind::DuckDb).syntax();
    let edit = match kind {
        Kind::Cycle => {
            let readers: Vec<&Model> =
                project.models.iter().filter(|it| it.reads.contains(&model.name)).collect();
            let reader = readers.get(random.below(readers.len())?)?;
            read_instead(&root, &reader.name, random)?
        }
        _ => edit(kind, &root, random)?,
    };
    let text = edit.apply(&model.sql);
    let place = TextRange::at(edit.range.start(), base::TextSize::of(&*edit.text));
    (text != model.sql).then(|| trial(Some(text), place))
}

fn in_toml(kind: Kind, path: String, text: &str, edit: &Edit) -> Option<Trial> {
    let model = stem(&path).to_owned();
    let place = TextRange::at(edit.range.start(), base::TextSize::of(&*edit.text));
    let files = vec![(path, Some(edit.apply(text)))];
    Some(Trial { kind, model: Some(model), files, place, source: None })
}

/// A random file of a model with this ending; contracts are no sidecars.
fn file(project: &Project, ending: &str, random: &mut Random) -> Option<(String, String)> {
    let is_wanted = |path: &&String| {
        path.starts_with("models/")
            && path.ends_with(ending)
            && (ending.contains("contract") || !path.ends_with(".contract.toml"))
            && !path.ends_with("_defaults.toml")
    };
    let paths: Vec<&String> = project.files.keys().filter(is_wanted).collect();
    let path = *paths.get(random.below(paths.len())?)?;
    Some((path.clone(), project.files.get(path)?.clone()))
}

/// A random string of a TOML text behind `before`, with its range.
fn quoted(text: &str, before: &str, random: &mut Random) -> Option<(TextRange, String)> {
    let places: Vec<usize> = text.match_indices(before).map(|(at, _)| at + before.len()).collect();
    let start = *places.get(random.below(places.len())?)?;
    let content = text[start..].split('"').next()?;
    let start = u32::try_from(start).ok()?;
    Some((TextRange::at(start.into(), base::TextSize::of(content)), content.to_owned()))
}

/// Changes a column of a source table: where it is declared, and in the seed.
fn source(kind: Kind, project: &Project, random: &mut Random) -> Option<Trial> {
    const COLUMN: &str = "    { name = \"";
    let declares = |it: &(&String, &String)| it.0.ends_with(".toml") && it.1.contains(COLUMN);
    let files: Vec<(&String, &String)> = project.files.iter().filter(declares).collect();
    let (path, text) = *files.get(random.below(files.len())?)?;
    let lines: Vec<usize> = text.match_indices(COLUMN).map(|it| it.0).collect();
    let start = *lines.get(random.below(lines.len())?)?;
    let line = text[start..].split_inclusive('\n').next()?;
    let mut strings = line.split('"').skip(1).step_by(2);
    let (column, ty) = (strings.next()?, strings.next()?);
    let last = |key: &str| text[..start].rsplit(key).next()?.split('"').next();
    let schema = last("schema = \"")?;
    let table = last(if text[..start].contains("[[table]]") { "\nname = \"" } else { "table = \"" })?;
    let (table, definition) = (format!("{schema}.{table}"), format!("{column} {ty}"));

    let seed = project.files.get(SEED)?;
    let create = format!("CREATE TABLE {table} (");
    let before = seed.lines().find(|it| it.starts_with(&create))?;
    let columns = before.strip_prefix(&create)?.strip_suffix(");")?;
    let columns = columns.split(", ").filter_map(|it| match kind {
        _ if it != definition => Some(it.to_owned()),
        Kind::DropSourceColumn => None,
        Kind::RenameSourceColumn => Some(format!("{column}_renamed {ty}")),
        _ => Some(format!("{column} {}", other_type(ty))),
    });
    let after = format!("{create}{});", columns.collect::<Vec<_>>().join(", "));
    let new_line = match kind {
        Kind::DropSourceColumn => String::new(),
        Kind::RenameSourceColumn => line.replacen(column, &format!("{column}_renamed"), 1),
        _ => line.replacen(ty, other_type(ty), 1),
    };
    let toml = [&text[..start], &new_line, &text[start + line.len()..]].concat();
    let start = u32::try_from(start).ok()?;
    Some(Trial {
        kind,
        model: None,
        place: TextRange::at(start.into(), base::TextSize::of(&*new_line)),
        files: vec![(path.clone(), Some(toml)), (SEED.to_owned(), Some(seed.replacen(before, &after, 1)))],
        source: Some(SourceChange { table, before: before.to_owned(), after }),
    })
}

/// A type that most of what is done with the first one cannot be done with.
fn other_type(ty: &str) -> &'static str {
    if ty == "BOOLEAN" { "TIMESTAMP" } else { "BOOLEAN" }
}
