//! Whole reports against figures worked out by hand, and the shapes that invite figures that are none.

use super::made::*;
use super::*;
use crate::family::RelationshipKind;
use crate::scoring::Counts;
use crate::scoring::f1::Line;

/// The ten units of REVIEWING.md section 4 (V1): a statement each, one matched event in each.
const ANN: &str = "ann: up | up | down | same | none | up | none | down | none | same";
const BEN: &str = "ben: up | down | down | same | none | up | up | same | none | same";

#[test]
fn ten_statements_with_one_matched_event_each_give_a_pooled_kappa_of_six_tenths() {
    let report = report(&sample(&[ANN, BEN]));
    let symptom = figures(&report, Rated::Symptom);
    assert_eq!(symptom.humans.n, 10);
    let [pair] = &symptom.pairs[..] else { panic!("{symptom:?}") };
    is(&pair.kappa, 0.6);
    assert_eq!(pair.kappa.n(), 10);
    is(&pair.percent, 0.7);
    is(&symptom.humans.alpha, 0.61745);
    is(&symptom.humans.ac1, 0.60089);
    is(&symptom.humans.fleiss, 0.59732);
    is(&symptom.humans.percent, 0.7);
    // Ten units of two: up 6, down 4, same 5, none 5 of 20 values. (Ann: 3 up, 2 down, 2 same, 3 none; Ben: 3, 2, 3, 2.)
    let given: Vec<(&str, u64)> = symptom.humans.prevalence.iter().map(|one| (&*one.value, one.given)).collect();
    assert_eq!(given, [("none", 5), ("up", 6), ("down", 4), ("same", 5)]);
    // Nobody coded the other variables: that is neither agreement nor too few.
    assert_eq!(words(&figures(&report, Rated::Anxiety).humans.alpha), "not coded");
    assert_eq!(words(&figures(&report, Rated::Anxiety).humans.percent), "not coded");
    // One discussion: its statements are drawn, and that is said.
    assert_eq!(report.stamp.resampled, Resampled::Statements);
    let (low, high) = pair.kappa.bounds().unwrap();
    assert!(low < 0.6 && 0.6 < high && low > -1.0 && high <= 1.0, "{low} {high}");
    assert!(report.notes.iter().any(|note| note.contains("10 statements") && note.contains("too narrow")));
    // Stage one stands beside it: all ten events were found by both, and Ann.
    let found = report.finding.pairs[0].lines.iter().find(|line| line.line == Line::Shift).unwrap();
    assert_eq!(found.counts, Counts::new(10, 0, 0));
    is(&found.f1, 1.0);
}

#[test]
fn the_published_convention_leaves_out_units_without_the_variable_and_comes_out_lower() {
    let both = Settings { conventions: vec![Convention::MATCHED, Convention::PUBLISHED], ..settings() };
    let report = AgreementReport::new(&sample(&[ANN, BEN]), compat(), &both).unwrap();
    let published = report.values[1].get(Rated::Symptom, None).unwrap();
    // Eight units; agreeing 5; Ann: up 3, down 2, same 2, none 1; Ben: up 3, down 2, same 3. Chance (9+4+6)/64.
    assert_eq!(published.humans.n, 8);
    let chance = 19.0 / 64.0;
    is(&published.pairs[0].kappa, (5.0 / 8.0 - chance) / (1.0 - chance));
    assert!(published.pairs[0].kappa.value() < figures(&report, Rated::Symptom).pairs[0].kappa.value());
    assert!(report.values[1].question.contains("published convention"));
}

#[test]
fn finding_and_values_are_two_figures() {
    // Ann finds months 1 to 4, Ben 3 to 6; all six statements are coded by both. On the two both found they agree on one.
    let rows = ["ann: up | up | up | up | nothing | nothing", "ben: nothing | nothing | up | down | up | up"];
    let report = report(&sample(&rows));
    let pair = &report.finding.pairs[0];
    assert_eq!(pair.statements, 6);
    let shift = pair.lines.iter().find(|line| line.line == Line::Shift).unwrap();
    assert_eq!(shift.counts, Counts::new(2, 2, 2));
    is(&shift.f1, 0.5);
    let people = pair.lines.iter().find(|line| line.line == Line::People).unwrap();
    assert_eq!(people.counts, Counts::new(1, 0, 0));
    let symptom = figures(&report, Rated::Symptom);
    assert_eq!(symptom.humans.n, 2);
    is(&symptom.humans.percent, 0.5);
    assert_eq!((report.sample.units, report.sample.matched), (6, 2));
    let impacts: Vec<Impact> = report.disagreements.iter().map(|one| one.impact).collect();
    assert_eq!(impacts, [vec![Impact::Opposite], vec![Impact::NotFound; 4]].concat());
}

#[test]
fn a_statement_only_one_coder_coded_is_not_compared() {
    let report = report(&sample(&["ann: up | up | up", "ben: up | - | down"]));
    let shift = report.finding.pairs[0].lines.iter().find(|line| line.line == Line::Shift).unwrap();
    assert_eq!(shift.counts, Counts::new(2, 0, 0), "the second is no miss of Ben's");
    assert_eq!(report.finding.pairs[0].statements, 2);
    assert_eq!(report.sample.shared, 2);
}

#[test]
fn at_the_level_of_statements_the_same_event_one_statement_later_is_another() {
    let early = codings(Coder::human("ann"), &["up", "nothing"]);
    let mut late = codings(Coder::human("ben"), &["nothing", "nothing"]);
    late.statements[1] = early.statements[0].clone();
    let sample = Sample { discussions: vec![discussion("39", vec![early, late])] };
    let counts = |level| {
        let report = AgreementReport::new(&sample, compat(), &Settings { level, ..settings() }).unwrap();
        let lines = &report.finding.pairs[0].lines;
        let of = |wanted| lines.iter().find(|line| line.line == wanted).map(|line| line.counts).unwrap();
        (of(Line::Shift), of(Line::People))
    };
    assert_eq!(counts(Level::Cumulative), (Counts::new(1, 0, 0), Counts::new(1, 0, 0)));
    assert_eq!(counts(Level::Statement), (Counts::new(0, 1, 1), Counts::new(0, 1, 1)));
}

#[test]
fn at_the_level_of_statements_an_event_coded_again_later_is_a_unit_of_that_statement() {
    // Both code the event of the first statement anew on the second: with the same id.
    let twice = |coder| {
        let mut coded = codings(Coder::human(coder), &["up", "nothing"]);
        coded.statements[1] = coded.statements[0].clone();
        coded
    };
    let sample = Sample { discussions: vec![discussion("39", vec![twice("ann"), twice("ben")])] };
    let units = |level| {
        let comparison = Comparison::new(&sample, level, &ByRuler::new(compat())).unwrap();
        comparison.units.units.iter().map(|unit| unit.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(units(Level::Statement), ["39/1#1", "39/2#1"]);
    assert_eq!(units(Level::Cumulative), ["39/1#1"]);
}

#[test]
fn one_kind_against_the_rest_has_its_own_figures() {
    let report = report(&sample(&[
        "ann: R distance | R distance | R conflict | R away | none",
        "ben: R distance | R away | R conflict | R away | none",
    ]));
    let values = report.main_values().unwrap();
    let kinds: Vec<_> = values.variables.iter().filter_map(|figures| figures.kind).collect();
    assert_eq!(kinds, [RelationshipKind::Conflict, RelationshipKind::Distance, RelationshipKind::Away]);
    // distance: yes/yes, yes/no, three no/no. kappa: po 4/5, pe (2*1 + 3*4)/25.
    let distance = values.get(Rated::Relationship, Some(RelationshipKind::Distance)).unwrap();
    is(&distance.pairs[0].kappa, (0.8 - 14.0 / 25.0) / (1.0 - 14.0 / 25.0));
    is(&values.get(Rated::Relationship, Some(RelationshipKind::Conflict)).unwrap().humans.alpha, 1.0);
    assert_eq!(distance.humans.prevalence[1].value, "distance");
    let confusion = report.confusions.iter().find(|one| one.rated == Rated::Relationship).unwrap();
    let at = |word: &str| confusion.values.iter().position(|value| value == word).unwrap();
    assert_eq!((confusion.values.len(), confusion.n), (13, 5));
    assert_eq!(confusion.counts[at("distance")][at("away")], 1);
    assert_eq!(confusion.counts[at("none")][at("none")], 1);
    assert_eq!(confusion.counts.iter().flatten().sum::<u64>(), 5);
}

#[test]
fn alpha_without_a_coder_is_alpha_of_the_others() {
    let rows = [ANN, BEN, "cy: up | up | down | same | none | down | up | same | none | down"];
    let all = report(&sample(&rows));
    let left_out = &figures(&all, Rated::Symptom).left_out;
    assert_eq!(left_out.iter().map(|one| one.coder.to_string()).collect::<Vec<_>>(), ["ann", "ben", "cy"]);
    is(&left_out[2].alpha, 0.61745);
    for (out, without) in left_out.iter().enumerate() {
        let rest: Vec<&str> = rows.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, row)| *row).collect();
        let alone = report(&sample(&rest));
        assert_eq!(without.alpha, figures(&alone, Rated::Symptom).humans.alpha);
    }
}

#[test]
fn a_model_changes_no_figure_of_the_humans_and_is_compared_with_them() {
    let model = "model: gemini-x / prompt 3: down | down | up | up | up | down | down | up | up | up";
    let (humans, with) = (report(&sample(&[ANN, BEN])), report(&sample(&[ANN, BEN, model])));
    for (one, two) in humans.values[0].variables.iter().zip(&with.values[0].variables) {
        assert_eq!((&one.humans, &one.left_out), (&two.humans, &two.left_out));
        assert_eq!(one.pairs[0], two.pairs[0]);
        assert_eq!(two.pairs.len(), 3);
    }
    assert_eq!(humans.finding.humans, with.finding.humans);
    assert_eq!(humans.sample.shared, with.sample.shared);
    assert_eq!(humans.models, []);
    let [standing] = &with.models[..] else { panic!("{:?}", with.models) };
    assert_eq!(standing.model, Coder::model("gemini-x", "prompt 3"));
    let alpha =
        (standing.values.iter()).find(|one| one.rated == Rated::Symptom && one.statistic == Statistic::Alpha).unwrap();
    is(&alpha.standing.humans, 0.61745);
    assert_eq!(alpha.in_place_of.len(), 2);
    let mean: f64 = alpha.in_place_of.iter().map(|one| one.figure.value().unwrap()).sum::<f64>() / 2.0;
    is(&alpha.standing.with_model, mean);
    is(&alpha.standing.difference, mean - alpha.standing.humans.value().unwrap());
    assert!(alpha.standing.verdict.contains("outside human disagreement"), "{}", alpha.standing.verdict);
    let shift = standing.finding.iter().find(|one| one.line == Line::Shift).unwrap();
    is(&shift.standing.with_model, 1.0);
}

#[test]
fn a_model_like_the_humans_falls_inside_their_disagreement() {
    let model = "model: m / 1: up | up | down | same | none | down | none | same | none | same";
    let report = report(&sample(&[ANN, BEN, model]));
    let alpha = report.models[0].values.iter().find(|one| one.statistic == Statistic::Alpha).unwrap();
    assert!(alpha.standing.verdict.contains("inside human disagreement"), "{:?}", alpha.standing);
}

#[test]
fn windows_go_over_the_units_in_the_order_asked_for() {
    let windows = |units, step, order, sample: &Sample| {
        let windows = Some(WindowSettings { units, step, order });
        AgreementReport::new(sample, compat(), &Settings { windows, ..settings() }).unwrap().windows
    };
    let mut both = sample(&[ANN, BEN]);
    let apart = windows(4, 4, WindowOrder::Discussion, &both);
    let spans: Vec<_> = apart.iter().map(|one| (one.from, one.to, one.full)).collect();
    assert_eq!(spans, [(1, 4, true), (5, 8, true), (9, 10, false)]);
    // up/up, up/down, down/down, same/same: 3 of 4.
    is(&apart[0].variables[0].humans.percent, 0.75);
    assert_eq!(words(&apart[0].variables[1].humans.alpha), "not coded");
    assert_eq!((apart[0].first.as_str(), apart[0].last.as_str()), ("39/1#1", "39/4#1"));
    let over: Vec<_> = windows(6, 2, WindowOrder::Discussion, &both).iter().map(|one| (one.from, one.to)).collect();
    assert_eq!(over, [(1, 6), (3, 8), (5, 10)]);
    // Coded from the last statement to the first.
    for coder in &mut both.discussions[0].coders {
        for (at, coding) in coder.statements.iter_mut().enumerate() {
            coding.as_mut().unwrap().coded_at = Some(day(100 - at as i64));
        }
    }
    let coded = windows(4, 4, WindowOrder::Coding, &both);
    assert_eq!((coded[0].first.as_str(), coded[0].last.as_str()), ("39/10#1", "39/7#1"));
}

#[test]
fn identical_codings_agree_completely_and_without_variation_that_is_said() {
    let row = "up | down | up | same";
    let varied = report(&sample(&[&format!("ann: {row}"), &format!("ben: {row}"), &format!("cy: {row}")]));
    let symptom = figures(&varied, Rated::Symptom);
    for estimate in [&symptom.humans.percent, &symptom.humans.alpha, &symptom.humans.ac1, &symptom.humans.fleiss] {
        is(estimate, 1.0);
    }
    assert!(varied.finding.humans.iter().all(|line| line.f1.value() == Some(1.0)));
    assert_eq!(varied.disagreements, []);
    let flat = report(&sample(&["ann: up | up | up", "ben: up | up | up"]));
    let symptom = figures(&flat, Rated::Symptom);
    is(&symptom.humans.percent, 1.0);
    assert_eq!(words(&symptom.humans.alpha), "all agree (no variation)");
    assert_eq!(words(&symptom.pairs[0].kappa), "all agree (no variation)");
    let one = report(&sample(&["ann: up", "ben: down"]));
    assert_eq!(words(&figures(&one, Rated::Symptom).humans.alpha), "n too small (n = 1)");
    is(&figures(&one, Rated::Symptom).humans.percent, 0.0);
}

#[test]
fn nobody_one_coder_and_a_coder_who_coded_nothing_are_told_in_words() {
    let says = |report: &AgreementReport, words: &str| {
        assert!(report.notes.iter().any(|note| note.contains(words)), "{words}: {:?}", report.notes);
    };
    let nobody = report(&Sample::default());
    says(&nobody, "No human coded anything");
    let alone = report(&sample(&["ann: up | down"]));
    says(&alone, "nobody to agree with");
    assert_eq!(words(&figures(&alone, Rated::Symptom).humans.alpha), "not coded");
    let apart = report(&sample(&["ann: up | -", "ben: - | up"]));
    says(&apart, "nothing can be compared");
    let idle = report(&sample(&["ann: up | down", "ben: nothing | nothing", "cy: - | -"]));
    says(&idle, "ben coded 2 statements and found no event.");
    says(&idle, "cy coded nothing.");
    assert_eq!(words(&figures(&idle, Rated::Symptom).humans.alpha), "not coded");
    is(&idle.finding.pairs[0].lines.iter().find(|line| line.line == Line::Shift).unwrap().f1, 0.0);
    let machines = report(&sample(&["model: a / 1: up | down", "model: b / 1: up | down", "ann: up | up"]));
    assert_eq!(machines.models.len(), 2);
    assert!(machines.models.iter().all(|model| model.values.is_empty()));
    for report in [nobody, alone, apart, idle, machines] {
        let json = serde_json::to_value(&report).unwrap();
        all_numbers(&json);
        assert_eq!(serde_json::from_value::<AgreementReport>(json).unwrap(), report);
    }
}

#[test]
fn a_report_comes_back_from_json_as_it_was() {
    let rows = [ANN, BEN, "model: gemini-x / prompt 3: up | - | none | nothing | R away | up | up | up | A up | up"];
    let report = report(&sample(&rows));
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<AgreementReport>(&json).unwrap(), report);
    all_numbers(&serde_json::to_value(&report).unwrap());
}

#[test]
fn contradictory_samples_and_unusable_dates_are_refused_with_words() {
    let twice = sample(&["ann: up", "ann: down"]);
    let error = AgreementReport::new(&twice, compat(), &settings()).unwrap_err();
    assert!(error.to_string().contains("two codings by ann"), "{error}");
    let mut zoned = sample(&["ann: up", "ben: up"]);
    let coding = zoned.discussions[0].coders[0].statements[0].as_mut().unwrap();
    coding.deltas.events[0].date_time = Some("2000-01-15T00:00:00Z".into());
    let error = AgreementReport::new(&zoned, compat(), &settings()).unwrap_err();
    assert!(error.to_string().contains("39") && error.to_string().contains("ann and ben"), "{error}");
}
