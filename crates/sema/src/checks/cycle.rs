//! E016: dependency cycles, each member with the way around.

use crate::{
    Facts, Finding, Place,
    project::{Target, cut_ring, declared_dependencies, declared_name, dependencies, references},
};
use base::Code;
use db::{Db, SourceFile};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// Ways around up to this length are spelled out.
const SPELLED_OUT: usize = 32;

/// In rings up to this size the shortest way around is looked for; in larger ones only the next model is named.
const SEARCHED: usize = 4 * SPELLED_OUT;

pub(super) fn cycle_findings(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let Some(ring) = cut_ring(db, file) else { return };
    let name = declared_name(db, file);
    let path = match ring.len() <= SEARCHED {
        true => shortest_way_back(db, file, ring),
        false => {
            let mut next = dependencies(db, file).iter().copied();
            next.find(|it| cut_ring(db, *it).is_some_and(|other| std::ptr::eq(other, ring)))
                .map(|it| vec![file, it])
        }
    };
    let Some(path) = path else { return };
    let Some(place) = edge_place(db, file, path[1 % path.len()]) else { return };
    let whole = path.len() <= SPELLED_OUT && ring.len() <= SEARCHED;
    let shown = path.iter().take(SPELLED_OUT).map(|it| format!("`{}`", declared_name(db, *it)));
    let shown = shown.collect::<Vec<_>>().join(" → ");
    let message = match whole {
        true => format!("dependency cycle: {shown} → `{name}`"),
        false => format!("dependency cycle through {} models: {shown} → … → `{name}`", ring.len()),
    };
    let facts = Facts { path: path.iter().map(|it| declared_name(db, *it)).collect(), ..Facts::default() };
    let mut finding = Finding::new(Code::E016, place, name, message).facts(facts);
    if whole {
        for (index, &from) in path.iter().enumerate().skip(1) {
            let to = path[(index + 1) % path.len()];
            let words = format!("`{}` reads `{}`", declared_name(db, from), declared_name(db, to));
            finding.related.extend(edge_place(db, from, to).map(|it| (it, words)));
        }
    }
    findings.push(finding);
}

/// The shortest cycle through `file`, from it on; breadth first, in order of reference.
fn shortest_way_back(db: &dyn Db, file: SourceFile, ring: &[SourceFile]) -> Option<Vec<SourceFile>> {
    let mut came_from: FxHashMap<SourceFile, SourceFile> = FxHashMap::default();
    let mut queue = VecDeque::from([file]);
    while let Some(current) = queue.pop_front() {
        for &next in dependencies(db, current).iter().filter(|it| ring.contains(it)) {
            if next == file {
                let mut path = vec![current];
                while let Some(previous) = came_from.get(path.last()?) {
                    path.push(*previous);
                }
                path.reverse();
                return Some(path);
            }
            came_from.entry(next).or_insert_with(|| {
                queue.push_back(next);
                current
            });
        }
    }
    None
}

/// Where `from` says that it depends on `to`: the reference in its query, else the name in `depends_on`.
fn edge_place(db: &dyn Db, from: SourceFile, to: SourceFile) -> Option<Place> {
    let reads = references(db, from).iter().find(|(_, target)| **target == Target::Model(to));
    if let Some((path, _)) = reads {
        return Some(Place::Reference(from, path.into()));
    }
    let declared = declared_dependencies(db, from)?.into_iter().find(|it| it.1 == Some(to))?;
    let described_in = crate::project::model(db, from).described_in?;
    Some(match described_in == from {
        true => Place::Range(from, declared.0.range),
        // The finding itself must stand in the model's own file.
        false => Place::File(from),
    })
}
