//! From meaning to work: physical SQL and run plans.
