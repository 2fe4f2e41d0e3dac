//! Executing one step.

use warehouse::{Adapter, AdapterError, Purpose, Step, When};

/// Builds the step's model. Returns the rows written; `None` for a view.
///
/// # Errors
/// The first statement that fails, or the question what stands at the target now.
pub(crate) fn execute_step(adapter: &dyn Adapter, step: &Step) -> Result<Option<u64>, AdapterError> {
    let asks = step.statements.iter().any(|statement| statement.when != When::Always);
    let kind = if asks { adapter.describe(&step.target)?.map(|relation| relation.kind) } else { None };
    let statements: Vec<_> = step
        .statements
        .iter()
        .filter(|statement| match statement.when {
            When::Always => true,
            When::TargetIs(wanted) => kind == Some(wanted),
        })
        .collect();

    let sql: Vec<&str> = statements.iter().map(|statement| statement.sql.as_str()).collect();
    let executions = adapter.execute(&sql)?;

    let producing = || statements.iter().zip(&executions).filter(|(it, _)| it.purpose.produces_rows());
    if producing().next().is_none() {
        return Ok(None);
    }
    if let Some(rows) = producing().map(|(_, execution)| execution.rows_affected).sum::<Option<u64>>() {
        return Ok(Some(rows));
    }
    // The warehouse did not say. A table that was just made from nothing can be counted; after an insert the
    // count would be of older rows too. The model is built by now: an interruption or a failure of the count
    // leaves the rows unknown and the model successful.
    let made_anew = producing().all(|(statement, _)| statement.purpose == Purpose::CreateTable);
    Ok(if made_anew { adapter.row_count(&step.target).ok() } else { None })
}
