//! The evaluations of a discussion in sentences: the figure first, then what it rests on.

use sarf_shared::dialogue::{ArcScore, ClientRealism, CoachQuality, Evaluation, IntakeCategory};
use sarf_shared::plural::counted;
use sarf_shared::rpc::{DiscussionView, ReferenceProvenance, ReferenceView, RunView};
use sarf_shared::scoring::Counts;

/// Everything the evaluators and the reference coding say of a discussion.
pub fn lines(view: &DiscussionView) -> Vec<String> {
    let Evaluation { quality, asked, realism, intake } = &view.evaluation;
    let mut lines = Vec::new();
    if let Some(quality) = quality {
        lines.extend(coach(quality));
    }
    if let Some(asked) = asked {
        let (done, of) = asked.counts();
        lines.push(format!("asked {done}/{of}: what the client could be asked about and was"));
        lines.extend(missing("not asked about", asked.missed()));
    }
    if let Some(realism) = realism {
        lines.extend(client(realism));
    }
    if let Some(intake) = intake {
        let (done, of) = intake.counts();
        lines.push(format!("intake {done}/{of}: what an intake should have, covered by the extracted family"));
        lines.extend(missing("not, or only partly, covered", intake.outstanding()));
    }
    if let Some(reference) = &view.reference {
        lines.extend(against(reference));
    }
    for run in &view.runs {
        lines.push(run_words(run));
        lines.extend(run.engine_note.clone());
    }
    if lines.is_empty() {
        lines.push("Nothing is evaluated before the talk is complete.".into());
    }
    lines
}

fn verdict(passed: bool) -> &'static str {
    if passed { "passes" } else { "! does not pass" }
}

fn coach(quality: &CoachQuality) -> Vec<String> {
    let mut lines = vec![format!(
        "quality {:.2} of the coach, {}: {:.0} words a turn, {} robotic phrases, {:.0} % of the replies echo the client",
        quality.score,
        verdict(quality.passed),
        quality.mean_words,
        quality.robotic.len(),
        100.0 * quality.echo_rate
    )];
    for opener in &quality.repeated_openers {
        lines.push(format!("  begins {} with \"{}\"", counted(opener.times, "time", "times"), opener.words));
    }
    for hit in &quality.robotic {
        lines.push(format!("  statement {}: \"{}\"", hit.turn + 1, hit.span));
    }
    lines
}

fn client(realism: &ClientRealism) -> Vec<String> {
    let arc = match realism.arc {
        ArcScore::Judged(score) => format!("arc judged {score:.2}"),
        ArcScore::TooFew => "too few turns for an arc".into(),
        ArcScore::NotJudged => "arc not judged, counted as 0.5".into(),
        ArcScore::Unreadable => "the judge's answer on the arc was not readable, counted as 0.5".into(),
    };
    let mut lines = vec![format!(
        "realism {:.2} of the client, {}: {arc}; {:.0} words a turn, {} words of the trade, {} signs of too much order",
        realism.score,
        verdict(realism.passed),
        realism.mean_words,
        realism.jargon.len(),
        realism.organised.len()
    )];
    let said = realism.jargon.iter().map(|hit| (hit.turn, &hit.span));
    for (turn, span) in said.chain(realism.organised.iter().map(|hit| (hit.turn, &hit.span))) {
        lines.push(format!("  client's turn {}: \"{span}\"", turn + 1));
    }
    lines
}

fn missing(what: &str, categories: impl Iterator<Item = IntakeCategory>) -> Option<String> {
    let words: Vec<String> = categories.map(|category| category.as_str().replace('_', " ")).collect();
    (!words.is_empty()).then(|| format!("  {what}: {}", words.join(", ")))
}

fn against(reference: &ReferenceView) -> Vec<String> {
    let how = match reference.provenance {
        ReferenceProvenance::Constructed => "constructed by the offline client",
        ReferenceProvenance::ConstructedSelfReported => "constructed, self-reported by the model client",
    };
    let mut lines = vec![format!(
        "reference coding ({how}, not human ground truth): {} of the persona's {} facts were revealed",
        reference.revealed, reference.facts
    )];
    let Some(score) = &reference.score else {
        lines.push("  not scored yet: nothing is extracted".into());
        return lines;
    };
    for (name, counts) in [
        ("people", score.people),
        ("pair bonds", score.pair_bonds),
        ("events", score.events),
        ("of them structural", score.structural),
        ("of them shifts", score.shift),
    ] {
        lines.push(format!("  {name}: {}", figures(counts)));
    }
    lines
}

fn figures(counts: Counts) -> String {
    if counts.is_undefined() {
        return "none on either side".into();
    }
    let Counts { tp, fp, fn_ } = counts;
    format!(
        "precision {:.2}, recall {:.2}, F1 {:.2}  ({tp} right, {fp} not revealed, {fn_} missed)",
        counts.precision(),
        counts.recall(),
        counts.f1()
    )
}

fn run_words(run: &RunView) -> String {
    let engine = if run.engine.model.is_empty() {
        run.engine.provider.clone()
    } else {
        format!("{} {}", run.engine.provider, run.engine.model)
    };
    let end = if run.finished.is_some() { "" } else { " so far" };
    format!(
        "extraction {} with {engine}: {} coded{end}, {} repaired or dropped",
        run.id,
        counted(run.coded, "statement", "statements"),
        run.repairs
    )
}
