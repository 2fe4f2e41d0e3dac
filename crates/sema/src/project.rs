//! The models of a project: what they say about themselves, and how names find them.

mod index;
mod description;
mod dependency_order;
mod reference;

pub use index::{ModelIndex, model_index};
pub use description::{
    Model, PhysicalTarget, declared_name, described_model, is_model, model, physical_target,
};
pub use dependency_order::{DependencyOrder, is_cut, standing_rings, order, rings_in_cone};
pub use reference::{References, Target, declared_dependencies, dependencies, references};
