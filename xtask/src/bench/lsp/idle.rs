//! A server that has nothing to do, and one whose client has died.

use super::session::{milliseconds, wait_for_idle};
use crate::bench::figures::Figure;
use crate::bench::project::BenchProject;
use crate::language_server::LanguageServer;
use anyhow::{Context, Result};
use serde_json::json;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

/// How long an idle server is watched.
const WATCH: Duration = Duration::from_secs(60);

/// Context switches of an idle server with a pull of the whole workspace outstanding, and how long it outlives its
/// client.
pub(super) fn idle(rocky: &Path, project: &BenchProject, is_quick: bool) -> Result<Vec<Figure>> {
    let pulling = json!({"textDocument": {"diagnostic": {"dynamicRegistration": false}},
                         "workspace": {"diagnostics": {"refreshSupport": true}}});
    let mut server = LanguageServer::start(rocky, &project.folder)?;
    server.initialize_with(&project.folder, &pulling)?;
    let all = server.request("workspace/diagnostic", json!({"previousResultIds": []}))?;
    let known: Vec<_> = all["items"]
        .as_array()
        .context("a pull of the workspace answers with no list")?
        .iter()
        .filter(|it| it["resultId"].is_string())
        .map(|it| json!({"uri": it["uri"], "value": it["resultId"]}))
        .collect();
    // With a token it is a subscription, which is held though nothing was known before.
    server.post("workspace/diagnostic", json!({"previousResultIds": known, "partialResultToken": "held"}))?;
    wait_for_idle(&mut server)?;
    // What is freed when nothing has changed for half a minute is over by then.
    sleep(if is_quick { Duration::from_secs(2) } else { Duration::from_secs(35) });
    let before = server.context_switches().context("the system tells no context switches")?;
    sleep(if is_quick { Duration::from_secs(5) } else { WATCH });
    let after = server.context_switches().context("the server has ended")?;
    let outlived = server.die()?;
    Ok(vec![
        Figure::new(
            "context switches of an idle server in 60 s, a pull of the workspace outstanding",
            "",
            vec![(after - before) as f64],
        )
        .p95_at_most(5.0),
        Figure::new("client dies → the server is gone", "ms", vec![milliseconds(outlived)])
            .p95_at_most(1000.0),
    ])
}
