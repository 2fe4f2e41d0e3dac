//! `rocky explain`: the page of a diagnostic code.

use crate::{
    arguments::ExplainArguments,
    console::Console,
    failure::{Exit, Failure, Outcome},
    output::ExplainOutput,
};
use ide::{Code, page};

pub(super) fn execute(arguments: &ExplainArguments, console: &Console) -> Outcome {
    if console.is_told_json() {
        console.print_json(&document(&arguments.code)?)?;
    } else {
        console.print(page(code(&arguments.code)?))?;
    }
    Ok(Exit::SUCCESS)
}

/// The document about the code of a name.
pub(super) fn document(name: &str) -> Result<ExplainOutput, Failure> {
    let code = code(name)?;
    Ok(ExplainOutput::new(code, page(code)))
}

fn code(name: &str) -> Result<Code, Failure> {
    Code::from_name(name).ok_or_else(|| unknown_code(name))
}

fn unknown_code(name: &str) -> Failure {
    let failure = Failure::new(format!("there is no diagnostic code `{name}`"));
    let upper = name.to_uppercase();
    let names = Code::ALL.iter().map(|it| it.name());
    let similar: Vec<&str> = match upper.get(..1) {
        Some(letter) => names.filter(|it| it.starts_with(letter)).collect(),
        None => Vec::new(),
    };
    if similar.is_empty() {
        failure.with_help("a code is a letter of D, E, I, V, W and three digits: rocky explain E003")
    } else {
        failure.with_help(format!("the codes with this letter are {}", similar.join(", ")))
    }
}
