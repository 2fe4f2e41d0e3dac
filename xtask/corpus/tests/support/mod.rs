//! What the ratchets share: the corpus where it is there, and lists that only become shorter.

#![allow(dead_code, reason = "each test binary uses its part")]

use std::path::PathBuf;

/// The corpus, if it has this part; else standard output says that nothing of `what` is tested.
pub(crate) fn corpus_with(part: &str, what: &str) -> Option<PathBuf> {
    let corpus = corpus::entries::folder(None);
    if corpus.join(part).is_dir() {
        return Some(corpus);
    }
    println!("corpus: it is not there, nothing of {what} is tested");
    None
}

/// Fails where a list lacks what is worse than it says, and where it still has what is mended.
pub(crate) fn assert_list_is_true((new, gone): (Vec<String>, Vec<String>), command: &str) {
    assert!(new.is_empty(), "worse than before:\n{}", new.join("\n"));
    assert!(
        gone.is_empty(),
        "better than its list: run `cargo xtask corpus {command} --write`:\n{}",
        gone.join("\n")
    );
}
