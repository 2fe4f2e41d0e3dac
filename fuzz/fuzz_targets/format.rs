//! The formatter: the first byte picks a dialect of SQL or the Rocky DSL.
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    if let Some((lexis, text)) = fuzz::lexis_and_text(input) {
        fuzz::check_format(text, lexis);
    }
});
