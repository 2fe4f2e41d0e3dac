//! Helpers for tests: inline fixtures with cursor marks, Markdown tests.
