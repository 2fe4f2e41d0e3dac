//! The grammar rules. A rule named after a node makes that node or reports why not; `opt_` rules may do nothing; a
//! rule that returns `None` or `false` consumed nothing.

mod calls;
mod collections;
mod definitions;
mod expressions;
mod googlesql;
mod grouping;
mod hierarchy;
mod hints;
mod inline_functions;
mod joins;
mod json_forms;
mod lambdas;
mod limits;
mod lists;
mod literals;
mod manipulation;
mod match_recognize;
mod names;
mod object_suffixes;
mod opaque;
mod ordering;
mod pipe;
mod pivot;
mod precedence;
mod predicates;
mod primaries;
mod queries;
mod recovery;
mod rocky;
mod rocky_expressions;
mod row_pattern;
mod samples;
mod select;
mod set_operations;
mod special_forms;
mod statements;
mod table_arguments;
mod tables;
mod transform;
mod types;
mod windows;

pub(crate) use rocky::rocky_file;
pub(crate) use statements::file;
