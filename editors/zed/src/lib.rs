//! Starts `rocky lsp` in Zed.

use zed_extension_api::{self as zed, Command, Extension, LanguageServerId, Result, Worktree};

struct Rocky;

impl Extension for Rocky {
    fn new() -> Rocky {
        Rocky
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let program = worktree.which("rocky").ok_or("the program `rocky` is not on the PATH")?;
        Ok(Command { command: program, args: vec!["lsp".into()], env: worktree.shell_env() })
    }
}

zed::register_extension!(Rocky);
