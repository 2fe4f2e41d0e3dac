//! The overloads of a function, as they are shown to people.

use super::catalogue::Catalogue;
use super::resolve::match_signature;
use super::signature::{Signature, split_parameters};
use super::{Argument, FunctionKind};
use crate::Engine;

/// An overload of a function.
#[derive(Clone, Copy, Debug)]
pub struct Overload {
    /// What kind of function it is.
    pub kind: FunctionKind,
    signature: &'static Signature,
}

impl Overload {
    /// The parameters as the catalogue writes them: the type, `name => ` before it where arguments may be named, `?`
    /// behind what is optional, `...` behind what may be repeated.
    pub fn parameters(&self) -> Vec<&'static str> {
        split_parameters(self.signature.text).unwrap_or_default()
    }

    /// The type of the result.
    pub fn result(&self) -> &'static str {
        self.signature.text.rsplit_once(")->").map_or("", |(_, result)| result.trim())
    }

    /// Which of the parameters an argument is for, by its place and, where it has one, its name; the last one, where
    /// that may be repeated.
    pub fn parameter(&self, place: usize, name: Option<&str>) -> Option<usize> {
        let place = self.signature.place(place, name)?;
        Some(place.min(self.parameters().len().checked_sub(1)?))
    }

    /// Whether it can be called with so many arguments, none of them named.
    pub fn takes(&self, count: usize) -> bool {
        self.signature.takes(&vec![None; count])
    }

    /// What the conversions cost that it takes to call it with such arguments, or with further ones behind them; nothing
    /// where it does not accept them. An argument of an unknown type is accepted by every parameter.
    pub fn cost(&self, engine: Engine, arguments: &[Argument]) -> Option<u32> {
        let arguments: Vec<&Argument> = arguments.iter().collect();
        match_signature(engine, self.signature, &arguments).map(|it| it.0)
    }
}

impl Catalogue {
    /// The overloads of a function, by its name in any case.
    pub fn overloads(&'static self, name: &str) -> Vec<Overload> {
        let of = |function: &'static super::catalogue::Function| {
            let kind = function.kind;
            function.signatures.iter().map(move |signature| Overload { kind, signature })
        };
        self.named(name).iter().flat_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::{DialectKind, functions};

    #[test]
    fn parameters_and_which_one_an_argument_is_for() {
        let catalogue = functions(DialectKind::DuckDb.into());
        let trunc = catalogue.overloads("DATE_TRUNC");
        assert!(trunc.iter().all(|it| it.parameters().len() == 2 && !it.result().is_empty()), "{trunc:?}");
        assert_eq!((trunc[0].parameter(1, None), trunc[0].parameter(2, None)), (Some(1), None));
        let concat = catalogue.overloads("concat_ws");
        let last = concat[0].parameters().len() - 1;
        assert!(concat[0].parameters()[last].ends_with("..."), "{concat:?}");
        assert_eq!(concat[0].parameter(7, None), Some(last));
        assert!(concat[0].takes(5));
        assert_eq!(catalogue.overloads("no_such_function").len(), 0);
        let flatten = functions(DialectKind::Snowflake.into()).overloads("flatten");
        let at = flatten[0].parameters().iter().position(|it| it.starts_with("path =>"));
        assert!(at.is_some(), "{flatten:?}");
        assert_eq!(flatten[0].parameter(0, Some("path")), at);
    }
}
