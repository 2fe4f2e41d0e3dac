//! Names of types, by the table of who takes which.

use super::Subject;
use super::lacking::{Lacking, Remedial};
use sema::written_type_names;
use syntax::SyntaxNode;

/// Looks at every type that is written in the model; `tree` is that of the analysed text.
pub(super) fn check(subject: &Subject<'_>, tree: &SyntaxNode, lacking: &mut Lacking) {
    for written in written_type_names(tree) {
        let name = written.name.as_str();
        let takes = |dialect| dialect::has_type_name(dialect, name, written.has_arguments);
        if takes(subject.own) != Some(true) {
            continue;
        }
        let range = subject.written(written.range);
        let label = written.name.text.to_ascii_uppercase();
        for &target in subject.targets.iter().filter(|it| takes(**it) == Some(false)) {
            let needs_length = dialect::has_type_name(target, name, true) == Some(true);
            let without = if needs_length { " without a length" } else { "" };
            let title = format!("no type `{label}`{without}");
            lacking.add(range, &label, target).describe(title, "", Remedial::TypeName);
        }
    }
}
