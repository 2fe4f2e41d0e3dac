//! The embedded stores: run records, watermarks and the content cache, in redb.
