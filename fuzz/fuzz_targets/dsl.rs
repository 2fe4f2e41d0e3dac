//! The Rocky DSL.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| fuzz::check(text, syntax::Lexis::Rocky));
