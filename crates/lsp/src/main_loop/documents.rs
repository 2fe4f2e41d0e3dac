//! Open documents: what the client has shadows what the disk has.

use super::MainLoop;
use crate::{
    disk,
    document::{ContentEdit, Document, Home},
    event::{Event, Opened},
    place::{self, Place},
    snapshot::Open,
    to_proto::{self, diagnostics::Report},
};
use config::BUFFERS;
use ide::{FileText, ProjectRoot, RelativePath, RootChange};
use std::{path::Path, sync::Arc};

impl MainLoop {
    pub(super) fn open(&mut self, opened: Opened) {
        let Opened { place, uri, language, version, text } = opened;
        let extension = match language.as_str() {
            "sql" | "rocky-sql" => Some("sql"),
            "rocky" => Some("rocky"),
            "toml" => Some("toml"),
            _ => None,
        };
        // Editions go on where a document is opened twice, so that answers about the first are told apart.
        let edition = self.documents.get(&place).map_or(0, |it| it.edition + 1);
        let document = Document {
            version,
            edition,
            on_disk: None,
            is_deleted: false,
            text: text.into(),
            home: None,
            extension,
            interface: None,
            edited_before_known: false,
        };
        Arc::make_mut(&mut self.view).spelling.insert(place.clone(), uri);
        self.documents.insert(place.clone(), document);
        self.settle_in(&place);
        if let Some(path) = place.file() {
            self.look_at_open_files_in(path);
        }
        self.schedule_comparison();
    }

    pub(super) fn edit(&mut self, place: &Place, version: i32, edits: Vec<ContentEdit>) {
        let Some(document) = self.documents.get_mut(place) else {
            tracing::warn!("an edit of a document that is not open was ignored: {place:?}");
            return;
        };
        if version <= document.version {
            let before = document.version;
            tracing::warn!(
                "version {version} of {place:?} does not follow {before}; its edits are applied in order"
            );
        }
        document.edit(version, edits, self.view.features.encoding);
        document.edited_before_known |= document.interface.is_none();
        if std::mem::take(&mut document.is_deleted) {
            self.settle_in(place);
            return;
        }
        let text = FileText::of_document(Arc::clone(&document.text));
        let Some(home) = document.home.clone() else { return };
        if let Some(open) = Arc::make_mut(&mut self.view).open.get_mut(place) {
            open.version = version;
        }
        if self.is_loaded(&home.root) {
            self.set_text(&home.root, home.path, Some(text));
        }
        self.diagnosing.soil(place);
    }

    pub(super) fn close(&mut self, place: &Place) {
        let Some(document) = self.documents.remove(place) else { return };
        self.leave(place, document.home);
    }

    /// Gives an open document its home in the database, and the database its text.
    pub(super) fn settle_in(&mut self, place: &Place) {
        let extension = self.documents.get(place).and_then(|it| it.extension);
        let home = self.find_home(place, extension);
        let Some(document) = self.documents.get_mut(place) else { return };
        document.home.clone_from(&home);
        document.interface = None;
        let (version, text) = (document.version, FileText::of_document(Arc::clone(&document.text)));
        let Some(home) = home else {
            Arc::make_mut(&mut self.view).open.remove(place);
            return;
        };
        let is_loose = self.folder_of(&home.root).is_none();
        if is_loose {
            self.change_of(&home.root).loose = true;
        }
        if is_loose || self.is_loaded(&home.root) {
            self.is_change_wide = true;
            self.set_text(&home.root, home.path.clone(), Some(text));
        }
        Arc::make_mut(&mut self.view).open.insert(place.clone(), Open { home, version });
        self.diagnosing.soil(place);
    }

    /// Looks at the files of open documents in a folder, or at the one that `path` is, on another thread.
    pub(super) fn look_at_open_files_in(&mut self, path: &Path) {
        for place in self.documents.keys().filter(|it| it.file().is_some_and(|it| it.starts_with(path))) {
            let (place, events) = (place.clone(), self.events.clone());
            self.diagnosing.reading += 1;
            self.disk.run(move || {
                let file = place.file().filter(|it| it.is_file());
                let text = file.map(|it| workspace::read(it).text);
                // Fails only when the loop has ended.
                let _ = events.send(Event::OnDisk { place, text });
            });
        }
    }

    /// What is unsaved shadows the disk, and a file that is deleted then is still written. One that was deleted with
    /// nothing unsaved is gone for its readers, whether or not its tab is still open.
    pub(super) fn seen_on_disk(&mut self, place: &Place, text: Option<Arc<str>>) {
        self.diagnosing.reading = self.diagnosing.reading.saturating_sub(1);
        let Some(document) = self.documents.get_mut(place) else { return };
        match text {
            Some(text) => {
                document.on_disk = Some(text);
                if std::mem::take(&mut document.is_deleted) {
                    self.settle_in(place);
                }
            }
            None if document.on_disk.as_ref() == Some(&document.text) && !document.is_deleted => {
                document.is_deleted = true;
                document.edition += 1;
                let home = document.home.take();
                Arc::make_mut(&mut self.view).open.remove(place);
                if let Some(home) = home {
                    self.take_out(&home);
                }
                self.publish_nothing(place);
            }
            None => {}
        }
    }

    /// Finds every open document's home again, after projects have come or gone.
    pub(super) fn resettle(&mut self) {
        self.resettle_those(|_| true);
    }

    /// Finds the homes of buffers again: in which project they are is said by which projects there are.
    pub(super) fn resettle_buffers(&mut self) {
        self.resettle_those(|it| it.file().is_none());
    }

    fn resettle_those(&mut self, is_wanted: impl Fn(&Place) -> bool) {
        let documents = self.documents.iter().filter(|(place, it)| is_wanted(place) && !it.is_deleted);
        let places: Vec<Place> = documents.map(|it| it.0.clone()).collect();
        for place in places {
            let extension = self.documents.get(&place).and_then(|it| it.extension);
            let home = self.find_home(&place, extension);
            let before = self.home(&place).cloned();
            if home != before {
                if let Some(before) = before {
                    self.take_out(&before);
                }
                self.settle_in(&place);
            }
        }
    }

    /// What stays when a document is closed: the text on disk, or nothing.
    fn leave(&mut self, place: &Place, home: Option<Home>) {
        Arc::make_mut(&mut self.view).open.remove(place);
        self.diagnosing.forget(place);
        let Some(home) = home else { return };
        let Some((path, layout)) = place.file().zip(self.layout_of(&home.root).cloned()) else {
            self.take_out(&home);
            self.publish_nothing(place);
            return;
        };
        let (path, events) = (path.to_owned(), self.events.clone());
        self.diagnosing.reading += 1;
        self.disk.run(move || {
            let mut change = RootChange::new(home.root);
            let text = disk::left_behind(&path, &home.path, &layout);
            change.file(home.path, text);
            // Fails only when the loop has ended.
            let _ = events.send(Event::Reread(change));
        });
    }

    fn take_out(&mut self, home: &Home) {
        self.is_change_wide = true;
        self.set_text(&home.root, home.path.clone(), None);
    }

    pub(super) fn publish_nothing(&mut self, place: &Place) {
        let uri = to_proto::uri_text(&self.view, place);
        if let Some(report) = Report::empty(&uri) {
            self.publish(report);
        }
        self.diagnosing.published_mut().remove(place);
    }

    /// The nearest project that contains a file; for a buffer the only project that there is. A query without one is a
    /// project of its own. Files of other kinds outside any project are none of our business.
    fn find_home(&mut self, place: &Place, extension: Option<&'static str>) -> Option<Home> {
        let path = match place {
            Place::Buffer(uri) => return buffer_home(uri, extension?, self.only_project()),
            Place::File(path) => path,
        };
        if !disk::is_ours(path) {
            return None;
        }
        if let Some(folder) = workspace::find_root(path) {
            let home = Home { root: disk::project_root(&folder), path: place::relative(&folder, path)? };
            self.ensure_project(&folder);
            return Some(home);
        }
        let is_query = path.extension().is_some_and(|it| it == "sql" || it == "rocky");
        let name = path.file_name()?.to_str()?;
        is_query.then(|| Home { root: disk::project_root(path), path: RelativePath::new(name) })
    }
}

/// The home of a buffer without a file. Its name may be a path, and may have the extension already.
fn buffer_home(uri: &Arc<str>, extension: &str, project: Option<ProjectRoot>) -> Option<Home> {
    if extension == "toml" {
        return None;
    }
    let parts: Vec<&str> = uri.split(['/', ':']).filter(|it| !it.is_empty()).collect();
    let name = parts.last().copied().unwrap_or("untitled");
    let has_extension = name.rsplit_once('.').is_some_and(|(_, it)| it == extension);
    let ending = if has_extension { String::new() } else { format!(".{extension}") };
    Some(match project {
        Some(root) => {
            Home { root, path: RelativePath::new(format!("{BUFFERS}/{}{ending}", parts.join("/"))) }
        }
        None => {
            Home { root: ProjectRoot(Arc::clone(uri)), path: RelativePath::new(format!("{name}{ending}")) }
        }
    })
}
