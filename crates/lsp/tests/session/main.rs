//! Sessions over in-memory pipes: real JSON-RPC through the real server, no direct calls.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "helpers of tests fail as tests do")]

mod base;
mod catalog;
mod code_actions;
mod completion;
mod documents;
mod encodings;
mod fix_all;
mod formatting;
mod hierarchy;
mod hover;
mod inlay_hints;
mod lifecycle;
mod navigation;
mod outside;
mod pull;
mod push;
mod refactorings;
mod refresh;
mod rename;
mod schema;
mod signature_help;
mod structure;
mod support;
mod targets;
mod tokens;
mod views;
mod wire_order;
