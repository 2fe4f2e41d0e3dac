//! The owner of the database.

use crate::{Analysis, FileId, fork::Fork};
use db::{Change, Project, ProjectRoot, RelativePath, RootDatabase};
use std::collections::BTreeMap;

/// Owns the database. One thread holds it; the others hold [`Analysis`] snapshots.
///
/// A thread that holds a snapshot must never apply a change: it would wait for itself.
#[derive(Default)]
pub struct Host {
    db: RootDatabase,
    fork: Fork,
}

/// What a change did, in terms of files.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// Files whose text is not what it was; created ones are among them.
    pub changed: Vec<FileId>,
    /// Files that are gone.
    pub removed: Vec<FileId>,
    /// Whether anything but the text of SQL changed, so that every file's answers may differ.
    pub structural: bool,
    /// Whether nothing at all changed.
    pub nothing: bool,
}

/// What one kind of input or one query takes of memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoryUsage {
    /// The input's or the query's name.
    pub name: String,
    /// How many there are.
    pub count: usize,
    /// Bytes, together.
    pub bytes: usize,
}

/// Cancels the queries of one snapshot, for a client that has lost interest.
#[derive(Clone)]
pub struct CancellationToken(salsa::CancellationToken);

impl CancellationToken {
    /// Makes the snapshot's running and later queries return [`crate::Cancelled::ByClient`].
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

impl Host {
    /// An empty host.
    pub fn new() -> Host {
        Host::default()
    }

    /// A host that remembers which queries it executes; for tests and measurements.
    pub fn with_event_log() -> Host {
        Host { db: RootDatabase::with_event_log(), fork: Fork::default() }
    }

    /// Applies a change: cancels running snapshots, waits for them to be dropped, sets the inputs. Rings that it has
    /// opened are no longer cut.
    pub fn apply(&mut self, change: Change) -> Applied {
        let applied = self.db.apply(change);
        if !applied.is_empty() {
            self.review_cuts();
        }
        Applied {
            nothing: applied.is_empty(),
            changed: applied.changed.into_iter().map(FileId).collect(),
            removed: applied.removed.into_iter().map(FileId).collect(),
            structural: applied.structural,
        }
    }

    /// Cuts the dependency rings that an analysis has reported by [`crate::Cancelled::Ring`]. The request that met
    /// them is then asked again, of a new snapshot.
    pub fn cut_rings(&mut self, ring: &[FileId]) {
        // A revision of a project shares files with it, and a ring of those is one of both.
        let projects: BTreeMap<ProjectRoot, Project> =
            ring.iter().map(|it| it.0.project(&self.db)).map(|it| (it.root(&self.db).clone(), it)).collect();
        for project in projects.into_values() {
            let members = ring.iter().map(|it| it.0).filter(|it| it.project(&self.db) == project);
            let cut = project.cut(&self.db).iter().copied().chain(members).collect();
            self.db.set_cut(project, cut);
        }
    }

    /// Brings the cuts up to date: a ring may have been opened, or now lead through further models.
    fn review_cuts(&mut self) {
        let is_cut = |it: &db::Project| !it.cut(&self.db).is_empty();
        let projects: Vec<_> = self.db.projects().filter(is_cut).collect();
        for project in projects {
            let standing = self.analysis().with(|db| sema::standing_rings(db, project.cut(db)));
            // After a defect of ours in a query, what is cut stays cut: whoever asks that query reports it.
            if let Ok(standing) = standing {
                self.db.set_cut(project, standing);
            }
        }
    }

    /// A snapshot to ask.
    pub fn analysis(&self) -> Analysis {
        Analysis::new(self.db.clone(), self.fork.clone())
    }

    /// The file at `path` in the project at `root`, if it exists now.
    pub fn file(&self, root: &ProjectRoot, path: &RelativePath) -> Option<FileId> {
        let project = self.db.project(root)?;
        self.db.file(project, path).map(FileId)
    }

    /// Where a file lies: its project's root and its path in it.
    pub fn path(&self, file: FileId) -> (ProjectRoot, RelativePath) {
        (file.0.project(&self.db).root(&self.db).clone(), file.0.path(&self.db).clone())
    }

    /// Frees what least-recently-used limits allow to be freed. For idle moments: it starts a new revision.
    pub fn collect_garbage(&mut self) {
        salsa::Database::synthetic_write(&mut self.db, salsa::Durability::LOW);
    }

    /// Frees the second database, in which snapshots find out what edits would do. The next one that asks makes it anew.
    pub fn free_fork(&self) {
        self.fork.free();
    }

    /// What the database holds, the largest first: what the values themselves take and what salsa keeps beside them, not
    /// what the values point to.
    pub fn memory_usage(&mut self) -> Vec<MemoryUsage> {
        let info = <dyn salsa::Database>::memory_usage(&mut self.db);
        let entry = |name: String, it: &salsa::IngredientInfo| MemoryUsage {
            name,
            count: it.count(),
            bytes: it.size_of_fields() + it.size_of_metadata(),
        };
        let inputs = info.structs.iter().map(|it| entry(it.debug_name().to_owned(), it));
        let queries = info.queries.iter().map(|(name, it)| entry((*name).to_owned(), it));
        let mut all: Vec<MemoryUsage> = inputs.chain(queries).collect();
        all.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.name.cmp(&b.name)));
        all
    }

    pub(crate) fn database_mut(&mut self) -> &mut RootDatabase {
        &mut self.db
    }

    /// The database itself, for batch fronts that sweep it.
    pub fn database(&self) -> &RootDatabase {
        &self.db
    }
}

impl CancellationToken {
    pub(crate) fn of(db: &RootDatabase) -> CancellationToken {
        CancellationToken(salsa::Database::cancellation_token(db))
    }
}
