//! Make a model of a common table expression: a file of its own, which the statement reads instead.

use super::{Draft, RefactoringKind, Selection, with};
use hir::{CteId, Relation};
use sema::{Place, Remedy};
use std::collections::BTreeSet;

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    if it.view.is_rocky || it.file.project(it.db).loose(it.db) {
        return None;
    }
    let (query, index) = it.cte()?;
    let data = &it.view.body.queries[query];
    let cte = data.ctes.get(index as usize)?;
    // Those within others read what stands around them; a column list names what a model names itself.
    if Some(query) != it.view.body.root || !cte.columns.is_empty() {
        return None;
    }
    let needed = needed(it, (query, index))?;
    let ranges = &it.view.map.queries.get(query)?.ctes;
    let own = ranges.get(index as usize)?;
    let written = it.slice(own.name);
    let model = sema::declared_name(it.db, it.file);
    let name =
        [written.to_owned(), format!("{model}__{written}")].into_iter().find(|name| is_free(it, name))?;
    let path = it.file.path(it.db);
    let beside = |extension: &str| match path.directory() {
        "" => format!("{name}.{extension}"),
        directory => format!("{directory}/{name}.{extension}"),
    };
    let taken = |path: &str| it.file.project(it.db).files(it.db).keys().any(|it| it.as_str() == path);
    let (sql, toml) = (beside("sql"), beside("toml"));
    if taken(&sql) || taken(&toml) {
        return None;
    }
    let title = format!("Make a model `{name}` of it");
    let mut draft = Draft::new(RefactoringKind::Extract, title);
    for reader in with::readers(it, (query, index)).into_iter().filter(|_| name != written) {
        let path = it.path(reader)?;
        let Relation::Name { alias, .. } = &it.view.body.relations[reader] else { return None };
        let text = if alias.is_some() { name.clone() } else { format!("{name} AS {written}") };
        draft = draft.with(|remedy| remedy.replace(it.place(path), text));
    }
    draft.remedy = with::remove(it, draft.remedy, (query, index), &left_alone(it, (query, index), &needed))?;
    let line_break = it.line_break();
    let mut text = String::new();
    let needed: Vec<&str> =
        needed.iter().filter_map(|at| ranges.get(*at as usize)).map(|at| it.slice(at.full)).collect();
    if !needed.is_empty() {
        text = format!("WITH {}{line_break}", needed.join(&format!(",{line_break}")));
    }
    text += &dedented(it.slice(it.view.map.queries.get(cte.query)?.full));
    text += line_break;
    let sidecar = sidecar(it)?;
    draft.remedy = depend_on(it, draft.remedy, &name);
    Some(draft.with(|remedy| remedy.create(sql, text).create(toml, sidecar)))
}

/// Adds the new model to what the old one says that it depends on, where it says so.
fn depend_on(it: &Selection<'_>, remedy: Remedy, name: &str) -> Remedy {
    let described = sema::model(it.db, it.file);
    let list = described.sidecar.as_ref().and_then(|it| it.value.depends_on.as_ref());
    let (Some(list), Some(described_in)) = (list, described.described_in) else { return remedy };
    let name = config::quoted(name);
    match list.value.last() {
        Some(last) => remedy.behind(Place::Range(described_in, last.range), format!(", {name}")),
        None => remedy.replace(Place::Range(described_in, list.range), format!("[{name}]")),
    }
}

/// The common table expressions before one that it reads, through any number of others; nothing for one that reads itself.
fn needed(it: &Selection<'_>, (query, index): CteId) -> Option<BTreeSet<u32>> {
    let ctes = &it.view.body.queries[query].ctes;
    let mut needed = BTreeSet::new();
    let mut pending = vec![index];
    while let Some(at) = pending.pop() {
        for relation in ctes.get(at as usize)?.relations.clone() {
            match &it.view.body.relations[relation] {
                Relation::Name { cte: Some((of, read)), .. } if *of == query => {
                    if *read == at || *read == index {
                        return None;
                    }
                    if needed.insert(*read) {
                        pending.push(*read);
                    }
                }
                _ => {}
            }
        }
    }
    Some(needed)
}

/// Those of `needed` that nothing reads any more once `cte` is gone.
fn left_alone(it: &Selection<'_>, (query, index): CteId, needed: &BTreeSet<u32>) -> Vec<u32> {
    let ctes = &it.view.body.queries[query].ctes;
    let mut gone = vec![index];
    // From the last to the first: one is read by those behind it.
    for candidate in needed.iter().rev() {
        let is_gone = |reader: &hir::RelationId| {
            gone.iter().any(|at| ctes[*at as usize].relations.clone().any(|own| own == *reader))
        };
        if with::readers(it, (query, *candidate)).iter().all(is_gone) {
            gone.push(*candidate);
        }
    }
    gone.retain(|it| *it != index);
    gone
}

/// Whether no model is called so, and no other file has the word: it may name a table that the model would hide.
fn is_free(it: &Selection<'_>, name: &str) -> bool {
    let project = it.file.project(it.db);
    let is_taken = sema::model_index(it.db, project).named(name).next().is_some();
    let is_word = dialect::spelled(&base::Ident::new(name), it.view.dialect) == name;
    let mut others = project.files(it.db).values().filter(|other| **other != it.file);
    // The statement itself may read a table of that name within the common table expression.
    let reads_one = it.view.body.relations.values().any(|relation| match relation {
        Relation::Name { path, cte: None, .. } => {
            path.last().is_some_and(|it_| it_.text.eq_ignore_ascii_case(name))
        }
        _ => false,
    });
    is_word
        && !is_taken
        && !reads_one
        && !others.any(|other| crate::rename::mentions(&other.text(it.db).text, name))
}

/// The sidecar of the new model: it goes where the old one goes, as far as that is not said for all of the folder.
fn sidecar(it: &Selection<'_>) -> Option<String> {
    let mut text = String::new();
    if let Some((_, description)) = db::description(it.db, it.file) {
        let target = &description.value.target;
        let parts = [("catalog", &target.catalog), ("schema", &target.schema)];
        let lines: Vec<String> = parts
            .into_iter()
            .filter_map(|(key, value)| {
                Some(format!("{key} = {}\n", config::quoted(value.as_ref()?.as_str())))
            })
            .collect();
        if !lines.is_empty() {
            text = format!("[target]\n{}\n", lines.concat());
        }
    }
    text += "[strategy]\ntype = \"full_refresh\"\n";
    Some(text)
}

/// A text without the blanks that its lines, but for the first, have in common.
fn dedented(text: &str) -> String {
    let deeper = text.lines().skip(1).filter(|it| !it.trim().is_empty());
    let common = deeper.map(|it| it.len() - it.trim_start().len()).min().unwrap_or(0);
    let mut lines = text.split_inclusive('\n');
    let mut dedented = lines.next().unwrap_or_default().to_owned();
    // A string or a comment that goes over lines must stay as it is.
    if text.contains(['\'', '$']) || text.contains("/*") {
        return text.to_owned();
    }
    for line in lines {
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        dedented.push_str(&line[blanks.min(common)..]);
    }
    dedented
}
