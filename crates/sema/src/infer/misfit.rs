//! Calls and operators that the engine has not got, and branches without a common type (E005, E006).

use super::Context;
use crate::{Candidate, Facts, Finding, UnknownReason, ValueType};
use base::{Code, DialectKind, Severity, SmolStr};
use dialect::{Argument, BinaryOperator, CallError, CastKind, Operand, OperatorError, Type};
use hir::{Anchor, Call, Expr, ExprId};

/// Functions that choose among their arguments, and how many conditions stand before those: what they refuse is a lack
/// of a common type.
const BRANCHES: [(&str, usize); 8] = [
    ("coalesce", 0),
    ("greatest", 0),
    ("if", 1),
    ("iff", 1),
    ("ifnull", 0),
    ("least", 0),
    ("nvl", 0),
    ("nvl2", 1),
];

impl Context<'_> {
    /// Says why a call is wrong.
    pub(super) fn report_call(&mut self, id: ExprId, call: &Call, arguments: &[Argument], error: CallError) {
        let Some(name) = call.name.last() else { return };
        // A qualifier may be a schema, which may have functions of its own.
        let is_foreign = call.name.len() > 1;
        if call.is_broken || is_foreign {
            return;
        }
        let written = super::path_text(&call.name);
        let unknown = |what: &str, closest: Option<SmolStr>| {
            let place = self.place(Anchor::FunctionName(id));
            let message = format!("{} has no {what} `{written}`", self.dialect);
            let finding = Finding::new(Code::E006, place, name.text.clone(), message)
                .facts(Facts::function(name.text.clone()));
            match closest {
                Some(closest) => finding.did_you_mean(Some(closest.to_string())),
                None => finding.suggest("declare functions of your own in `[[functions]]` of rocky.toml"),
            }
        };
        let finding = match error {
            CallError::UnknownFunction { closest } => unknown("function", closest),
            CallError::UnknownTableFunction { closest } => unknown("table function", closest),
            CallError::WrongArguments { message, candidates } => {
                if self.branches_misfit(call, arguments) {
                    return;
                }
                let place = self.place(Anchor::Expr(id));
                let mut facts = Facts::function(name.text.clone());
                let candidate = |it: &String| Candidate { name: it.into(), ty: None };
                facts.candidates = candidates.iter().map(candidate).collect();
                let finding = Finding::new(Code::E006, place, name.text.clone(), message).facts(facts);
                match &candidates[..] {
                    [] => finding,
                    [first, rest @ ..] => {
                        let more = if rest.len() > 3 { ", …" } else { "" };
                        let shown: Vec<&str> = rest.iter().take(3).map(String::as_str).collect();
                        let list =
                            std::iter::once(first.as_str()).chain(shown).collect::<Vec<_>>().join(", ");
                        finding.suggest(format!("it takes {list}{more}"))
                    }
                }
            }
            CallError::LiteralDoesNotConvert { argument, to } => {
                let literal = arguments.get(argument).and_then(|it| it.operand.string()).unwrap_or_default();
                let message = format!(
                    "the literal '{literal}' cannot be converted to {}, which `{written}` takes",
                    to.display(self.dialect)
                );
                // The first arguments may be those of WITHIN GROUP.
                let before = if call.within_group { call.order_by.len() } else { 0 };
                let blamed = argument.checked_sub(before).and_then(|it| call.args.get(it));
                let place = self.place(Anchor::Expr(blamed.map_or(id, |it| it.value)));
                let facts = Facts {
                    function: Some(name.text.clone()),
                    ..Facts::types(to.display(self.dialect), format!("'{literal}'"))
                };
                Finding::new(Code::E006, place, name.text.clone(), message).facts(facts)
            }
        };
        self.report(finding);
    }

    /// Says so where the arguments of a function that is a choice among them have no common type.
    fn branches_misfit(&mut self, call: &Call, arguments: &[Argument]) -> bool {
        let [name] = &call.name[..] else { return false };
        let Some(&(_, conditions)) = BRANCHES.iter().find(|it| name.text.eq_ignore_ascii_case(it.0)) else {
            return false;
        };
        let pairs = call.args.iter().zip(arguments).skip(conditions);
        let branches: Vec<(ExprId, Operand)> =
            pairs.map(|(written, it)| (written.value, it.operand.clone())).collect();
        let construct = format!("the arguments of `{}`", name.as_str());
        branches.len() > 1 && self.common_type(&branches, &construct).is_none()
    }

    /// Says why an operator is wrong. Returns the value of what is at fault.
    pub(super) fn report_operator(
        &mut self,
        id: ExprId,
        operator: Option<BinaryOperator>,
        operands: &[(ExprId, &Operand)],
        error: OperatorError,
    ) -> ValueType {
        let (place, message) = match error {
            OperatorError::NoSuchOperator(message) => (self.place(Anchor::Expr(id)), message),
            OperatorError::LiteralDoesNotConvert { literal, to } => {
                let blamed = operands.iter().find(|it| it.1.string() == Some(literal.as_str()));
                let place = self.place(Anchor::Expr(blamed.map_or(id, |it| it.0)));
                (
                    place,
                    format!("the literal '{literal}' cannot be converted to {}", to.display(self.dialect)),
                )
            }
        };
        let facts = match operands {
            [(_, left), (_, right)] => {
                Facts::types(left.ty.display(self.dialect), right.ty.display(self.dialect))
            }
            _ => Facts::default(),
        };
        let mut finding = Finding::new(Code::E005, place, SmolStr::default(), message).facts(facts);
        for (side, operand) in operands {
            if operand.literal.is_none() && operand.ty != Type::Unknown {
                let message = format!("this is {}", operand.ty.display(self.dialect));
                finding = finding.related(self.place(Anchor::Expr(*side)), message);
            }
        }
        if let (Some(operator), &[left, right]) = (operator, operands) {
            finding.remedies.extend(self.writer().operator(operator, [left, right]));
        }
        self.report(finding.suggest("say which type is meant with an explicit CAST"));
        ValueType::unknown(UnknownReason::Fault)
    }

    /// The common type of branches; where they have none, says so. `construct` names them:
    /// `the branches of CASE`.
    pub(super) fn common_type(&mut self, branches: &[(ExprId, Operand)], construct: &str) -> Option<Type> {
        let operands: Vec<Operand> = branches.iter().map(|it| it.1.clone()).collect();
        if let Some(ty) = dialect::unify_all(self.engine, &operands) {
            for (branch, operand) in branches {
                self.check_literal(*branch, operand, &ty, construct);
            }
            return Some(ty);
        }
        // The first branch that does not go with those before it is the one to blame.
        // What has no common type gets none from further branches, so the place can be searched for by halves.
        let counts: Vec<usize> = (1..=operands.len()).collect();
        let fits = |count: &usize| dialect::unify_all(self.engine, &operands[..*count]).is_some();
        let blamed = counts.partition_point(fits).min(operands.len() - 1);
        let other = (0..blamed).rev().find(|it| !operands[*it].is_null()).unwrap_or(0);
        let spelled = |at: usize| operands[at].ty.display(self.dialect).to_string();
        let message = format!("{construct} have no common type: {} and {}", spelled(other), spelled(blamed));
        let place = self.place(Anchor::Expr(branches[blamed].0));
        let related = self.place(Anchor::Expr(branches[other].0));
        let mut finding = Finding::new(Code::E005, place, SmolStr::default(), message)
            .facts(Facts::types(spelled(other), spelled(blamed)))
            .related(related, format!("this is {}", spelled(other)))
            .suggest("say which type is meant with an explicit CAST");
        finding.remedies.extend(self.writer().branches(branches, [other, blamed]));
        self.report(finding);
        None
    }

    /// Says so where an expression that has been inferred cannot be the condition that it stands for.
    pub(super) fn check_condition(&mut self, id: ExprId) {
        let ty = self.inference.values.get(id).map_or(Type::Unknown, |it| it.ty.clone());
        if !dialect::is_condition(self.engine, &ty) {
            let spelled = |ty: &Type| ty.display(self.dialect).to_string();
            let message = format!("a condition is {}, and this is {}", spelled(&Type::Boolean), spelled(&ty));
            let mut finding =
                Finding::new(Code::E005, self.place(Anchor::Expr(id)), SmolStr::default(), message)
                    .facts(Facts::types(spelled(&Type::Boolean), spelled(&ty)));
            finding.remedies.extend(self.writer().condition(id, &ty));
            self.report(finding.suggest("compare it with something"));
        } else if let Expr::Literal(hir::Literal::String(text)) = &self.body.exprs[id] {
            let operand = Operand::literal(self.dialect, dialect::Literal::String(text.clone()));
            self.check_literal(id, &operand, &Type::Boolean, "a condition");
        }
    }

    /// Says so where a string literal stands for a value of another type, and is none. The engine binds such a query, and
    /// fails on the first row that comes there.
    fn check_literal(&mut self, id: ExprId, operand: &Operand, ty: &Type, construct: &str) {
        let Some(text) = operand.string().filter(|_| operand.ty.is_text() && !ty.is_text()) else { return };
        if dialect::literal_converts(self.engine, text, ty) != Some(false) {
            return;
        }
        let spelled = ty.display(self.dialect);
        let message =
            format!("{construct} must be {spelled}, and the literal '{text}' cannot be converted to it");
        let mut finding = Finding::new(Code::E005, self.place(Anchor::Expr(id)), SmolStr::default(), message)
            .facts(Facts::types(spelled, format!("'{text}'")));
        finding.severity = Some(Severity::Warning);
        self.report(finding);
    }

    /// Says so where the engine has no such cast.
    pub(super) fn check_cast(&mut self, id: ExprId, from: &Type, to: &Type) {
        if from.has_unknown() || to.has_unknown() || *from == Type::Null {
            return;
        }
        if dialect::cast_exists(self.engine, from, to) == CastKind::Never {
            let spelled = [from, to].map(|it| it.display(self.dialect));
            let message = format!("{} cannot cast {} to {}", self.dialect, spelled[0], spelled[1]);
            let place = self.place(Anchor::Expr(id));
            let mut finding = Finding::new(Code::E005, place, SmolStr::default(), message)
                .facts(Facts::types(spelled[1], spelled[0]));
            // Of structs it asks before that a field has its name on both sides.
            if !matches!((from, to), (Type::Struct(_), Type::Struct(_))) {
                finding.severity = self.severity_of_missing_cast();
            }
            self.report(finding);
        }
    }

    /// DuckDB binds casts that it has not got, and fails on the first row: an empty table passes.
    pub(super) fn severity_of_missing_cast(&self) -> Option<Severity> {
        (self.dialect == DialectKind::DuckDb).then_some(Severity::Warning)
    }
}
