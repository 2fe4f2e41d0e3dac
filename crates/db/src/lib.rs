//! The salsa inputs, the change that sets them, and the queries over files and configuration.
