//! The protocol's side: which tools there are, and calls of them.

use super::{answers, tool::Tool};
use crate::{
    arguments::GlobalOptions,
    console::Console,
    failure::Failure,
    project::{Outside, Project},
};
use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CallToolRequestParams, CallToolResult, Content, Implementation, ListToolsResult,
        PaginatedRequestParams, ServerCapabilities, ServerInfo,
    },
    service::RequestContext,
};
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};

/// What an agent is told about the tools as a whole.
const INSTRUCTIONS: &str = "Rocky compiles the SQL models of the project in which it was started. Answers are the JSON \
documents of its command line, about the files as they are on disk now. After an edit, call `check`; what it finds has \
fixes, which `fix` applies. Call `impact` before a column is renamed or dropped.";

/// Answers the calls of one client, one after the other.
pub(super) struct Server {
    desk: Arc<Mutex<Desk>>,
}

/// What a call needs.
struct Desk {
    project: Project,
    outside: Outside,
    options: GlobalOptions,
}

impl Server {
    pub(super) fn new(project: Project, outside: Outside, options: GlobalOptions) -> Server {
        Server { desk: Arc::new(Mutex::new(Desk { project, outside, options })) }
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerInfo {
        ServerInfo::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("rocky", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(Tool::ALL.into_iter().map(Tool::described).collect()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResult, ErrorData> {
        let Some(tool) = Tool::ALL.into_iter().find(|it| it.name() == request.name) else {
            return Err(ErrorData::invalid_params(format!("there is no tool `{}`", request.name), None));
        };
        let arguments = Value::Object(request.arguments.unwrap_or_default());
        let desk = Arc::clone(&self.desk);
        let call = tokio::task::spawn_blocking(move || {
            // A call that panicked leaves a database whose answers are computed again.
            let mut desk = desk.lock().unwrap_or_else(PoisonError::into_inner);
            let Desk { project, outside, options } = &mut *desk;
            let console = Console::new(options);
            project.reread()?;
            project.reread_outside(outside, options, &console)?;
            answers::answer(project, tool, arguments, &console)
        });
        let answer = call.await.map_err(|failure| {
            ErrorData::internal_error(format!("the tool failed, which is a defect of Rocky: {failure}"), None)
        })?;
        Ok(match answer {
            Ok(document) => CallToolResult::structured(document),
            Err(failure) => CallToolResult::error(vec![Content::text(in_words(&failure))]),
        })
    }
}

/// What went wrong, and what to do next.
fn in_words(failure: &Failure) -> String {
    match failure {
        Failure::Message { message, help: Some(help), .. } => format!("{message}\nhelp: {help}"),
        other => other.to_string(),
    }
}
