//! The grammar rules. A rule named after a node makes that node or reports why not; `opt_` rules may do nothing; a
//! rule that returns `None` or `false` consumed nothing.

mod calls;
mod collections;
mod definitions;
mod expressions;
mod hierarchy;
mod joins;
mod lists;
mod manipulation;
mod names;
mod object_suffixes;
mod opaque;
mod pivot;
mod precedence;
mod primaries;
mod queries;
mod recovery;
mod rocky;
mod rocky_expressions;
mod select;
mod special_forms;
mod statements;
mod table_arguments;
mod tables;
mod transform;
mod types;

pub(crate) use rocky::rocky_file;
pub(crate) use statements::file;
