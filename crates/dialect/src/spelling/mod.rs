//! Types in and out of text: how each engine prints them, and every name under which it accepts them.

mod contract;
mod display;
mod read;
#[cfg(test)]
mod tests;
mod token;
mod usual;

pub use contract::{CONTRACT_TYPES, TypePattern, parse_contract_type};
pub use display::TypeDisplay;
pub use read::parse_type;
pub use usual::usual_types;
