//! Settings: asked for, taken in, handed to whoever answers.

use super::MainLoop;
use crate::{
    outbox::{Outgoing, Shown},
    settings,
};
use serde_json::Value;
use std::sync::Arc;

impl MainLoop {
    /// Asks the client for its settings, and to be told when they change, as far as it can do that.
    pub(super) fn ask_for_settings(&mut self) {
        if self.view.features.registers_configuration {
            self.outbox.send(Outgoing::WatchSettings);
        }
        self.pull_settings();
    }

    fn pull_settings(&self) {
        if self.view.features.pulls_configuration {
            self.outbox.send(Outgoing::PullSettings { events: self.events.clone() });
        }
    }

    /// The client says that its settings have changed. Those of clients that are pulled from often say no more than that.
    pub(super) fn settings_changed(&mut self, sent: &Value) {
        match sent.is_null() {
            true => self.pull_settings(),
            false => self.set_settings(sent),
        }
    }

    /// Other dialects are to be looked at: every project that the database has is told, when its change is applied.
    fn retarget(&mut self) {
        let loaded = self.view.projects.values().cloned();
        let open = self.view.open.values().map(|it| it.home.root.clone());
        for root in loaded.chain(open).collect::<Vec<_>>() {
            self.is_change_wide = true;
            self.change_of(&root);
        }
    }

    pub(super) fn set_settings(&mut self, sent: &Value) {
        let Some(settings) = settings::read(sent).filter(|it| *it != self.view.settings) else { return };
        let before = std::mem::replace(&mut Arc::make_mut(&mut self.view).settings, settings);
        if before.inlay_hints != self.view.settings.inlay_hints {
            self.refresh(Shown::InlayHints);
        }
        if before.code_lens != self.view.settings.code_lens {
            self.refresh(Shown::CodeLenses);
        }
        if before.target_dialects != self.view.settings.target_dialects {
            self.retarget();
        }
    }
}
