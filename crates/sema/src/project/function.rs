//! Functions that the project declares: `[[functions]]` of rocky.toml.

use base::{Ident, SmolStr};
use db::{Db, Project};
use dialect::{Argument, CallError, Engine, FunctionKind, Type};
use std::sync::Arc;

/// A declared function, without the ranges of its declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DeclaredFunction {
    /// Its name, perhaps with a schema.
    name: Box<[SmolStr]>,
    /// The types of its arguments as written; any are accepted where absent.
    arguments: Option<Box<[SmolStr]>>,
    /// The type of its result as written.
    returns: SmolStr,
    /// What kind it is.
    pub(crate) kind: FunctionKind,
}

/// The functions that a project declares. Equal unless one of them changes.
#[salsa::tracked(returns(clone))]
pub(crate) fn declared_functions(db: &dyn Db, project: Project) -> Arc<[DeclaredFunction]> {
    let declared = &db::rocky_toml(db, project).value.functions;
    let function = |it: &config::FunctionDeclaration| DeclaredFunction {
        name: it.name.value.split('.').map(SmolStr::from).collect(),
        arguments: it.arguments.as_ref().map(|it| it.iter().map(|it| it.value.clone()).collect()),
        returns: it.returns.as_ref().map(|it| it.value.clone()).unwrap_or_default(),
        kind: if it.is_aggregate { FunctionKind::Aggregate } else { FunctionKind::Scalar },
    };
    declared.iter().map(function).collect()
}

/// Which of the functions that the project declares a call of `path` means.
pub fn declared_function(db: &dyn Db, project: Project, path: &[Ident]) -> Option<usize> {
    declared_functions(db, project).iter().position(|it| it.is_called(path))
}

impl DeclaredFunction {
    /// Whether a call of `path` means it: the shorter of both names ends the other.
    pub(crate) fn is_called(&self, path: &[Ident]) -> bool {
        let ends = self.name.iter().rev().zip(path.iter().rev());
        !path.is_empty() && ends.into_iter().all(|(name, part)| part.text.eq_ignore_ascii_case(name))
    }

    /// The type of a call, or why it is wrong.
    pub(crate) fn result(&self, engine: Engine, arguments: &[Argument]) -> Result<Type, CallError> {
        let result = dialect::parse_type(&self.returns, engine.dialect).unwrap_or_default();
        let Some(types) = &self.arguments else { return Ok(result) };
        let name = self.name.join(".");
        let wrong = |message| {
            let candidates = vec![format!("{name}({}) -> {}", types.join(", "), self.returns)];
            Err(CallError::WrongArguments { message, candidates })
        };
        if types.len() != arguments.len() {
            return wrong(format!("`{name}` does not take {}", base::counted(arguments.len(), "argument")));
        }
        for (at, (argument, ty)) in arguments.iter().zip(types.iter()).enumerate() {
            let Some(ty) = dialect::parse_type(ty, engine.dialect) else { continue };
            if !dialect::accepts(engine, &argument.operand, &ty) {
                let given = argument.operand.ty.display(engine.dialect);
                let ty = ty.display(engine.dialect);
                return wrong(format!("argument {} of `{name}` is {ty}, not {given}", at + 1));
            }
        }
        Ok(result)
    }
}
