//! Reading a file as text.

use db::{FileText, MAX_FILE_BYTES, ReadProblem, RelativePath};
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// How much of a seed file is read: its header and enough rows to tell the types.
const SEED_HEAD_BYTES: u64 = 64 * 1024;

/// The text of a file, or why it cannot be had. Of a seed (`*.csv`) only whole lines of its head are read.
pub fn read(path: &Path) -> FileText {
    let is_seed = path.extension().is_some_and(|it| it == "csv");
    match bytes(path, is_seed) {
        Ok(Content::Bytes(bytes)) => FileText::from_bytes(bytes),
        Ok(Content::TooLarge(bytes)) => FileText::unreadable(ReadProblem::TooLarge { bytes }),
        Err(error) => FileText::unreadable(ReadProblem::Io { message: error.kind().to_string() }),
    }
}

/// The text of the bytes of a file that is called `path`, as [`read`] has it.
pub(crate) fn text_of_bytes(path: &RelativePath, mut bytes: Vec<u8>) -> FileText {
    let size = bytes.len() as u64;
    if path.extension() == Some("csv") && size > SEED_HEAD_BYTES {
        bytes.truncate(usize::try_from(SEED_HEAD_BYTES).unwrap_or(bytes.len()));
        keep_whole_lines(&mut bytes);
    }
    FileText::from_bytes(bytes)
}

enum Content {
    Bytes(Vec<u8>),
    TooLarge(u64),
}

fn bytes(path: &Path, is_seed: bool) -> io::Result<Content> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    // Opening a folder or a device for reading succeeds on some systems.
    if !metadata.is_file() {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    let size = metadata.len();
    if size > MAX_FILE_BYTES as u64 && !is_seed {
        return Ok(Content::TooLarge(size));
    }
    let limit = if is_seed { SEED_HEAD_BYTES } else { MAX_FILE_BYTES as u64 };
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(limit)).unwrap_or_default());
    file.take(limit).read_to_end(&mut bytes)?;
    if is_seed && size > limit {
        keep_whole_lines(&mut bytes);
    }
    Ok(Content::Bytes(bytes))
}

/// Drops the part of a line at the end.
fn keep_whole_lines(bytes: &mut Vec<u8>) {
    let end = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |it| it + 1);
    bytes.truncate(end);
}
