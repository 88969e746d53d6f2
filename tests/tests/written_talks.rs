//! The talks of `tests/talks`: they are whole, and the offline extractor, which never sees their facts, finds a fair part
//! of them. The floors are far below what is measured: they catch a reader that broke, not a change of taste.

use std::path::{Path, PathBuf};

use anyhow::Result;
use sarf_shared::scoring::Counts;
use sarf_tests::extraction::{Case, of_file, score};

fn talks(part: &str) -> Result<Vec<Case>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("talks").join(part);
    let mut files = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    files.sort();
    files.iter().map(|path| of_file(path)).collect()
}

fn pooled(cases: &[Case]) -> Result<(Counts, Counts)> {
    let (mut people, mut events) = (Counts::default(), Counts::default());
    for case in cases {
        let scored = score(case)?;
        people += scored.score.people.counts();
        events += scored.score.events.counts();
    }
    Ok((people, events))
}

#[test]
fn talks_by_very_different_speakers_are_understood_in_good_part() {
    for (part, count) in
        [("development", 4), ("held-out", 4), ("held-out-2", 3), ("development-2", 4), ("held-out-3", 2)]
    {
        let cases = talks(part).unwrap();
        assert_eq!(cases.len(), count, "{part}");
        let (people, events) = pooled(&cases).unwrap();
        assert!(people.f1() > 0.45, "{part}: people {people:?}");
        assert!(events.f1() > 0.25, "{part}: events {events:?}");
    }
}

#[test]
fn a_talk_whose_words_are_taken_away_gives_nothing() {
    let mut cases = talks("held-out").unwrap();
    for case in &mut cases {
        for (_, text, _) in &mut case.written.turns {
            *text = "Hm.".to_owned();
        }
    }
    let (people, events) = pooled(&cases).unwrap();
    assert_eq!((people.tp, events.tp), (0, 0));
}
