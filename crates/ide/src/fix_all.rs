//! All fixes of a project, applied round by round until none is left to apply.
//!
//! A round asks for the diagnostics anew, takes one fix of each as far as they do not touch each other, and applies them
//! as one change. What a fix uncovers, and what had to wait for another, is the next round's.

mod left;
mod stretches;

pub use left::{Left, LeftReason};
pub use stretches::ComposedEdit;

use crate::{
    Analysis, Applicability, Cancellable, Code, Diagnostic, FileDiagnostics, FileId, FileText, Fix, Host,
    ProjectRoot, RelativePath, RootChange, diagnostics::diagnostics, fork::Supposed, readers::Current,
};
use base::TextRange;
use db::Change;
use rustc_hash::{FxHashMap, FxHashSet};
use std::{
    cell::OnceCell,
    collections::BTreeMap,
    convert::Infallible,
    hash::{Hash, Hasher},
    ops::Range,
    sync::Arc,
};
use stretches::Stretches;

/// Fixes that uncover others are few; those that go on for ever are a defect of ours.
const MOST_ROUNDS: usize = 50;

/// What is to be fixed.
#[derive(Clone, Debug, Default)]
pub struct FixRequest {
    /// The codes; all where there are none.
    pub codes: Vec<Code>,
    /// Whether fixes are applied that may not be what was meant. Of several such for one diagnostic none is: which of
    /// them is meant is not for a machine to say.
    pub maybe_incorrect: bool,
    /// Whether fixes that create files are left out.
    pub edits_only: bool,
}

/// What was fixed.
#[derive(Clone, Debug)]
pub struct FixAll {
    /// The fixes, in the order in which they were applied: round by round, then by file and place.
    pub applied: Vec<AppliedFix>,
    /// The files that are other than before, by path.
    pub files: Vec<FixedFile>,
    /// What is still said of the files that were to be fixed; all codes.
    pub remaining: Vec<FileDiagnostics>,
    /// The same, with why each is left, but not what would mend it.
    pub left: Vec<Left>,
    /// Why it ended.
    pub end: FixEnd,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedFix {
    /// The file that the diagnostic was in.
    pub path: RelativePath,
    /// The diagnostic's code.
    pub code: Code,
    /// The diagnostic's words.
    pub message: String,
    /// What the fix did.
    pub title: String,
    /// How far it could be trusted.
    pub applicability: Applicability,
}

/// A file that fixes have changed or created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedFile {
    /// Where it is.
    pub path: RelativePath,
    /// Its text before; absent for one that did not exist.
    pub before: Option<Arc<str>>,
    /// Its text now.
    pub after: Arc<str>,
    /// What leads from one to the other, sorted and apart; nothing for a file that did not exist.
    pub edits: Vec<ComposedEdit>,
}

/// Why fixing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixEnd {
    /// There is nothing left to apply.
    NothingLeft,
    /// Fixes undo each other.
    Cycle,
    /// There would be more to apply, after more rounds than make sense.
    TooManyRounds,
}

impl Host {
    /// Applies the fixes of all diagnostics in the files that `is_wanted` says, edits of which stay within these files.
    /// The database holds the fixed texts afterwards; no file is written.
    pub fn fix_all(
        &mut self,
        root: &ProjectRoot,
        request: &FixRequest,
        is_wanted: impl Fn(&RelativePath) -> bool,
    ) -> FixAll {
        let Ok(fixed) =
            self.fix(root, request, &is_wanted, |host| Ok::<_, Infallible>(host.wanted(root, &is_wanted)));
        fixed
    }

    /// Applies fixes until `look`, which says what is to be fixed, finds none that can be applied.
    fn fix<E>(
        &mut self,
        root: &ProjectRoot,
        request: &FixRequest,
        is_wanted: &impl Fn(&RelativePath) -> bool,
        mut look: impl FnMut(&mut Host) -> Result<Vec<FileDiagnostics>, E>,
    ) -> Result<FixAll, E> {
        let mut fixing = Fixing {
            root: root.clone(),
            request,
            files: BTreeMap::new(),
            applied: Vec::new(),
            futile: FxHashSet::default(),
            seen: FxHashSet::default(),
        };
        fixing.seen.insert(fixing.state());
        let mut found = look(self)?;
        let mut rounds = 0;
        let end = loop {
            let Some(round) = fixing.round(self, &found, is_wanted) else { break FixEnd::NothingLeft };
            if rounds == MOST_ROUNDS {
                break FixEnd::TooManyRounds;
            }
            rounds += 1;
            let is_new = fixing.apply(self, &round);
            let after = look(self)?;
            fixing.note_futile(self, &round, &found, &after);
            found = after;
            if !is_new {
                break FixEnd::Cycle;
            }
        };
        let left = fixing.left(self, &found, is_wanted);
        let files = fixing.files.into_iter().filter_map(|(path, it)| it.fixed(path)).collect();
        Ok(FixAll { applied: fixing.applied, files, remaining: found, left, end })
    }

    fn wanted(
        &mut self,
        root: &ProjectRoot,
        is_wanted: &impl Fn(&RelativePath) -> bool,
    ) -> Vec<FileDiagnostics> {
        let mut found = self.sweep(root);
        found.retain(|it| is_wanted(&self.path(it.file).1));
        found
    }
}

impl Analysis {
    /// Fixes one file in a second database, with edits of this file alone, until nothing is left to apply.
    pub fn fix_file(&self, file: FileId, request: &FixRequest) -> Cancellable<FixAll> {
        let (root, path) = self.path(file);
        let project = self.with(|db| file.0.project(db))?;
        // Who reads the file, found out where it matters: fixes of this file change no other one.
        let readers = OnceCell::new();
        let is_wanted = |it: &RelativePath| *it == path;
        self.in_fork(project, |fork| {
            self.suppose(fork, project, Supposed::default())?;
            fork.fix(&root, request, &is_wanted, |host| {
                // A change to this database waits until its snapshot is dropped.
                self.with(salsa::Database::unwind_if_revision_cancelled)?;
                host.settled(|there| {
                    let Some(file_there) = there.file(&root, &path) else { return Ok(Vec::new()) };
                    let depends =
                        there.about(file_there, |db| lint::may_have_project_findings(db, file_there.0))?;
                    let diagnostics = match depends {
                        false => there.diagnostics(file_there)?,
                        true => {
                            if readers.get().is_none() {
                                // Set only here, so that it cannot be there already.
                                let _ = readers.set(self.direct_readers(file)?);
                            }
                            there.diagnostics_read_by(file_there, readers.get().map_or(&[], Vec::as_slice))?
                        }
                    };
                    Ok(vec![FileDiagnostics { file: file_there, diagnostics }])
                })
            })
        })
    }

    /// The models that read a file, one hop away.
    fn direct_readers(&self, file: FileId) -> Cancellable<Vec<RelativePath>> {
        self.with(|db| {
            let mut readers = Current::anew(db, file.0.project(db)).of(db, file.0);
            readers.retain(|it| *it != file.0);
            readers.into_iter().map(|it| it.path(db).clone()).collect()
        })
    }

    /// As [`Analysis::diagnostics`], with those that depend on who reads the file, where its readers are at hand.
    fn diagnostics_read_by(&self, file: FileId, readers: &[RelativePath]) -> Cancellable<Arc<[Diagnostic]>> {
        let (root, _) = self.path(file);
        let readers: Vec<FileId> = readers.iter().filter_map(|it| self.file(&root, it)).collect();
        for reader in &readers {
            self.about(*reader, |db| lint::prepare_project_findings(db, reader.0))?;
        }
        self.about(file, |db| {
            let readers = readers.iter().map(|it| it.0);
            diagnostics(db, file.0, Some(&lint::findings_by_readers(db, file.0, readers)))
        })
    }
}

/// What a diagnostic says, apart from where: the same before and after an edit elsewhere.
type Identity = (RelativePath, Code, String);

/// What of a text is replaced by what, and the code of what that mends.
type TextEdit<'a> = (Range<usize>, &'a str, Code);

struct Fixing<'a> {
    root: ProjectRoot,
    request: &'a FixRequest,
    /// The files that fixes have touched so far.
    files: BTreeMap<RelativePath, TouchedFile>,
    applied: Vec<AppliedFix>,
    /// Diagnostics that were still there after a fix of theirs: another try would make the text longer and no better.
    futile: FxHashSet<Identity>,
    /// Every state of the files so far.
    seen: FxHashSet<u64>,
}

/// A file that fixes have touched: its text before and now, and the edits between them.
struct TouchedFile {
    before: Option<Arc<str>>,
    after: Arc<str>,
    stretches: Stretches,
}

impl TouchedFile {
    /// The file, unless it is what it was.
    fn fixed(self, path: RelativePath) -> Option<FixedFile> {
        let edits = self.before.as_deref().map(|before| self.stretches.edits(before, &self.after));
        let TouchedFile { before, after, .. } = self;
        (before.as_ref() != Some(&after)).then(|| FixedFile {
            path,
            before,
            after,
            edits: edits.unwrap_or_default(),
        })
    }
}

/// The fixes of one round, which do not touch each other.
#[derive(Default)]
struct Round {
    fixes: Vec<(Identity, Fix)>,
    /// What they replace, by file.
    taken: FxHashMap<FileId, Vec<TextRange>>,
    creates: FxHashSet<String>,
}

impl Fixing<'_> {
    /// The fixes that can be applied together; none if there are none.
    fn round(
        &mut self,
        host: &Host,
        found: &[FileDiagnostics],
        is_wanted: &impl Fn(&RelativePath) -> bool,
    ) -> Option<Round> {
        let mut round = Round::default();
        for file in found {
            let (_, path) = host.path(file.file);
            for diagnostic in file.diagnostics.iter() {
                if let Ok(fix) = self.choice(host, &path, diagnostic, is_wanted)
                    && round.take(fix)
                {
                    round.fixes.push((identity(&path, diagnostic), fix.clone()));
                }
            }
        }
        (!round.fixes.is_empty()).then_some(round)
    }

    /// The fix to apply: the first that is safe, else the only one, where that will do; or why there is none.
    fn choice<'d>(
        &self,
        host: &Host,
        path: &RelativePath,
        diagnostic: &'d Diagnostic,
        is_wanted: &impl Fn(&RelativePath) -> bool,
    ) -> Result<&'d Fix, LeftReason> {
        if !self.request.codes.is_empty() && !self.request.codes.contains(&diagnostic.code) {
            return Err(LeftReason::NotWanted);
        }
        let can = |it: &&Fix| it.creates.is_empty() || !self.request.edits_only;
        let of = |wanted| diagnostic.fixes.iter().filter(can).filter(move |it| it.applicability == wanted);
        let guesses: Vec<&Fix> = of(Applicability::MaybeIncorrect).collect();
        let fix = match (of(Applicability::MachineApplicable).next(), &guesses[..]) {
            (Some(safe), _) => safe,
            (None, [guess]) if self.request.maybe_incorrect => guess,
            (None, [_]) => return Err(LeftReason::Guess),
            (None, [_, ..]) => return Err(LeftReason::SeveralGuesses),
            (None, []) if diagnostic.fixes.is_empty() => return Err(LeftReason::NoFix),
            (None, []) if diagnostic.fixes.iter().all(|it| can(&it)) => return Err(LeftReason::NeedsInput),
            (None, []) => return Err(LeftReason::CreatesFile),
        };
        let overwrites =
            |it: &(String, String)| host.file(&self.root, &RelativePath::new(it.0.clone())).is_some();
        if self.futile.contains(&identity(path, diagnostic)) {
            Err(LeftReason::DidNotHelp)
        } else if !fix.edits.iter().all(|it| is_wanted(&host.path(it.place.file).1)) {
            Err(LeftReason::OtherFiles)
        } else if fix.creates.iter().any(overwrites) {
            Err(LeftReason::FileExists)
        } else {
            Ok(fix)
        }
    }

    /// What is left, and why.
    fn left(
        &self,
        host: &Host,
        found: &[FileDiagnostics],
        is_wanted: &impl Fn(&RelativePath) -> bool,
    ) -> Vec<Left> {
        let mut left = Vec::new();
        for file in found {
            let (_, path) = host.path(file.file);
            left.extend(file.diagnostics.iter().map(|it| Left {
                path: path.clone(),
                range: it.range,
                code: it.code,
                message: it.message.clone(),
                fingerprint: it.fingerprint.clone(),
                reason: self.choice(host, &path, it, is_wanted).err().unwrap_or(LeftReason::NotReached),
            }));
        }
        left
    }

    /// Applies a round. Whether the files are in a state in which they have never been.
    fn apply(&mut self, host: &mut Host, round: &Round) -> bool {
        let mut edits: BTreeMap<RelativePath, Vec<TextEdit<'_>>> = BTreeMap::new();
        let mut change = RootChange::new(self.root.clone());
        for ((_, code, _), fix) in &round.fixes {
            for edit in &fix.edits {
                let (_, path) = host.path(edit.place.file);
                edits.entry(path).or_default().push((edit.place.range.into(), &edit.text, *code));
            }
            for (path, content) in &fix.creates {
                let path = RelativePath::new(path.clone());
                let after: Arc<str> = content.as_str().into();
                change.file(path.clone(), Some(FileText::new(after.clone())));
                self.files.insert(path, TouchedFile { before: None, after, stretches: Stretches::default() });
            }
        }
        for (path, mut edits) in edits {
            let Some(file) = host.file(&self.root, &path) else { continue };
            let text = host.analysis().text(file);
            edits.sort_by_key(|it| (it.0.start, it.0.end));
            let after: Arc<str> = edited(&text, &edits).into();
            change.file(path.clone(), Some(FileText::new(after.clone())));
            let untouched = || TouchedFile {
                before: Some(text.clone()),
                after: text.clone(),
                stretches: Stretches::default(),
            };
            let touched = self.files.entry(path).or_insert_with(untouched);
            touched
                .stretches
                .replace_all(edits.into_iter().map(|(range, new, code)| (range, new.len(), code)));
            touched.after = after;
        }
        host.apply(Change { roots: vec![change] });
        self.applied.extend(round.fixes.iter().map(|((path, code, message), fix)| AppliedFix {
            path: path.clone(),
            code: *code,
            message: message.clone(),
            title: fix.title.clone(),
            applicability: fix.applicability,
        }));
        self.seen.insert(self.state())
    }

    /// Remembers the diagnostics that are as many as before although a fix of theirs was applied.
    fn note_futile(
        &mut self,
        host: &Host,
        round: &Round,
        before: &[FileDiagnostics],
        after: &[FileDiagnostics],
    ) {
        let [before, after] = [before, after].map(|it| counts(host, it));
        let of = |counts: &FxHashMap<Identity, usize>, it| counts.get(it).copied().unwrap_or_default();
        let futile = round.fixes.iter().filter(|it| of(&after, &it.0) >= of(&before, &it.0));
        self.futile.extend(futile.map(|it| it.0.clone()));
    }

    /// A fingerprint of the files that differ from what they were.
    fn state(&self) -> u64 {
        let mut hasher = rustc_hash::FxHasher::default();
        for (path, file) in self.files.iter().filter(|it| it.1.before.as_ref() != Some(&it.1.after)) {
            path.as_str().hash(&mut hasher);
            file.after.hash(&mut hasher);
        }
        hasher.finish()
    }
}

impl Round {
    /// Takes what a fix touches for it, unless another fix touches some of it.
    fn take(&mut self, fix: &Fix) -> bool {
        let is_free = |it: &crate::FileEdit| {
            self.taken
                .get(&it.place.file)
                .is_none_or(|taken| taken.iter().all(|other| are_apart(*other, it.place.range)))
        };
        if !fix.edits.iter().all(is_free) || fix.creates.iter().any(|it| self.creates.contains(&it.0)) {
            return false;
        }
        for edit in &fix.edits {
            self.taken.entry(edit.place.file).or_default().push(edit.place.range);
        }
        self.creates.extend(fix.creates.iter().map(|it| it.0.clone()));
        true
    }
}

fn identity(path: &RelativePath, it: &Diagnostic) -> Identity {
    (path.clone(), it.code, it.message.clone())
}

/// How many diagnostics say the same.
fn counts(host: &Host, found: &[FileDiagnostics]) -> FxHashMap<Identity, usize> {
    let mut counts = FxHashMap::default();
    for file in found {
        let (_, path) = host.path(file.file);
        for it in file.diagnostics.iter() {
            *counts.entry(identity(&path, it)).or_default() += 1;
        }
    }
    counts
}

/// Whether two edits do not meet. Of two that write at one place, nothing says which comes first.
fn are_apart(a: TextRange, b: TextRange) -> bool {
    match a.is_empty() || b.is_empty() {
        true => a.end() < b.start() || b.end() < a.start(),
        false => a.end() <= b.start() || b.end() <= a.start(),
    }
}

/// A text with edits, which are sorted and apart.
fn edited(text: &str, edits: &[TextEdit<'_>]) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut done = 0;
    for (range, new, _) in edits {
        edited.push_str(&text[done..range.start]);
        edited.push_str(new);
        done = range.end;
    }
    edited.push_str(&text[done..]);
    edited
}
