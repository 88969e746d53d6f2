//! Looking at journal and snapshots, and putting what was seen into the shape the plan decides on.

use super::error::OpenError;
use super::files::Files;
use super::journal::{self, Survey};
use super::layout::Layout;
use super::plan::{JournalFound, SnapshotsFound};
use super::segment::{Run, World};
use super::snapshot::{self, About};

/// What lies in the snapshots' folder.
#[derive(Debug, Clone, Default)]
pub(super) struct Shots {
    /// Good ones (by header and footer), oldest first.
    pub good: Vec<About>,
    /// Names of those without a good footer, or of another world.
    pub unusable: Vec<String>,
}

impl Shots {
    /// For the plan.
    pub(super) fn found(&self) -> SnapshotsFound {
        match (self.good.last(), self.unusable.is_empty()) {
            (Some(newest), _) => SnapshotsFound::Newest { end: newest.end },
            (None, false) => SnapshotsFound::NoneGood,
            (None, true) => SnapshotsFound::None,
        }
    }
}

/// Looks at the snapshots; those whose end is in `damaged` turned out to be so and count as unusable.
pub(super) fn shots(files: &dyn Files, layout: &Layout, damaged: &[u64]) -> Result<Shots, OpenError> {
    let dir = layout.snapshots();
    let mut found = Shots::default();
    for entry in files.list(&dir).map_err(|cause| OpenError::disk(&dir, cause))? {
        let Some(end) = snapshot::end_of(&entry.name) else { continue };
        let path = dir.join(&entry.name);
        let about = snapshot::about(files, &path).map_err(|cause| OpenError::disk(&path, cause))?;
        match about.filter(|about| about.end == end && !damaged.contains(&end)) {
            Some(about) => found.good.push(about),
            None => found.unusable.push(entry.name),
        }
    }
    found.good.sort_by_key(|about| about.end);
    Ok(found)
}

/// Keeps only the snapshots of one world.
pub(super) fn only_of(world: World, shots: &mut Shots) {
    let (own, strange): (Vec<About>, Vec<About>) = shots.good.iter().partition(|about| about.world == world);
    shots.good = own;
    shots.unusable.extend(strange.iter().map(|about| snapshot::name(about.end)));
}

/// Looks at the journal, frame by frame from `needed` on, or at the headers only.
pub(super) fn survey(files: &dyn Files, layout: &Layout, needed: Option<u64>) -> Result<Survey, OpenError> {
    let dir = layout.journal();
    journal::survey(files, &dir, needed).map_err(|cause| OpenError::disk(&dir, cause))
}

/// The world the journal is of (its newest good header's).
pub(super) fn world_of(survey: &Survey) -> Option<World> {
    survey.segments.iter().rev().find_map(|segment| segment.header).map(|header| header.world)
}

/// For the plan.
pub(super) fn journal_found(survey: &Survey) -> JournalFound {
    let mut found = JournalFound {
        first: survey.segments.first().map(|segment| segment.first),
        has_header: survey.segments.iter().any(|segment| segment.header.is_some()),
        passed_over: survey.passed_over(),
        ..JournalFound::default()
    };
    for (place, segment) in survey.segments.iter().enumerate() {
        match &segment.scan {
            None => {
                let to = survey.segments.get(place + 1).map_or(segment.first, |next| next.first).saturating_sub(1);
                if to >= segment.first {
                    found.runs.push(Run { from: segment.first, to });
                }
                found.damage.append(&mut found.tail);
            }
            Some(scan) => {
                if !scan.runs.is_empty() {
                    // A good frame: what was a tail so far is damage in the middle.
                    found.damage.append(&mut found.tail);
                }
                found.runs.extend(&scan.runs);
                for damage in &scan.damage {
                    let behind = scan.runs.is_empty() || damage.offset >= scan.good_len;
                    if behind { found.tail.push(damage.clone()) } else { found.damage.push(damage.clone()) }
                }
            }
        }
    }
    found.runs.retain(|run| run.from <= run.to);
    // Frames that a later segment passes over were never promised; they do not count, not even as the last.
    let gaps = found.passed_over.clone();
    found.runs = found.runs.iter().flat_map(|run| without(*run, &gaps)).collect();
    found
}

/// A run without the numbers in `gaps`.
fn without(run: Run, gaps: &[Run]) -> Vec<Run> {
    let mut parts = vec![run];
    for gap in gaps {
        parts = parts
            .into_iter()
            .flat_map(|part| {
                let before = Run { from: part.from, to: part.to.min(gap.from.saturating_sub(1)) };
                let after = Run { from: part.from.max(gap.to.saturating_add(1)), to: part.to };
                [before, after].into_iter().filter(|part| part.from <= part.to).collect::<Vec<_>>()
            })
            .collect();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passed_over_numbers_are_taken_out_of_a_run() {
        let run = |from, to| Run { from, to };
        assert_eq!(without(run(1, 9), &[run(4, 5)]), [run(1, 3), run(6, 9)]);
        assert_eq!(without(run(1, 9), &[run(8, 20)]), [run(1, 7)]);
        assert_eq!(without(run(4, 5), &[run(4, 5)]), []);
        assert_eq!(without(run(1, 9), &[run(20, 30), run(0, 0)]), [run(1, 9)]);
    }
}
