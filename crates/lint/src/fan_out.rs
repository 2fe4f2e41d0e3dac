//! W007: a join repeats rows whose values are then summed or counted.
//!
//! It is said only where the multiplication is evident: what the rows of the joined relation stand for is known, the
//! join covers less than that, and nothing else picks one of several. An average is not a sum: that of repeated rows is
//! weighted, which may well be meant. `count(*)` counts the rows that the join makes, whatever they are.

mod measure;

use base::{Code, SmolStr};
use db::{Db, SourceFile};
use hir::{Anchor, Body, Relation, SelectId};
use measure::Measure;
use sema::{
    BodyUniqueness, Definition, Facts, Finding, Grain, Inference, JoinGraph, Place, Repetition,
    body_uniqueness, declared_name, inference,
};

pub(crate) fn check(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let body = hir::body(db, file);
    let rule = Rule {
        file,
        name: declared_name(db, file),
        body: &body,
        inference: inference(db, file),
        uniqueness: body_uniqueness(db, file),
    };
    for (select, graph) in rule.uniqueness.joins.iter() {
        rule.check(select, graph, findings);
    }
}

struct Rule<'a> {
    file: SourceFile,
    name: SmolStr,
    body: &'a Body,
    inference: &'a Inference,
    uniqueness: &'a BodyUniqueness,
}

impl Rule<'_> {
    fn check(&self, select: SelectId, graph: &JoinGraph, findings: &mut Vec<Finding>) {
        // A join is one mistake, however many measures it spoils.
        let mut found: Vec<(Repetition, Vec<Measure>)> = Vec::new();
        for measure in self.measures(select, graph) {
            let Some(repetition) = graph.repetition(&measure.rows, &measure.columns) else {
                findings.extend(self.repeated_before(graph, &measure));
                continue;
            };
            match found.iter_mut().find(|(it, _)| it.leaf == repetition.leaf) {
                Some((_, measures)) if measures.iter().any(|it| it.call == measure.call) => {}
                Some((_, measures)) => measures.push(measure),
                None => found.push((repetition, vec![measure])),
            }
        }
        findings.extend(found.iter().filter_map(|(it, measures)| self.finding(graph, it, measures)));
    }

    fn finding(&self, graph: &JoinGraph, found: &Repetition, measures: &[Measure]) -> Option<Finding> {
        let (repeated, first) = (&measures.first()?.rows, measures.first()?);
        let joined = self.names(graph, found.leaf, &found.joined_on);
        let relation = self.relation_name(graph, found.leaf);
        let rows: Vec<String> = repeated.iter().map(|it| self.relation_name(graph, *it)).collect();
        let message = format!(
            "{relation} has many rows for each {joined} ({}): the join repeats the rows of {}, and `{}` counts them every \
             time",
            self.grain_words(graph, found.leaf, &found.grain),
            listed(&rows),
            first.function
        );
        // The later of the two is what is joined.
        let joined_leaf = repeated.iter().copied().chain([found.leaf]).max()?;
        let anchor = Anchor::Relation(graph.leaves[joined_leaf].relation);
        let subject = base::format_smolstr!("{}.{}", self.name, relation.trim_matches('`'));
        let mut finding = Finding::new(Code::W007, Place::Body(self.file, anchor), subject, message)
            .facts(Facts::relation(relation.trim_matches('`')));
        for measure in measures {
            let place = Place::Body(self.file, Anchor::Expr(measure.call));
            let verb = if measure.function.eq_ignore_ascii_case("count") { "counted" } else { "summed" };
            finding = finding.related(place, format!("{verb} once for each of those rows"));
        }
        for column in &found.grain.columns {
            let Some(place) = self.definition(graph, found.leaf, *column) else { continue };
            let name = self.names(graph, found.leaf, &[*column]);
            finding = finding.related(place, format!("{name} tells the rows of {relation} apart"));
        }
        Some(finding.suggest(format!(
            "aggregate {relation} to one row for each {joined} before the join; or, if it has no more than one, declare \
             that: with a `unique` test of a model, with `unique` of a source"
        )))
    }

    /// A sum of values that a join in another query, or in another model, has repeated.
    fn repeated_before(&self, graph: &JoinGraph, measure: &Measure) -> Option<Finding> {
        let (leaf, dependency) = graph.repeated_values(&measure.values, &measure.columns)?;
        let grain = graph.leaves[leaf].facts.grains.first()?;
        let relation = self.relation_name(graph, leaf);
        let values: Vec<u32> = measure.values.iter().map(|it| it.column).collect();
        let (values, determinant) =
            (self.names(graph, leaf, &values), self.names(graph, leaf, &dependency.determinant));
        let message = format!(
            "{values} repeats in {relation}: it follows from {determinant}, and there are many rows for each ({}), so `{}` \
             counts it every time",
            self.grain_words(graph, leaf, grain),
            measure.function
        );
        let place = Place::Body(self.file, Anchor::Expr(measure.call));
        let subject = base::format_smolstr!("{}.{}", self.name, relation.trim_matches('`'));
        let anchor = Anchor::Relation(graph.leaves[leaf].relation);
        let finding = Finding::new(Code::W007, place, subject, message)
            .facts(Facts::relation(relation.trim_matches('`')))
            .related(Place::Body(self.file, anchor), format!("a join has repeated {values} in these rows"));
        Some(finding.suggest(format!("take {values} from where there is one row for each {determinant}")))
    }

    fn relation_name(&self, graph: &JoinGraph, leaf: usize) -> String {
        let relation = &self.body.relations[graph.leaves[leaf].relation];
        let name = match (relation.alias(), relation) {
            (Some(alias), _) => Some(&alias.name),
            (None, Relation::Name { path, .. }) => path.last(),
            _ => None,
        };
        name.map_or_else(|| "the subquery".to_owned(), |it| format!("`{it}`"))
    }

    fn names(&self, graph: &JoinGraph, leaf: usize, columns: &[u32]) -> String {
        let output = self.inference.relations.get(graph.leaves[leaf].relation);
        let name = |index: &u32| Some(format!("`{}`", output?.columns.get(*index as usize)?.name));
        listed(&columns.iter().filter_map(name).collect::<Vec<_>>())
    }

    fn grain_words(&self, graph: &JoinGraph, leaf: usize, grain: &Grain) -> String {
        let output = self.inference.relations.get(graph.leaves[leaf].relation);
        let name = |index: &u32| Some(format!("`{}`", output?.columns.get(*index as usize)?.name));
        let hidden = grain.hidden.iter().map(|it| match it.as_str() {
            "" => "an expression".to_owned(),
            name => format!("`{name}`"),
        });
        let names: Vec<String> = grain.columns.iter().filter_map(name).chain(hidden).collect();
        format!("one for each {}", listed(&names))
    }

    fn definition(&self, graph: &JoinGraph, leaf: usize, column: u32) -> Option<Place> {
        let output = self.inference.relations.get(graph.leaves[leaf].relation)?;
        match &output.columns.get(column as usize)?.definition {
            Definition::Item(select, item) => Some(Place::Body(self.file, Anchor::ItemName(*select, *item))),
            Definition::Origin(origin) => origin.place(),
            Definition::Named(anchor) => Some(Place::Body(self.file, *anchor)),
            Definition::Construct => None,
        }
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(words: &[String]) -> String {
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
