//! Texts that a target's parser does not read, although the model's own does.

use super::lacking::{Lacking, Remedial};
use base::DialectKind;
use syntax::SyntaxError;

/// Takes over the mistakes that the parser of `target` sees in a text without any in its own dialect. One that touches
/// something which the target is known to lack says the same once more.
pub(super) fn check(errors: &[SyntaxError], target: DialectKind, lacking: &mut Lacking) {
    for error in errors {
        if lacking.touches(error.range, target) || lacking.covers(error.range, target) {
            continue;
        }
        let remedial = match &error.fix {
            // What can be deleted means nothing, in whichever dialect.
            Some(fix) if fix.insert.is_empty() && !fix.range.is_empty() => {
                Remedial::Texts(vec![(fix.range, String::new())])
            }
            _ => Remedial::None,
        };
        let title = format!("other syntax here: {}", error.message);
        lacking.add(error.range, "syntax", target).describe(title, "", remedial);
    }
}
