//! `sarf demo`: the whole pipeline with the offline engine, in front of the reader's eyes.

use std::collections::BTreeSet;
use std::time::Duration;

use sarf_shared::discussion::{DiscussionId, PersonaId, StatusWord};
use sarf_shared::pdp;
use sarf_shared::plural::counted;
use sarf_shared::rpc::{
    DiscussionFilter, DiscussionRow, DiscussionView, GenerateRequest, PageRequest, PersonaSource, ReferenceScore,
    StatementView,
};
use sarf_shared::scoring::Counts;
use schemars::JsonSchema;
use serde::Serialize;

use super::show;
use crate::cli::args::DemoArgs;
use crate::cli::exit::{Exit, Failure};
use crate::cli::follow::{self, ALL};
use crate::cli::output::{Output, harmless};
use crate::cli::{session, text};
use crate::client::{Api, new_request_id};

/// What `--json` prints.
#[derive(Serialize, JsonSchema)]
pub struct Demo<'a> {
    /// The discussion; the same as `id`.
    discussion: DiscussionId,
    #[serde(flatten)]
    row: &'a DiscussionRow,
    /// What was extracted, in numbers.
    extracted: Extracted,
    /// How it does against what the client revealed.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<Against>,
}

/// What was extracted, in numbers.
#[derive(Serialize, JsonSchema)]
struct Extracted {
    /// People.
    people: usize,
    /// Pair bonds.
    pair_bonds: usize,
    /// Events, shifts included.
    events: usize,
    /// Shifts.
    shifts: usize,
}

/// How it does against what the client revealed.
#[derive(Serialize, JsonSchema)]
struct Against {
    /// Facts of the persona the client revealed.
    facts_revealed: u32,
    /// Facts the persona has.
    facts: u32,
    /// People.
    people: Figure,
    /// Pair bonds.
    pair_bonds: Figure,
    /// All events.
    events: Figure,
    /// Structural events.
    structural: Figure,
    /// Shifts.
    shift: Figure,
}

#[derive(Serialize, JsonSchema)]
struct Figure {
    #[serde(flatten)]
    counts: Counts,
    /// Precision, 0 to 1.
    precision: f64,
    /// Recall, 0 to 1.
    recall: f64,
    /// F1, 0 to 1.
    f1: f64,
}

impl Figure {
    fn of(counts: Counts) -> Self {
        Figure { counts, precision: counts.precision(), recall: counts.recall(), f1: counts.f1() }
    }
}

/// Runs the demo.
pub async fn run(output: &Output, args: DemoArgs) -> Result<Exit, Failure> {
    let api = session::connect(output).await?;
    output.text(
        "sarf demo — everything below is made by the offline engine: rules and seeded chance, no language model.",
    );
    let persona = persona(&api, output, args.seed).await?;
    let request = GenerateRequest {
        persona: PersonaSource::Existing(persona),
        count: 1,
        turns: args.turns,
        seed: Some(args.seed),
        extract: true,
        offline: true,
    };
    let accepted = api.generate(new_request_id(), request).await?;
    let Some(id) = accepted.first().and_then(|one| one.discussion) else {
        return Err(Failure::new(Exit::Failed, "the service accepted the request but named no discussion"));
    };
    let row = follow_closely(&api, output, id).await?;
    let view = api.discussion(id).await?;
    let said = show::statements(&api, id, None).await?;
    tell(output, &row, &view, &said);
    Ok(if row.status == StatusWord::ReadyForCoding { Exit::Done } else { Exit::Failed })
}

async fn persona(api: &Api, output: &Output, seed: u64) -> Result<PersonaId, Failure> {
    let accepted = api.new_persona(new_request_id(), Some(seed), true).await?;
    let id = match (accepted.persona, accepted.job) {
        (Some(id), _) => id,
        (None, Some(job)) => {
            let ended = follow::jobs(api, &[job]).await?;
            match ended.first().and_then(|view| view.persona) {
                Some(id) => id,
                None => {
                    let why = ended.first().and_then(follow::job_words).unwrap_or_default();
                    return Err(Failure::new(Exit::Failed, format!("the persona was not written: {why}")));
                }
            }
        }
        (None, None) => return Err(Failure::new(Exit::Failed, "the service answered with neither persona nor job")),
    };
    let view = api.persona(id).await?;
    let age = view.row.age.map_or_else(String::new, |age| format!(", {age}"));
    output.text(format!(
        "persona {id}: {}{age}, {}; {} — {} facts in three generations",
        view.persona.name,
        view.row.attachment_style.replace('_', "-"),
        view.row.traits.join(", "),
        view.row.facts
    ));
    Ok(id)
}

/// Shows the turns as they come, with a bar in a terminal, until the discussion has come to rest.
async fn follow_closely(api: &Api, output: &Output, id: DiscussionId) -> Result<DiscussionRow, Failure> {
    let polling = api.own_connection();
    let mut cursor = polling.watch(None, None, Duration::ZERO).await?.cursor;
    let mut screen = Screen { output, bar: false, said: 0, told: BTreeSet::new() };
    let mut live = 0;
    loop {
        let filter = DiscussionFilter { ids: Some(vec![id]), ..DiscussionFilter::default() };
        let Some(row) = api.discussions(filter, ALL).await?.items.into_iter().next() else {
            return Err(Failure::new(Exit::Failed, format!("discussion {id} was deleted meanwhile")));
        };
        screen.clear();
        screen.turns(api, &row).await?;
        screen.progress(&row);
        if follow::is_settled(&row) {
            screen.clear();
            return Ok(row);
        }
        let wanted = output.is_terminal().then_some(live);
        let reply = polling.watch(Some(cursor), wanted, Duration::from_secs(20)).await?;
        cursor = reply.cursor;
        live = reply.live_version;
        if let Some(words) = reply.live.and_then(|texts| texts.into_iter().find(|text| text.discussion == id)) {
            screen.clear();
            screen.words(&row, follow::speaker(words.speaker), &words.text);
        }
    }
}

struct Screen<'a> {
    output: &'a Output,
    bar: bool,
    said: u32,
    /// Progress that was told in a pipe, each place once.
    told: BTreeSet<(&'static str, u32)>,
}

impl Screen<'_> {
    fn clear(&mut self) {
        if self.bar {
            self.output.raw("\r\x1b[K");
            self.bar = false;
        }
    }

    fn draw(&mut self, line: &str) {
        self.output.raw(&harmless(line));
        self.bar = true;
    }

    /// Prints statements stored since the last look.
    async fn turns(&mut self, api: &Api, row: &DiscussionRow) -> Result<(), Failure> {
        while !self.output.is_json() && self.said < row.statements {
            let page = api.statements(row.id, None, PageRequest { offset: self.said, limit: 50 }).await?;
            if page.items.is_empty() {
                break;
            }
            for one in page.items {
                let turn = one.number.div_ceil(2);
                let line = format!("  {turn:>2}/{:<2} {:<6} {}", row.planned, follow::speaker(one.speaker), one.text);
                self.output.text(if self.output.is_terminal() { text::cut(&line, 100) } else { line });
                self.said = one.number;
            }
        }
        Ok(())
    }

    fn progress(&mut self, row: &DiscussionRow) {
        if self.output.is_json() || follow::is_settled(row) {
            return;
        }
        if self.output.is_terminal() {
            self.draw(&follow::bar_line(row));
        } else if let Some(job) = &row.job
            && job.progress.done > 0
            && self.told.insert((job.kind.as_str(), job.progress.done))
        {
            self.output.text(follow::plain_line(row));
        }
    }

    fn words(&mut self, row: &DiscussionRow, speaker: &str, words: &str) {
        let flat: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let tail: String = flat.chars().rev().take(56).collect::<Vec<_>>().into_iter().rev().collect();
        let place =
            row.job.as_ref().map_or_else(String::new, |job| format!("{}/{}", job.progress.done, job.progress.of));
        let line = text::cut(&format!("{}  {place}  {speaker}: {tail}", row.id), 96);
        self.draw(&line);
    }
}

fn tell(output: &Output, row: &DiscussionRow, view: &DiscussionView, said: &[StatementView]) {
    let deltas: Vec<_> = said.iter().filter_map(|one| one.coding.as_ref().map(|coding| &coding.deltas)).collect();
    let pool = pdp::replay(deltas.iter().copied(), deltas.len());
    let shifts = pool.events.iter().filter(|event| !event.kind.is_structural()).count();
    let extracted =
        Extracted { people: pool.people.len(), pair_bonds: pool.pair_bonds.len(), events: pool.events.len(), shifts };
    let against = view.reference.as_ref().and_then(|reference| {
        reference.score.as_ref().map(|score: &ReferenceScore| Against {
            facts_revealed: reference.revealed,
            facts: reference.facts,
            people: Figure::of(score.people),
            pair_bonds: Figure::of(score.pair_bonds),
            events: Figure::of(score.events),
            structural: Figure::of(score.structural),
            shift: Figure::of(score.shift),
        })
    });
    let demo = Demo { discussion: row.id, row, extracted, reference: against };
    output.value(&demo, || words(&demo));
}

fn words(demo: &Demo<'_>) -> String {
    let row = demo.row;
    let id = demo.discussion;
    let mut lines = vec![String::new(), format!("discussion {id}: {}", text::status(row))];
    if let Some(note) = &row.note {
        lines.push(format!("  {note}"));
    }
    lines.push(format!(
        "  quality {}   asked {}   realism {}{}   intake {}",
        text::score(row.scores.quality),
        text::part(row.scores.asked),
        text::score(row.scores.realism),
        if row.scores.arc_judged { "" } else { " (arc not judged)" },
        text::part(row.scores.intake),
    ));
    let found = &demo.extracted;
    lines.push(format!(
        "  extracted: {}, {}, {} ({} of them {})",
        counted(found.people, "person", "people"),
        counted(found.pair_bonds, "pair bond", "pair bonds"),
        counted(found.events, "event", "events"),
        found.shifts,
        if found.shifts == 1 { "a shift" } else { "shifts" },
    ));
    if let Some(against) = &demo.reference {
        let share = 100.0 * f64::from(against.facts_revealed) / f64::from(against.facts.max(1));
        lines.push(format!(
            "  against the facts the client revealed ({} of {} facts, {share:.0} %; matcher compat):",
            against.facts_revealed, against.facts
        ));
        let rows = [
            ("people", &against.people),
            ("pair bonds", &against.pair_bonds),
            ("events", &against.events),
            ("  structural", &against.structural),
            ("  shift", &against.shift),
        ];
        lines.push(format!("    {:<14}{:>9}{:>8}{:>6}", "", "precision", "recall", "F1"));
        for (name, figure) in rows {
            lines.push(if figure.counts.is_undefined() {
                format!("    {name:<14}none on either side")
            } else {
                format!("    {name:<14}{:>9.2}{:>8.2}{:>6.2}", figure.precision, figure.recall, figure.f1)
            });
        }
    }
    lines.push(format!("`sarf` opens the interface; `sarf show {id}` prints it all."));
    lines.join("\n")
}
