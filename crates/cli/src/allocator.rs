//! The allocator, and when it gives memory back.
#![allow(unsafe_code, reason = "mimalloc's options are set by its C API")]

use libmimalloc_sys::{mi_option_set, mi_option_t};

/// Analysis makes and drops millions of small values on several threads: with the system's allocator a third of a cold
/// check is spent in it, with this one a sixth.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many milliseconds freed pages are kept: `mi_option_purge_delay` of version 2, which the bindings do not name
/// (<https://microsoft.github.io/mimalloc/group__options.html>).
const PURGE_DELAY: mi_option_t = 15;

/// Has pages go back to the system as soon as all of them is free. A thread gives back what it has kept when it next
/// allocates, and those of a server at rest do not: they would keep it for ever.
pub(crate) fn keep_no_freed_pages() {
    // Sound: the option is a number of its own, which the allocator reads whenever it frees a page; it may be set at any
    // time, by any thread, to any value.
    unsafe { mi_option_set(PURGE_DELAY, 0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_is_the_delay() {
        // That of a version which counts its options otherwise would not be ten milliseconds.
        // Sound: nothing but a number is read.
        let delay = || unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
        assert_eq!(delay(), 10);
        keep_no_freed_pages();
        assert_eq!(delay(), 0);
    }
}
