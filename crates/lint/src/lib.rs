//! Rules over meaning that are advice rather than law; one file per rule.
