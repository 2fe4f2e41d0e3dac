//! What an editor can ask, as plain data in and plain data out.
