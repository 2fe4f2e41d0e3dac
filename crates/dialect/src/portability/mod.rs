//! What moves from one warehouse to another, and what does not: types of values, names of types, texts that mean the
//! same in another spelling, and texts that mean something else in the same one.

mod carried;
mod equivalents;
mod meaning;
mod type_names;

pub use carried::carried_type;
pub use equivalents::{Equivalence, TemplateArgument, TemplatePart, Way, all_equivalences, equivalences};
pub use meaning::{Condition, Divergence, Meaning, Subject};
pub use type_names::{common_type_names, has_type_name, type_names};
