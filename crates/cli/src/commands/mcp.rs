//! `rocky mcp`: the analysis of a project for agents, by the Model Context Protocol over standard input and output.
//!
//! One database lives as long as the session. Each call first takes in what has changed on disk, the DuckDB file and the
//! state file included, so that an answer is about the files as they are when it is asked.

mod answers;
mod server;
mod tool;

use crate::{
    arguments::GlobalOptions,
    console::Console,
    failure::{Exit, Failure, Outcome},
    project::{Knowledge, Location, Outside, Project},
};
use rmcp::{ServiceExt, transport::stdio};
use server::Server;

pub(super) fn execute(options: &GlobalOptions, console: &Console) -> Outcome {
    let location = Location::find(options, None)?;
    let outside = Outside::look(&location, options)?;
    let project = Project::load(location, Knowledge::Local(options), None, console)?;
    let stopped = |reason: String| Failure::new(format!("the MCP server stopped: {reason}"));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .map_err(|error| stopped(error.to_string()))?;
    let served = runtime.block_on(async {
        let service = Server::new(project, outside, options.clone()).serve(stdio()).await;
        let service = service.map_err(|error| stopped(error.to_string()))?;
        service.waiting().await.map_err(|error| stopped(error.to_string()))
    });
    // Not dropped, which would wait for the thread that reads standard input.
    runtime.shutdown_background();
    served.map(|_| Exit::SUCCESS)
}
