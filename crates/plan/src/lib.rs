//! From meaning to work: physical SQL and run plans.
//!
//! [`compiled_sql`] is what the warehouse gets to see of a model, [`run_plan`] is what a run executes. Both answer for
//! the text of now; nothing here touches a warehouse.

mod compile;
mod ephemeral;
mod mask;
mod pipeline;
mod print;
mod run;
mod statements;
mod target;

pub use compile::{
    CompiledSql, Verbatim, compiled, compiled_cte, compiled_sql, compiled_sql_in, cte_position,
};
pub use mask::masked;
pub use pipeline::pipeline;
pub use print::{Substitutions, TableName, Unprintable, print};
pub use run::{PlanError, Selection, run_plan};
pub use target::{qualified_name, target_name};
