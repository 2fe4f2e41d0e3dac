//! Reads projects from disk: discovery, ignore rules, watching, and the change that brings the database up to date.
