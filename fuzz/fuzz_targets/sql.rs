//! SQL in each dialect: the first byte picks it.
#![no_main]

use syntax::Lexis;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    if let Some((dialect, text)) = fuzz::dialect_and_text(input) {
        fuzz::check(text, Lexis::Sql(dialect));
    }
});
