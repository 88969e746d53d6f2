//! The long file and files of normalised codings: what is read back gives the same figures.

use super::made::*;
use super::*;
use crate::scoring::f1::{Line, Ruler};

const ROWS: [&str; 4] = [
    "ann: up | up,A up | R distance | same | none | up | - | down | none | same",
    "ben: up | down | R away | same | A up | nothing | up | same | none | same",
    "cy: up | up,A down | R distance | - | none | up | down | down | R toward | same",
    "model: gemini-x / prompt 3: up | up | R away,A up | same | up | up | down | down | none | same",
];

fn three_discussions() -> Sample {
    let mut all = Sample::default();
    for (at, name) in ["39", "40/b", "41#c"].into_iter().enumerate() {
        // Each discussion has the coders' statements in another order, so that the three differ.
        let mut one = sample(&ROWS).discussions.remove(0);
        one.discussion = name.into();
        for coder in &mut one.coders {
            coder.statements.truncate(10 - 2 * at);
        }
        all.discussions.push(one);
    }
    all
}

#[test]
fn the_long_file_gives_the_very_figures_of_the_report() {
    let settings =
        Settings { conventions: vec![Convention::MATCHED, Convention::PUBLISHED, Convention::CELLS], ..settings() };
    let report = AgreementReport::new(&three_discussions(), compat(), &settings).unwrap();
    assert_eq!(report.stamp.resampled, Resampled::Discussions);
    for section in &report.values {
        let text = write_long_csv(&report.units, section.convention).unwrap();
        let read = figures_of_long_csv(&text, section.convention, &settings).unwrap();
        assert_eq!(&read, section);
    }
    // The control: a value changed in the file changes a figure.
    let main = &report.values[0];
    let text = write_long_csv(&report.units, main.convention).unwrap();
    let other = text.replacen("39/2#1,ben,symptom,down", "39/2#1,ben,symptom,up", 1);
    assert_ne!(text, other);
    assert_ne!(&figures_of_long_csv(&other, main.convention, &settings).unwrap(), main);
}

#[test]
fn the_long_file_has_a_row_for_each_value_and_none_for_a_gap() {
    let rows = ["ann: up | A up", "ben: up | none", "cy: up | -"];
    let text = write_long_csv(&report(&sample(&rows)).units, Convention::MATCHED).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "unit,coder,variable,value");
    let of = |start: &str| lines.iter().filter(|line| line.starts_with(start)).copied().collect::<Vec<_>>();
    assert_eq!(of("39/1#1").len(), 15, "three coders by five variables");
    assert_eq!(
        of("39/2#1,ann"),
        [
            "39/2#1,ann,symptom,none",
            "39/2#1,ann,anxiety,up",
            "39/2#1,ann,relationship,none",
            "39/2#1,ann,functioning,none",
            "39/2#1,ann,date_certainty,certain"
        ]
    );
    assert_eq!(of("39/2#1,cy"), [""; 0], "who did not code is a gap, and a gap is no row");
    // The third statement of nobody and items of one coder are in no row.
    let alone = write_long_csv(&report(&sample(&["ann: up", "ben: nothing"])).units, Convention::MATCHED).unwrap();
    assert_eq!(alone.trim(), "unit,coder,variable,value");
}

#[test]
fn a_wrong_long_file_is_refused_with_every_problem_and_its_line() {
    let text = "unit,coder,variable,value\n1/1#1,ann,symptom,up\n1/1#1,ann,symptom,down\n1/1#1,ben,mood,up\n\
                1/1#1,ben,anxiety,sideways\n,ben,anxiety,up\n";
    let error = read_long_csv(text, Counted::All).unwrap_err();
    let LongCsvError::Rows(problems) = &error else { panic!("{error}") };
    assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [3, 4, 5, 6]);
    let words = error.to_string();
    assert!(words.contains("line 5: \"sideways\" is no value of anxiety; use one of: none, up, down, same"), "{words}");
    let columns = read_long_csv("unit,rater,variable,value\n", Counted::All).unwrap_err();
    assert!(columns.to_string().contains("unit,rater,variable,value"));
    assert!(read_long_csv("unit,coder,variable,value\n1,a\n", Counted::All).is_err());
    assert_eq!(read_long_csv("unit,coder,variable,value\n", Counted::All).unwrap().len(), 5);
}

/// Two coders and two statements of the shape of the public file, with figures by hand.
const SMALL: &str = r#"{"rows": [
  {"case": "Rita", "statement": "1", "codings": {
    "coder_1": [{"person": "Rita", "variable": "symptom", "value": "up"}, {"person": "Rita", "variable": "anxiety", "value": "up"},
                {"person": "Mother", "variable": "kind", "value": "moved"}],
    "coder_2": [{"person": "Rita", "variable": "symptom", "value": "up"},
                {"person": "Mother", "variable": "relationship", "value": "distance", "targets": ["Rita"]}]}},
  {"case": "Rita", "statement": "2", "codings": {
    "coder_1": [], "coder_2": [{"person": "Rita", "variable": "anxiety", "value": "up"},
                               {"person": "Rita", "variable": "anxiety", "value": "up", "event": "the birth"}]}}]}"#;

#[test]
fn cells_of_one_person_are_one_event_and_a_second_value_opens_another() {
    let sample = read_normalised(SMALL).unwrap();
    let [rita] = &sample.discussions[..] else { panic!("{sample:?}") };
    assert_eq!(rita.statements, ["1", "2"]);
    let events = |coder: usize, at: usize| &rita.coders[coder].coding(at).unwrap().deltas.events;
    assert_eq!(events(0, 0).len(), 2);
    assert!(events(0, 0)[0].symptom.is_some() && events(0, 0)[0].anxiety.is_some());
    assert_eq!(events(0, 0)[1].kind, crate::family::EventKind::Moved);
    assert_eq!(events(1, 1).len(), 2, "the event of its own");
    assert_eq!(events(1, 0)[1].relationship_targets, [crate::family::ItemId::SUBJECT]);
    assert_eq!(rita.coders[0].coding(1).map(|coding| coding.deltas.is_empty()), Some(true), "coded: nothing there");
}

#[test]
fn cells_and_matched_items_answer_different_questions() {
    let report =
        report_from_codings(SMALL, Ruler::default(), &Settings { conventions: Vec::new(), ..settings() }).unwrap();
    // Both found Rita's shift in statement 1 and agree on its symptom; nothing else was found by both.
    let shift = report.finding.pairs[0].lines.iter().find(|line| line.line == Line::Shift).unwrap();
    assert_eq!(shift.counts, crate::scoring::Counts::new(1, 0, 3));
    let matched = report.values[0].get(Rated::Anxiety, None).unwrap();
    assert_eq!((matched.humans.n, matched.humans.percent.value()), (1, Some(0.0)));
    // Cells of anxiety: Rita in 1 (up, none) and twice in 2 (none, up).
    let cells = report.values[1].get(Rated::Anxiety, None).unwrap();
    assert_eq!((cells.humans.n, cells.humans.percent.value()), (3, Some(0.0)));
    assert_ne!(report.values[0].question, report.values[1].question);
    assert_eq!(report.stamp.level, Level::Statement);
}

#[test]
fn a_wrong_file_of_codings_is_refused_with_every_problem() {
    let wrong = SMALL.replace("\"moved\"", "\"flew\"").replace("\"distance\"", "\"far\"");
    let error = read_normalised(&wrong).unwrap_err().to_string();
    assert!(error.contains("Rita, statement 1, coder_1") && error.contains("flew"), "{error}");
    assert!(error.contains("coder_2") && error.contains("far"), "{error}");
    assert!(read_normalised("[]").unwrap_err().to_string().contains("normalised codings"));
}

/// Three humans' rows of [`ROWS`], as the Python edition of irrCAC 0.4 (`CAC(...).gwet()`, `.fleiss()`, `.krippendorff()`)
/// computes them from the long file's table of units by coders, gaps and all.
#[test]
fn the_figures_of_three_coders_with_gaps_are_those_of_irr_cac() {
    let report = report(&sample(&ROWS[..3]));
    let expected = [
        (Rated::Symptom, [0.76667, 0.70677, 0.69125, 0.68158]),
        (Rated::Relationship, [0.86667, 0.46392, 0.85496, 0.44954]),
    ];
    for (rated, figures_of_it) in expected {
        let humans = &figures(&report, rated).humans;
        assert_eq!(humans.n, 10);
        for (statistic, expected) in Statistic::ALL.iter().zip(figures_of_it) {
            is(humans.get(*statistic), expected);
        }
    }
}
