//! The methods: instrument, raters, blinding, independence, sample, unit, matching, statistics; models and prompts; who
//! oversaw what; limits. What is not recorded is said to be so, never guessed.

use chrono::DateTime;
use sarf_shared::coding::Provenance;
use sarf_shared::discussion::Timestamp;
use sarf_shared::rpc::{F1Stamp, TruthChoice};
use sarf_shared::scoring::agreement::{AgreementReport, Level};
use sarf_shared::scoring::f1::{Line, Method};

use super::Material;
use super::markdown::{escaped, printed};

/// Everything before the results.
pub fn methods(material: &Material) -> String {
    let mut out = format!(
        "Selection: {}. Figures have three decimals; the command beside each table prints them, and with `--json` every \
         digit.\n\n",
        escaped(&material.filter.to_string())
    );
    out.push_str(&instrument(material));
    out.push_str(&raters(material));
    out.push_str(&blinding(material));
    out.push_str(&subjects());
    out.push_str(&sample(material));
    out.push_str(&matching(material));
    out.push_str(&statistics(material));
    out
}

fn instrument(material: &Material) -> String {
    let mut out = format!(
        "## Instrument\n\nsarf {}. People, pair bonds and events of a family are coded from what a client says; shifts carry \
         four variables: symptom, anxiety and functioning (up, down, same) and relationship (its kinds).\n\n",
        env!("CARGO_PKG_VERSION")
    );
    if let Ok(view) = &material.f1 {
        let stamp = &view.stamp;
        out.push_str(&format!("- F1: matcher {}, scorer v{}\n", stamp.ruler_words, stamp.ruler.scorer));
    }
    if let Ok(report) = &material.agreement {
        out.push_str(&format!("- Agreement: matcher {}, rules v{}\n", report.stamp.ruler_words, report.stamp.version));
    }
    out.push('\n');
    out
}

fn raters(material: &Material) -> String {
    let mut out = "## Raters\n\n".to_owned();
    match &material.agreement {
        Ok(report) => {
            let rows: Vec<Vec<String>> = (report.raters.iter())
                .map(|rater| {
                    let kind = if rater.coder.is_human() { "person" } else { "model" };
                    let counts = [rater.discussions, rater.statements, rater.shared, rater.events];
                    let words = [rater.coder.to_string(), kind.to_owned()].into_iter();
                    words.chain(counts.iter().map(ToString::to_string)).collect()
                })
                .collect();
            if let Some(command) = &material.commands.agreement {
                let head = ["rater", "kind", "discussions", "statements", "shared", "events found"];
                out.push_str(&printed(&head, &rows, command));
            }
            match report.raters.iter().filter(|rater| rater.coder.is_human()).count() {
                0 => out.push_str("No person coded.\n\n"),
                1 => out.push_str("One person coded, so there is nobody to agree with.\n\n"),
                n => out.push_str(&format!("{n} people coded.\n\n")),
            }
        }
        Err(why) => out.push_str(&format!("None to tell of: {why}.\n\n")),
    }
    out + "Qualification, training and experience of raters are not recorded; the author of the paper has to add them.\n\n"
}

fn blinding(material: &Material) -> String {
    let mut out =
        "## Blinding and independence\n\nEach coding carries what its coder had seen: *blind* (not the model's \
                   coding), *over_the_model* (began from it), *adjudicated* (made by settling several codings).\n\n"
            .to_owned();
    if material.coders.is_empty() {
        out.push_str("No coding by a person is stored.\n\n");
        return out;
    }
    let rows: Vec<Vec<String>> = (material.coders.iter())
        .map(|row| {
            vec![
                row.discussion.to_string(),
                row.coder.to_string(),
                format!("{} of {}", row.statements, row.of),
                row.provenance.words().replace('_', " "),
                row.revisions.to_string(),
            ]
        })
        .collect();
    let head = ["discussion", "coder", "statements", "provenance", "revisions"];
    out.push_str(&printed(&head, &rows, &material.commands.coders));
    out + "Provenance is as the imported file or its importer declares it. Whether coders worked without each other's codings, \
           and how much time lay between them, is not recorded: what is stored is when a coding was read in. Codings over the model lean towards it, so figures against them are not those of a blind \
           comparison.\n\n"
}

fn subjects() -> String {
    "## Subjects\n\nThe subject of a discussion is its client. Synthetic clients were invented: they are no sample of any \
     population. Of real ones nothing is recorded but what they say.\n\n"
        .to_owned()
}

fn sample(material: &Material) -> String {
    let mut out = "## Sample and sampling\n\n".to_owned();
    let row = |name: &str, n: usize| vec![name.to_owned(), n.to_string()];
    if let Ok(view) = &material.f1 {
        let rows = &view.discussions.items;
        let (coverage, provenance) = (&view.stamp.coverage, &view.stamp.truth.provenance);
        let mut told = vec![
            row("discussions", rows.len()),
            row("with figures", view.stamp.discussions as usize),
            row("with a synthetic client", rows.iter().filter(|row| row.discussion.synthetic).count()),
            row("read from files", rows.iter().filter(|row| row.discussion.imported).count()),
            row("statements of the subjects", coverage.statements),
            row("statements of the truth", coverage.truth),
            row("statements coded by both", coverage.both),
        ];
        if !view.stamp.truth.constructed {
            told.extend(Provenance::ALL.iter().map(|word| {
                let name = format!("statements of the truth, {}", word.as_str().replace('_', " "));
                row(&name, provenance.of(*word) as usize)
            }));
        }
        out.push_str("The model against ground truth");
        out.push_str(match view.stamp.truth.constructed {
            true => " (constructed references, no person's coding):\n\n",
            false => ":\n\n",
        });
        out.push_str(&printed(&["sample of F1", "n"], &told, &format!("{} --json", material.commands.f1)));
    }
    if let (Ok(report), Some(command)) = (&material.agreement, &material.commands.agreement) {
        let size = &report.sample;
        let told = [
            row("discussions", size.discussions),
            row("discussions with a statement that two people or more coded", size.shared_discussions),
            row("statements of the subjects", size.statements),
            row("statements that two people or more coded", size.shared),
            row("events that anybody found", size.units),
            row("events that two people or more found", size.matched),
        ];
        out.push_str("Agreement of coders:\n\n");
        out.push_str(&printed(&["sample of agreement", "n"], &told, &format!("{command} --json")));
    }
    out + "How discussions came into the sample is not recorded; the selection above is all that was chosen here. No size was \
           calculated beforehand.\n\n"
}

fn matching(material: &Material) -> String {
    let mut out =
        "## Unit of analysis and matching\n\nThe unit of finding is an item: a person, an event, a pair bond, a \
                   parent-child link. The unit of values is an event that two sides or more found.\n\n"
            .to_owned();
    out.push_str(&match &material.filter.method {
        Method::Fair(limits) => format!(
            "Matching is one-to-one and optimal, after hard gates (kind, known gender, relation to the client), and does \
             not depend on order, names or ids. Limits: certain dates within {} days, approximate ones within {} days, names \
             without a common word at least {} % alike; undated items never beat a dated match. People mapped by hand \
             win.\n\n",
            limits.certain_days, limits.approximate_days, limits.name_percent
        ),
        Method::Compat(_) => "Matching follows the published method with its quirks: greedy, in the order of the lists; \
                              missing parts of dates are filled; nothing on either side counts as 1 in its means. It \
                              follows no mapping of people by hand.\n\n"
            .to_owned(),
    });
    if let Ok(view) = &material.f1 {
        let rows: Vec<Vec<String>> = (view.lines.iter())
            .filter(|line| [Line::People, Line::Events, Line::PairBonds, Line::ChildOf].contains(&line.line))
            .map(|line| {
                let counts = &line.counts;
                let n = [counts.tp + counts.fn_, counts.tp + counts.fp, counts.tp].map(|n| n.to_string());
                std::iter::once(line.line.items().to_owned()).chain(n).collect()
            })
            .collect();
        out.push_str("Items, model against ground truth:\n\n");
        let head = ["unit", "in the truth", "by the model", "matched"];
        out.push_str(&printed(&head, &rows, &format!("{} --json", material.commands.f1)));
    }
    if let Ok(report) = &material.agreement {
        out.push_str(match report.stamp.level {
            Level::Cumulative => {
                "Coders are compared on what all their shared statements of a discussion come to; in which of them an item \
                 was coded does not matter.\n\n"
            }
            Level::Statement => "Coders are compared statement by statement.\n\n",
        });
    }
    out
}

fn statistics(material: &Material) -> String {
    let mut out = "## Statistics\n\nPooled figures are of counts summed over discussions; means are plain means over the \
                   discussions in which a figure is defined. Kappa is Cohen's (two raters), alpha Krippendorff's (nominal, \
                   gaps allowed), AC1 Gwet's, Fleiss' kappa that of any number of raters. Percent agreement and prevalence \
                   stand beside them because chance-corrected figures fall where one value is common. What is not defined \
                   is a sentence: \"all agree (no variation)\", \"n too small\", \"not coded\".\n\n"
        .to_owned();
    if let Ok(view) = &material.f1 {
        let drawn = view.stamp.resampling;
        out.push_str(&match drawn.replicates {
            0 => "- F1: no intervals were asked for\n".to_owned(),
            n => format!(
                "- F1: 95 % percentile intervals, {n} bootstrap replicates of whole discussions, seed {}\n",
                drawn.seed
            ),
        });
    }
    if let Ok(report) = &material.agreement {
        let stamp = &report.stamp;
        out.push_str(&match stamp.replicates {
            0 => "- Agreement: no intervals were asked for\n".to_owned(),
            n => format!(
                "- Agreement: 95 % percentile intervals, {n} bootstrap replicates of {} ({} of them), seed {}\n",
                stamp.resampled, report.sample.clusters, stamp.seed
            ),
        });
    }
    out.push('\n');
    out
}

/// Models with their prompts, and who oversaw what.
pub fn models_and_people(material: &Material) -> String {
    let mut out = "## Models and prompts\n\n".to_owned();
    match material.f1.as_ref().map(|view| &view.stamp) {
        Ok(F1Stamp { engines, .. }) if !engines.is_empty() => {
            let rows: Vec<Vec<String>> = (engines.iter())
                .map(|one| {
                    let engine = &one.engine;
                    let kind = if engine.provider == "offline" { "rules built in" } else { "endpoint of a model" };
                    let known = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
                    let runs: Vec<String> = one.runs.iter().map(ToString::to_string).collect();
                    vec![
                        engine.role.clone(),
                        engine.provider.clone(),
                        kind.to_owned(),
                        known(&engine.model),
                        known(&engine.prompt_hash),
                        runs.join(", "),
                    ]
                })
                .collect();
            let head = ["role", "provider", "kind", "model", "prompt (hash)", "runs"];
            out.push_str(&printed(&head, &rows, &format!("{} --json", material.commands.f1)));
        }
        _ => out.push_str("No run of a model was scored.\n\n"),
    }
    out.push_str("Parameters of generation (temperature and the like) are not recorded with a run.\n\n");
    out.push_str("## Human oversight\n\n");
    if material.filter.truth == TruthChoice::Constructed {
        out.push_str(
            "Constructed references are made from the facts a synthetic client was given; nobody approved them.\n\n",
        );
    } else if material.versions.is_empty() {
        out.push_str("Nobody has approved a coding of this selection as ground truth.\n\n");
    } else {
        out.push_str("Ground truth is what a person approved, in versions that never change:\n\n");
        let rows: Vec<Vec<String>> = (material.versions.iter())
            .map(|row| {
                let coders: Vec<String> = row.coders.iter().map(|(name, n)| format!("{name} {n}")).collect();
                vec![
                    row.id.to_string(),
                    row.discussion.to_string(),
                    format!("{} of {}", row.statements, row.of),
                    coders.join(", "),
                    row.provenance.words().replace('_', " "),
                    row.account.clone().unwrap_or_else(|| row.approved_by.to_string()),
                    day(row.at),
                ]
            })
            .collect();
        let head = ["version", "discussion", "statements", "from coders", "provenance", "approved by", "on (UTC)"];
        out.push_str(&printed(&head, &rows, &format!("{} --json", material.commands.versions)));
    }
    out
}

/// What the figures do not show.
pub fn limits(material: &Material) -> String {
    let mut out = "## Limits\n\n".to_owned();
    let mut said: Vec<&str> = Vec::new();
    if let Ok(view) = &material.f1 {
        said.extend(view.stamp.warnings.iter().map(String::as_str));
    }
    if let Ok(AgreementReport { notes, .. }) = &material.agreement {
        said.extend(notes.iter().map(String::as_str).filter(|note| !note.is_empty()));
    }
    for one in &said {
        out.push_str(&format!("- {}\n", escaped(one)));
    }
    out + "- Intervals say how far figures would move with other discussions or statements like these, not with other coders, \
           models or rules of coding.\n"
}

fn day(at: Timestamp) -> String {
    let millis = i64::try_from(at.0).unwrap_or(0);
    DateTime::from_timestamp_millis(millis).map_or_else(String::new, |time| time.format("%Y-%m-%d").to_string())
}
