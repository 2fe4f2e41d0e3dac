//! The models of a project: what they say about themselves, and how names find them.

mod dependency_order;
mod description;
mod function;
mod index;
mod reference;
#[cfg(test)]
mod tests;

pub(crate) use dependency_order::cut_ring;
pub use dependency_order::{DependencyOrder, is_cut, order, rings_in_cone, standing_rings};
pub use description::{
    Model, PhysicalTarget, declared_name, described_model, has_own_freshness, is_model, is_statement, model,
    physical_target,
};
pub use function::declared_function;
pub(crate) use function::{DeclaredFunction, declared_functions};
pub use index::{ModelIndex, model_index};
pub use reference::{
    References, Target, declared_dependencies, dependencies, dependencies_in, reads_other_tables, references,
    resolve_relation,
};
