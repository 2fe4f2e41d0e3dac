//! Sums of verdicts.

use super::compare::TypeVerdict;
use super::judge::{Judgement, Outcome};
use super::names::NameVerdict;
use super::refusal::RefusalKind;
use crate::parse::share;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What was counted of some queries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Queries that the engine binds.
    pub bound: usize,
    /// Those of them that are of TPC-H or TPC-DS.
    pub tpc: usize,
    /// Those of the bound queries that Rocky calls wrong.
    pub alarms: usize,
    /// Those of them that are of TPC-H or TPC-DS.
    pub tpc_alarms: usize,
    /// Bound queries with two columns of one name, which Rocky reports because no table can have them.
    pub double_names: usize,
    /// Queries that the engine reads, and that may or may not bind: those that Rocky calls wrong, of all.
    pub read: [usize; 2],
    /// Names that agree, of those that count.
    pub names: [usize; 2],
    /// Types that agree.
    pub agree: usize,
    /// Types that are not known.
    pub unknown: usize,
    /// Types that are wrong.
    pub wrong: usize,
    /// Queries that the engine refuses, by kind: those that Rocky lets pass, of all.
    pub refused: BTreeMap<RefusalKind, [usize; 2]>,
}

impl Counts {
    /// Counts some verdicts.
    pub fn of<'a>(judgements: impl IntoIterator<Item = &'a Judgement>) -> Counts {
        let mut counts = Counts::default();
        for it in judgements {
            match &it.outcome {
                Outcome::Refused { kind, .. } => {
                    let [missed, all] = counts.refused.entry(*kind).or_default();
                    *missed += usize::from(it.is_missed());
                    *all += 1;
                }
                Outcome::Read => {
                    counts.read[0] += usize::from(it.is_doubted());
                    counts.read[1] += 1;
                }
                Outcome::Bound(columns) => {
                    counts.double_names += usize::from(it.has_double_names);
                    counts.bound += 1;
                    counts.tpc += usize::from(it.is_tpc);
                    counts.alarms += usize::from(it.is_false_alarm());
                    counts.tpc_alarms += usize::from(it.is_false_alarm() && it.is_tpc);
                    for column in columns {
                        counts.names[0] += usize::from(column.name == NameVerdict::Agrees);
                        counts.names[1] += usize::from(column.name != NameVerdict::NotCounted);
                        match column.ty {
                            TypeVerdict::Agrees => counts.agree += 1,
                            TypeVerdict::Unknown => counts.unknown += 1,
                            TypeVerdict::Wrong => counts.wrong += 1,
                        }
                    }
                }
            }
        }
        counts
    }

    /// All columns of queries that bind.
    pub fn columns(&self) -> usize {
        self.agree + self.unknown + self.wrong
    }

    /// The refused queries of the kinds that Rocky promises to find: those that it lets pass, of all.
    pub fn promised(&self) -> [usize; 2] {
        let kinds = self.refused.iter().filter(|(kind, _)| **kind != RefusalKind::Other);
        kinds.fold([0, 0], |[missed, all], (_, it)| [missed + it[0], all + it[1]])
    }

    /// As JSON.
    pub fn to_json(&self) -> Value {
        let refused: serde_json::Map<String, Value> = self
            .refused
            .iter()
            .map(|(kind, [missed, all])| (kind.name().to_owned(), json!({"missed": missed, "total": all})))
            .collect();
        let [missed, promised] = self.promised();
        json!({
            "bound": self.bound,
            "false_alarms": self.alarms,
            "double_names": self.double_names,
            "read": {"called_wrong": self.read[0], "total": self.read[1]},
            "tpc": self.tpc,
            "tpc_false_alarms": self.tpc_alarms,
            "names": {
                "agree": self.names[0],
                "total": self.names[1],
                "agree_percent": share(self.names[0], self.names[1]),
            },
            "types": {
                "agree": self.agree,
                "unknown": self.unknown,
                "wrong": self.wrong,
                "total": self.columns(),
                "agree_percent": share(self.agree, self.columns()),
                "unknown_percent": share(self.unknown, self.columns()),
                "wrong_percent": share(self.wrong, self.columns()),
            },
            "refused": refused,
            "missed": {"missed": missed, "total": promised},
        })
    }
}
