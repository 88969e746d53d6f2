//! The only codings by several experts that are public: their first agreement figures, and the figures that exist of them.
//!
//! They stay in the reference folder; without it the tests say so and are skipped.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

use sarf_shared::scoring::agreement::{
    AgreementReport, Coder, Estimate, Rated, Settings, Statistic, VariableFigures, report_from_codings,
};
use sarf_shared::scoring::f1::Ruler;
use sarf_tests::reference::reference;

/// The public codings, or a word that they are not there.
fn public() -> Option<String> {
    let folder = reference("the public codings")?;
    Some(std::fs::read_to_string(folder.join("results/irr_normalised_codings.json")).unwrap())
}

fn is(estimate: &Estimate, expected: f64) {
    let value = estimate.value().unwrap();
    assert!((value - expected).abs() < 1e-5, "{value} is not {expected}");
}

fn public_report(json: &str) -> AgreementReport {
    report_from_codings(
        json,
        Ruler::default(),
        &Settings { replicates: 2000, conventions: Vec::new(), ..Settings::default() },
    )
    .unwrap()
}

/// Prints what nobody has published: `cargo test -p sarf-tests --test agreement_public -- --nocapture`.
#[test]
fn the_first_alphas_of_the_public_codings_are_printed_with_intervals_and_what_they_prove() {
    let Some(json) = public() else { return };
    let report = public_report(&json);
    let of = report.stamp.resampled;
    for note in &report.notes {
        println!("{note}");
    }
    for line in &report.finding.humans {
        println!("  finding {:<12} {}", line.line.items(), line.f1.in_words(of));
    }
    let mut tables: Vec<(&str, &[VariableFigures])> =
        report.values.iter().map(|section| (&*section.question, &*section.variables)).collect();
    tables.push(("Do coders code the variable in the same statements at all?", &report.presence));
    for (question, variables) in &tables {
        println!("\n{question}");
        for figures in variables.iter() {
            let humans = &figures.humans;
            println!("  {:<24} n {:>2}", figures.name(), humans.n);
            for statistic in Statistic::ALL {
                println!("    {:<8} {}", statistic.as_str(), humans.get(*statistic).in_words(of));
            }
            for out in &figures.left_out {
                println!("    alpha without {} {}", out.coder, out.alpha.in_words(of));
            }
        }
    }
    assert_eq!((report.raters.len(), report.sample.discussions), (4, 2));
    assert_eq!((report.sample.statements, report.sample.shared), (12, 12));
    for figures in tables.iter().flat_map(|(_, variables)| variables.iter()) {
        for statistic in Statistic::ALL {
            let value = figures.humans.get(*statistic).value();
            assert!(value.is_none_or(|value| value.is_finite() && value <= 1.0 + 1e-12));
        }
    }
    let dates = report.values[0].get(Rated::DateCertainty, None).unwrap();
    assert_eq!(dates.humans.alpha.in_words(of), "not coded", "the file says nothing of dates");
    assert!(report.notes.iter().any(|note| note.contains("12 statements prove little")), "{:?}", report.notes);
    assert!(report.notes.iter().any(|note| note.contains("1844")));
}

#[test]
fn presence_in_the_public_codings_is_what_was_computed_for_them_elsewhere() {
    let Some(json) = public() else { return };
    let (report, file) = (public_report(&json), serde_json::from_str::<serde_json::Value>(&json).unwrap());
    for figures in &report.presence {
        let derived = &file["derived_by_us"][figures.rated.as_str()];
        assert_eq!(figures.humans.n, 12);
        is(&figures.humans.fleiss, derived["fleiss_kappa_presence"].as_f64().unwrap());
        for pair in &figures.pairs {
            let number = |coder: &Coder| coder.to_string().trim_start_matches("coder_").to_owned();
            let key = format!("{}-{}", number(&pair.a), number(&pair.b));
            is(&pair.kappa, derived["cohen_kappa_presence_pairs"][&key].as_f64().unwrap());
        }
        assert_eq!(figures.pairs.len(), 6);
    }
}
