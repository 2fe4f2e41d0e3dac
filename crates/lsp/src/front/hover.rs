//! Cards, and Rocky's own request for cards that say more or less: LSP 3.17 has no levels.

use super::{Front, error};
use crate::to_proto::navigation;
use ide::Verbosity;
use serde::{Deserialize, Serialize};
use tower_lsp::{
    jsonrpc::{Error, Result},
    lsp_types::{Hover, TextDocumentPositionParams},
};

/// The request for a card at a level.
pub(super) const METHOD: &str = "rocky/hover";

/// Parameters of [`METHOD`].
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct HoverLevelParams {
    #[serde(flatten)]
    at: TextDocumentPositionParams,
    /// The level's name; that of the settings where there is none.
    verbosity: Option<String>,
}

/// A card, and whether there are others that say more or less.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HoverAnswer {
    pub(crate) hover: Hover,
    verbosity: &'static str,
    can_increase: bool,
    can_decrease: bool,
}

impl Front {
    /// Handler of [`METHOD`].
    pub(crate) async fn hover_at_level(&self, params: HoverLevelParams) -> Result<Option<HoverAnswer>> {
        let verbosity = params.verbosity.as_deref().map(level).transpose()?;
        self.card(params.at, verbosity).await
    }

    /// The card at a position, at the level of the settings where none is asked for.
    pub(super) async fn card(
        &self,
        at: TextDocumentPositionParams,
        verbosity: Option<Verbosity>,
    ) -> Result<Option<HoverAnswer>> {
        let card = self.ask_at(at, move |snapshot, at| {
            let verbosity = verbosity.unwrap_or(snapshot.settings().verbosity);
            let Some(card) = snapshot.card(at, verbosity)? else { return Ok(None) };
            let has_levels = card.has_levels;
            Ok(Some(HoverAnswer {
                hover: navigation::hover(snapshot, at.file, card)?,
                verbosity: verbosity.name(),
                can_increase: has_levels && verbosity < Verbosity::Full,
                can_decrease: has_levels && verbosity > Verbosity::Brief,
            }))
        });
        card.answer().await.map_err(error)
    }
}

fn level(name: &str) -> Result<Verbosity> {
    Verbosity::named(name).ok_or_else(|| {
        let names = Verbosity::ALL.map(Verbosity::name).join(", ");
        Error::invalid_params(format!("there is no verbosity `{name}`: choose one of {names}"))
    })
}
