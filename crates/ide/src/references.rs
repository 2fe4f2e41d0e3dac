//! Every use of the thing under the cursor.

use crate::{
    FileId, FilePosition, FileRange, Reference, ReferenceKind,
    body_names::{FileView, has_body},
    definition::target_of,
    rename::mentions,
    symbol::{Identities, Role, Symbol, names_at},
    toml_names::{Written, declared_functions, declared_tables, written_names},
    variables,
};
use base::TextRange;
use db::{Db, Project, SourceFile};
use rustc_hash::{FxHashMap, FxHashSet};
use sema::Definition;
use std::collections::BTreeMap;

/// The uses of every symbol that the name under the cursor stands for, by path and position.
pub(crate) fn references(
    db: &dyn Db,
    position: FilePosition,
    include_definition: bool,
) -> Option<Vec<Reference>> {
    let (_, names) = names_at(db, position)?;
    let mut identities = Identities::new(db);
    let symbols = names.iter().filter(|it| !matches!(it.symbol, Symbol::Value(..) | Symbol::Star(..)));
    let wanted: Vec<Symbol> = symbols.map(|it| identities.of(&it.symbol)).collect();
    if wanted.is_empty() {
        return None;
    }
    let mut found: BTreeMap<(db::RelativePath, base::TextSize, base::TextSize), (SourceFile, Role)> =
        BTreeMap::new();
    for it in uses(db, wanted, position.file.0).found {
        let place = (it.file.path(db).clone(), it.range.start(), it.range.end());
        let entry = found.entry(place).or_insert((it.file, it.role));
        // A name that reads one wanted symbol and defines another is a use.
        if it.role == Role::Read {
            entry.1 = it.role;
        }
    }
    let found = found.into_iter().map(|((_, start, end), (file, role))| Reference {
        place: FileRange { file: FileId(file), range: TextRange::new(start, end) },
        kind: match role {
            Role::Definition => ReferenceKind::Definition,
            Role::Read => ReferenceKind::Read,
        },
    });
    Some(found.filter(|it| include_definition || it.kind != ReferenceKind::Definition).collect())
}

/// The uses of symbols, and where they were looked for.
pub(crate) struct Uses {
    /// The uses, unsorted.
    pub(crate) found: Vec<Use>,
    /// The models whose bodies may use them: every owner, those that pass its columns on, and the readers of all of these.
    pub(crate) models: Vec<SourceFile>,
}

/// A use of a symbol.
pub(crate) struct Use {
    pub(crate) file: SourceFile,
    pub(crate) range: TextRange,
    pub(crate) role: Role,
    /// Whether it is a name in TOML, rather than in a statement.
    pub(crate) described: bool,
}

/// Every use of `wanted`, which are identities, asked for in `from`. The schemas of all models must be at hand.
pub(crate) fn uses(db: &dyn Db, wanted: Vec<Symbol>, from: SourceFile) -> Uses {
    let identities = Identities::new(db);
    let mut search = Search { db, wanted, identities, owners: FxHashSet::default(), found: Vec::new() };
    let project = from.project(db);
    let models = search.candidates(project, from);
    search.bodies(&models);
    search.descriptions(project, from);
    search.placeholders(project);
    search.functions(project);
    Uses { found: search.found, models }
}

struct Search<'a> {
    db: &'a dyn Db,
    wanted: Vec<Symbol>,
    identities: Identities<'a>,
    /// Models among whose output columns a wanted column is.
    owners: FxHashSet<SourceFile>,
    found: Vec<Use>,
}

impl Search<'_> {
    fn add(&mut self, file: SourceFile, name: (TextRange, &Symbol, Role), described: bool) {
        let (range, symbol, role) = name;
        if self.wanted.contains(&self.identities.of(symbol)) {
            self.found.push(Use { file, range, role, described });
        }
    }

    /// Searches the models that may name what is wanted.
    fn bodies(&mut self, models: &[SourceFile]) {
        for &model in models {
            for name in FileView::new(self.db, model).names(self.db) {
                self.add(model, (name.range, &name.symbol, name.role), false);
            }
        }
    }

    /// The models that may name what is wanted, each once: the owners, those that pass its columns on, and the readers
    /// of all of these.
    fn candidates(&mut self, project: Project, from: SourceFile) -> Vec<SourceFile> {
        let index = sema::model_index(self.db, project);
        let models = || index.models.iter().chain(&index.queries);
        let mut candidates = Vec::new();
        let mut pending = Vec::new();
        let mut is_local = true;
        let is_function = |it: &Symbol| matches!(it, Symbol::DeclaredFunction(..));
        let functions = self.wanted.iter().filter(|it| is_function(it));
        let functions: Vec<_> = functions.filter_map(|it| target_of(self.db, it)).map(|it| it.name).collect();
        for name in functions.iter().filter_map(|it| it.rsplit('.').next()) {
            let may_call = |it: &&SourceFile| **it != from && mentions(&it.text(self.db).text, name);
            candidates.extend(models().filter(may_call));
        }
        for symbol in &self.wanted {
            match symbol {
                Symbol::Model(model) => candidates.push(*model),
                Symbol::ModelColumn(model, _) => pending.push(*model),
                Symbol::External(_) | Symbol::ExternalColumn(..) => {}
                _ => continue,
            }
            is_local = false;
        }
        candidates.extend([from].into_iter().filter(|it| has_body(self.db, *it)));
        if is_local {
            return candidates;
        }
        let mut readers: FxHashMap<SourceFile, Vec<SourceFile>> = FxHashMap::default();
        for &model in models() {
            for input in sema::dependencies(self.db, model) {
                readers.entry(*input).or_default().push(model);
            }
            if self.reads_wanted_table(model) {
                candidates.push(model);
            }
        }
        for symbol in &self.wanted {
            if let Symbol::Model(model) = symbol {
                candidates.extend(readers.get(model).into_iter().flatten());
            }
        }
        pending.extend(candidates.iter().copied().filter(|it| self.passes_on(*it)).collect::<Vec<_>>());
        while let Some(owner) = pending.pop() {
            if !self.owners.insert(owner) {
                continue;
            }
            candidates.push(owner);
            for &reader in readers.get(&owner).into_iter().flatten() {
                candidates.push(reader);
                if self.passes_on(reader) {
                    pending.push(reader);
                }
            }
        }
        let mut seen = FxHashSet::default();
        candidates.retain(|it| has_body(self.db, *it) && seen.insert(*it));
        candidates
    }

    /// Searches the placeholders of all models.
    fn placeholders(&mut self, project: Project) {
        let is_placeholder = |it: &Symbol| matches!(it, Symbol::Variable(_) | Symbol::WindowBound(_));
        if !self.wanted.iter().any(is_placeholder) {
            return;
        }
        for &model in project.files(self.db).values() {
            for name in variables::names(self.db, model) {
                self.add(model, (name.range, &name.symbol, name.role), false);
            }
        }
    }

    /// Searches what `rocky.toml` declares.
    fn functions(&mut self, project: Project) {
        let Some(file) = db::rocky_toml_file(self.db, project) else { return };
        for name in declared_functions(self.db, file) {
            self.add(file, (name.range, &name.symbol, name.role), true);
        }
    }

    fn reads_wanted_table(&self, model: SourceFile) -> bool {
        let mut targets = sema::references(self.db, model).iter();
        targets.any(|(_, target)| match target {
            sema::Target::External(table) => self.wanted.iter().any(|it| match it {
                Symbol::External(wanted) | Symbol::ExternalColumn(wanted, _) => wanted == table,
                _ => false,
            }),
            _ => false,
        })
    }

    /// Whether a star of the model passes a wanted column on.
    fn passes_on(&mut self, model: SourceFile) -> bool {
        let columns = &sema::inference(self.db, model).output.columns;
        let passed = columns.iter().enumerate().filter(|it| matches!(it.1.definition, Definition::Origin(_)));
        let mut symbols = passed.map(|(index, _)| Symbol::ModelColumn(model, index as u32));
        symbols.any(|it| self.wanted.contains(&self.identities.of(&it)))
    }

    /// Searches sidecars, frontmatter, contracts, and the files that declare tables.
    fn descriptions(&mut self, project: Project, from: SourceFile) {
        let crosses_files = |it: &Symbol| {
            matches!(
                it,
                Symbol::Model(_) | Symbol::ModelColumn(..) | Symbol::External(_) | Symbol::ExternalColumn(..)
            )
        };
        if !self.wanted.iter().any(crosses_files) {
            return;
        }
        for &model in &sema::model_index(self.db, project).models {
            let sidecar = sema::model(self.db, model).described_in;
            for file in sidecar.into_iter().chain(sema::contract_file(self.db, model)) {
                for (range, role, written) in written_names(self.db, file) {
                    // The schema of a model is asked for only where it may hold what is wanted.
                    if matches!(&written, Written::ColumnOf(owner, _) if !self.owners.contains(owner)) {
                        continue;
                    }
                    if let Some(symbol) = written.symbol(self.db) {
                        self.add(file, (range, &symbol, role), true);
                    }
                }
            }
        }
        let declared_in = |it: &Symbol| match it {
            Symbol::External(table) | Symbol::ExternalColumn(table, _) => table.declared.map(|it| it.0),
            _ => None,
        };
        let files: Vec<SourceFile> = self.wanted.iter().filter_map(declared_in).chain([from]).collect();
        for file in files {
            for name in declared_tables(self.db, file) {
                self.add(file, (name.range, &name.symbol, name.role), true);
            }
        }
    }
}
