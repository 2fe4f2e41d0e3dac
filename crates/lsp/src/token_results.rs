//! The semantic tokens that the client was told last of each open document: what the next ones are told as a difference to.

use crate::{place::Place, snapshot::Snapshot, to_proto::tokens};
use ide::Cancellable;
use rustc_hash::FxHashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tower_lsp::lsp_types::{SemanticTokens, SemanticTokensDelta, SemanticTokensFullDeltaResult};

/// What was told last, by document.
#[derive(Default)]
pub(crate) struct TokenResults(Mutex<State>);

#[derive(Default)]
struct State {
    last: FxHashMap<Place, SemanticTokens>,
    /// How many results there were: each has its own name.
    count: u64,
}

impl TokenResults {
    /// All tokens of a document.
    pub(crate) fn full(&self, snapshot: &Snapshot, place: &Place) -> Cancellable<Option<SemanticTokens>> {
        Ok(self.renew(snapshot, place)?.map(|it| it.new))
    }

    /// What has changed since the result of this name; all tokens, if it is no longer at hand.
    pub(crate) fn difference(
        &self,
        snapshot: &Snapshot,
        place: &Place,
        previous: &str,
    ) -> Cancellable<Option<SemanticTokensFullDeltaResult>> {
        let Some(Renewed { old, new }) = self.renew(snapshot, place)? else { return Ok(None) };
        Ok(Some(match old.filter(|it| it.result_id.as_deref() == Some(previous)) {
            Some(old) => {
                let edits = tokens::difference(&old.data, &new.data);
                SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta {
                    result_id: new.result_id,
                    edits,
                })
            }
            None => new.into(),
        }))
    }

    /// Forgets a document that was closed.
    pub(crate) fn forget(&self, place: &Place) {
        self.state().last.remove(place);
    }

    fn renew(&self, snapshot: &Snapshot, place: &Place) -> Cancellable<Option<Renewed>> {
        let Some(file) = snapshot.file(place) else { return Ok(None) };
        let found = snapshot.analysis.semantic_tokens(file, None)?;
        let data = tokens::tokens(snapshot, file, &found)?;
        // Of a document that is not open nobody says when it is no longer looked at.
        if !snapshot.view.open.contains_key(place) {
            return Ok(Some(Renewed { old: None, new: SemanticTokens { result_id: None, data } }));
        }
        let mut state = self.state();
        state.count += 1;
        let new = SemanticTokens { result_id: Some(state.count.to_string()), data };
        let old = state.last.insert(place.clone(), new.clone());
        Ok(Some(Renewed { old, new }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The tokens of a document, and those before them.
struct Renewed {
    old: Option<SemanticTokens>,
    new: SemanticTokens,
}
