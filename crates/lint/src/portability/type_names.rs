//! Names of types, by the table of who takes which.

use super::Subject;
use super::lacking::{Lacking, Remedial};
use syntax::{
    SyntaxNode,
    ast::{self, AstNode},
};

/// Looks at every type that is written in the model; `tree` is that of the analysed text.
pub(super) fn check(subject: &Subject<'_>, tree: &SyntaxNode, lacking: &mut Lacking) {
    for written in tree.descendants().filter_map(ast::TypeName::cast) {
        // Names of several words are not listed.
        let is_one_word = written.precision_token().is_none()
            && written.varying_token().is_none()
            && written.interval_unit().is_none()
            && written.type_zone().is_none();
        let Some(path) = written.path().filter(|it| is_one_word && it.segments().count() == 1) else {
            continue;
        };
        let Some(name) = path.idents().next().filter(|it| !it.quoted) else { continue };
        let has_arguments = written.type_modifiers().is_some();
        let takes = |dialect| dialect::has_type_name(dialect, name.as_str(), has_arguments);
        if takes(subject.own) != Some(true) {
            continue;
        }
        let range = subject.written(syntax::trimmed(path.syntax()));
        let label = name.text.to_ascii_uppercase();
        for &target in subject.targets.iter().filter(|it| takes(**it) == Some(false)) {
            let needs_length = dialect::has_type_name(target, name.as_str(), true) == Some(true);
            let without = if needs_length { " without a length" } else { "" };
            let title = format!("no type `{label}`{without}");
            lacking.add(range, &label, target).describe(title, "", Remedial::TypeName);
        }
    }
}
