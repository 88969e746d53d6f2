//! Cue words for shifts: the wording by which people tell symptoms, anxiety, functioning and relationship moves.
//!
//! A cue is a row of words. `a|b` is either, `stem~` any word that begins so, `_` up to two words, `P` a person.
//! Who the shift belongs to is told by `Actor`.

use sarf_shared::family::{RelationshipKind, VariableShift};

/// What a cue codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codes {
    /// Symptom.
    Symptom(VariableShift),
    /// Anxiety.
    Anxiety(VariableShift),
    /// Functioning.
    Functioning(VariableShift),
    /// Relationship.
    Relationship(RelationshipKind),
}

/// Whose shift it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The subject of the clause.
    Subject,
    /// The owner named before the words ("my heart races"), else the subject.
    Owner,
}

/// A row of words and what it codes.
#[derive(Debug)]
pub struct Cue {
    /// The words.
    pub words: &'static str,
    /// What it codes.
    pub codes: Codes,
    /// Whose.
    pub actor: Actor,
}

const UP: VariableShift = VariableShift::Up;
const DOWN: VariableShift = VariableShift::Down;

const fn cue(words: &'static str, codes: Codes) -> Cue {
    Cue { words, codes, actor: Actor::Subject }
}

const fn owned(words: &'static str, codes: Codes) -> Cue {
    Cue { words, codes, actor: Actor::Owner }
}

const S: Codes = Codes::Symptom(UP);
const S_DOWN: Codes = Codes::Symptom(DOWN);
const A: Codes = Codes::Anxiety(UP);
const A_DOWN: Codes = Codes::Anxiety(DOWN);
const F: Codes = Codes::Functioning(DOWN);
const F_UP: Codes = Codes::Functioning(UP);

const fn r(kind: RelationshipKind) -> Codes {
    Codes::Relationship(kind)
}

use RelationshipKind::{
    Away, Conflict, Cutoff, DefinedSelf, Distance, Fusion, Inside, Outside, Overfunctioning, Projection, Toward,
    Underfunctioning,
};

/// The table. The first cue that fits at a place is taken, so longer ones stand first.
#[rustfmt::skip]
pub static CUES: &[Cue] = &[
    // Symptoms.
    cue("panic attack|attacks", S), owned("heart rac~|pound~|flutter~|skips|skipped|goes|hammer~", S),
    cue("diagnos~ with", S), cue("was|got|been diagnosed", S), cue("heart attack|trouble|disease", S), cue("had|having a stroke", S),
    cue("can't|couldn't|cannot|don't|didn't|wasn't|not|barely|hardly|stopped sleep~", S), cue("not|haven't|hasn't been sleeping", S),
    cue("can't|couldn't keep _ down", S), cue("insomnia", S), cue("awake at|until|till|all|half", S), cue("wak~ up at", S), cue("woke at|up at", S),
    cue("headaches|headache|migraines|migraine", S), owned("stomach pain~|ache~|hurt~|stuff|trouble|cramp~|problems|issues", S),
    cue("stomach aches|pains|ulcer|cramps", S), cue("ulcer|ulcers|shingles|eczema|hives|psoriasis|colitis|asthma|colic|arthritis|diabetes|lupus", S),
    cue("chest pain|pains", S), owned("chest tighten~|hurt~|tight", S), cue("dizzy", S), cue("faint|fainted|fainting", S), cue("pass~ out", S),
    cue("throw~ up", S), cue("threw up", S), cue("vomit~", S), cue("depressed|depression", S), cue("nightmares", S),
    cue("cancer|dementia|alzheimer's|parkinson's|tumor|tumour|leukemia|emphysema|schizophrenia|bipolar|epilepsy", S), cue("seizure|seizures", S),
    cue("blood pressure", S), cue("start~|began|took drinking|drink~", S), cue("drank himself|herself|heavily|every|all|more|too", S),
    cue("drinking again|heavily|more|every|too|himself|herself|a", S), cue("alcoholic|drunk|hooked|addicted|pills|rehab|relapsed|overdose", S),
    cue("stop~|quit|won't|wouldn't|not|hardly eat~", S), cue("lost|losing _ weight|pounds", S), cue("anorexi~|bulimi~", S), cue("hospitalized|hospitalised", S),
    cue("ended up|landed in _ hospital|er|emergency|ward", S), cue("back went|gave out", S), cue("in bed for", S), cue("stayed|stays in bed", S),
    cue("cut|cutting|hurt|hurting herself|himself|myself", S), cue("suicid~", S), cue("tried to kill", S), cue("nervous breakdown", S), cue("rash", S),
    cue("gambling", S), cue("wet~ the bed", S), cue("can't|couldn't breathe", S), owned("hands|legs went|go|shak~|numb|trembl~", S), cue("sick to", S),
    cue("fell|got|became|took ill|sick", S), cue("spells", S), cue("contractions", S), cue("crying every|all|spells", S), cue("trouble sleeping|breathing|eating", S),
    cue("got sober|clean", S_DOWN), cue("quit|stopped|gave drinking|up drinking", S_DOWN), cue("symptoms|attacks stopped|eased", S_DOWN),
    // Anxiety.
    cue("calm~ down", A_DOWN), cue("calmer|relaxed|eased", A_DOWN), cue("anxious|anxiety", A), cue("worried sick", A), cue("worry|worries|worrying|worried", A),
    cue("nervous|nerves", A), cue("scared|afraid|terrified|frightened|dreading", A), cue("on edge", A), cue("jumpy|jittery|tense|restless|fretful|uptight", A),
    cue("jump~ at", A), cue("on eggshells", A), cue("freak~ out", A), cue("can't|couldn't sit|relax|settle still|down", A), cue("can't|couldn't relax|settle", A),
    cue("check~ everything|on|the|every", A), cue("overwhelmed|frantic|panicky|panicked|panicking|hysterical", A), cue("stressed|stressing", A),
    cue("pac~ the|up", A), cue("fret~", A), cue("wound|worked up", A), cue("bit~ _ nails", A), cue("snap~ at", A), cue("lost|losing _ temper", A),
    cue("startle~", A), cue("bracing|braced for", A), cue("won't|wouldn't|can't|couldn't drive|fly|leave", A),
    // Functioning.
    cue("couldn't|can't|cannot|barely|hardly get|got out|up", F), cue("couldn't|can't|cannot function|cope|concentrate|focus|think|decide|work|manage", F),
    cue("fell|fall~|came|went|go~ apart|pieces", F), cue("went|go~ to pieces", F), cue("stop~|quit|quits go~|work~|getting|showering|cleaning|functioning", F),
    cue("quit|quits _ job|work", F), cue("let everything|things|it|himself|herself slide|go", F), cue("on the couch|sofa", F), cue("gave|given|gives up on", F),
    cue("lost|losing _ job", F), cue("got|was|been fired|suspended", F), cue("dropped out", F), cue("hardly|barely|never left|leaves|leave the", F), cue("shut down", F),
    cue("in a fog|daze", F), cue("froze|frozen", F), cue("written up", F), cue("failing|failed _ grades|classes|school|exams|class", F), cue("grades drop~|fell|slip~|went", F),
    cue("couldn't|can't make _ decision~|mind", F), cue("checked out", F), cue("sat in _ chair", F), cue("forgot|forgets|forgetting everything|things|to", F),
    cue("couldn't|can't remember|keep|hold", F), cue("a wreck|mess", F), cue("bathrobe|pajamas", F), cue("didn't|doesn't|not|stopped get~ dressed", F), cue("lost interest", F),
    cue("back on track", F_UP), cue("on _ feet", F_UP), cue("pulled|got|gets himself|herself|myself|it together", F_UP), cue("went|got back to work|school|college", F_UP),
    cue("sorted out", F_UP), cue("making|made _ decisions|plans", F_UP), cue("stepped up", F_UP), cue("came back to life", F_UP), cue("took|taking charge", F_UP),
    cue("running|ran|runs _ calmly|steadily|well", F_UP), cue("finished|finishing _ degree|school|college|training", F_UP), cue("got|took a job|grip|hold", F_UP),
    // Relationships: the more specific first.
    cue("cut P off|out", r(Cutoff)), cue("cut off|out P", r(Cutoff)), cue("cut ties|contact|off all", r(Cutoff)), cue("cut off", r(Cutoff)), cue("estranged", r(Cutoff)), cue("disown~", r(Cutoff)),
    cue("no contact", r(Cutoff)), cue("never|not|hasn't|haven't|hadn't spoke|spoken|spoke|talked|called|said _ again|since", r(Cutoff)), cue("hasn't|haven't|hadn't spoken|talked|said|seen", r(Cutoff)),
    cue("broke|broken with", r(Cutoff)), cue("broke off _ contact", r(Cutoff)), cue("stopped all|any contact", r(Cutoff)), cue("wants|want nothing to", r(Cutoff)), cue("never spoke", r(Cutoff)),
    cue("don't|doesn't|didn't speak", r(Cutoff)), cue("walked out on", r(Cutoff)), cue("haven't|hasn't seen|heard _ in", r(Cutoff)),
    cue("not speaking", r(Cutoff)), cue("stopped speaking", r(Cutoff)),
    cue("told P plainly|straight|calmly|flat|outright", r(DefinedSelf)), cue("told P that|i|he|she _ not|won't|wasn't|couldn't|wouldn't|would", r(DefinedSelf)),
    cue("put my|his|her|P foot down", r(DefinedSelf)), cue("stood|held|stand my|his|her|P ground", r(DefinedSelf)), cue("made up my|his|her|P mind", r(DefinedSelf)),
    cue("said no to", r(DefinedSelf)), cue("calmly|quietly|plainly told|said|says", r(DefinedSelf)), cue("said|say|says _ calmly|plainly|quietly", r(DefinedSelf)), cue("without get~|raising|being angry|mad|his|her|my|upset", r(DefinedSelf)),
    cue("not doing|going _ through|between P", r(DefinedSelf)), cue("wasn't|isn't even mad|angry", r(DefinedSelf)),
    cue("fight|fights|fighting|fought", r(Conflict)), cue("argu~", r(Conflict)), cue("yell~|scream~|shout~|bicker~|quarrel~", r(Conflict)), cue("blowup|blowout|row|rows|blow-up|feud|feuding", r(Conflict)),
    cue("had it out", r(Conflict)), cue("went|going|go at it|each", r(Conflict)), cue("got|get|gets into it", r(Conflict)), cue("at _ throats|throat", r(Conflict)), cue("butt~|butted heads", r(Conflict)), cue("clash~", r(Conflict)),
    cue("sid~ with", r(Inside)), cue("took|takes|take my|his|her|P side", r(Inside)), cue("confid~ in", r(Inside)), cue("behind my|his|her|P back", r(Inside)), cue("tell~|told P everything|all about", r(Inside)), cue("turn~|turned P against", r(Inside)), cue("complain~|vent~ to P about", r(Inside)), cue("secret with", r(Inside)),
    cue("left|leave|leaves|leaving P out", r(Outside)), cue("left|leave out", r(Outside)), cue("third wheel|person", r(Outside)), cue("odd one|man out", r(Outside)), cue("exclud~", r(Outside)), cue("on the outside", r(Outside)), cue("outsider", r(Outside)),
    cue("took|takes|taking over", r(Overfunctioning)), cue("do~|did|doing|handl~|manag~|run|runs|ran everything|all", r(Overfunctioning)), cue("did it all", r(Overfunctioning)), cue("took|takes|taking care of", r(Overfunctioning)), cue("runs|ran|running the house|household|family|show|place", r(Overfunctioning)),
    cue("pay~|paid P|his|her|their bills|rent|debts|mortgage", r(Overfunctioning)), cue("pay~|paid _ bills|rent|debts", r(Overfunctioning)), cue("decid~|deciding everything|for P", r(Overfunctioning)), cue("has|have to do everything", r(Overfunctioning)), cue("hold~|held _ together", r(Overfunctioning)), cue("does|did all the|P", r(Overfunctioning)), cue("signed our|my|P|the", r(Overfunctioning)), cue("fix~ everything", r(Overfunctioning)),
    cue("let|lets|letting P do|handle|run|take|decide|deal|make|manage", r(Underfunctioning)), cue("lean~|rel~|depend~ on", r(Underfunctioning)), cue("can't|couldn't do anything|it|a without|alone|thing", r(Underfunctioning)), cue("leav~|left it|everything|all to P", r(Underfunctioning)), cue("sat|sits|sit back", r(Underfunctioning)), cue("says|said sit", r(Underfunctioning)), cue("waits|waited for P to", r(Underfunctioning)),
    cue("worried|worries|worry about P", r(Projection)), cue("fuss~ over", r(Projection)), cue("hover~ over", r(Projection)), cue("like a hawk", r(Projection)), cue("picks|picked on", r(Projection)), cue("sees|saw|treat~ P as|like", r(Projection)), cue("zero~|focus~|fixat~ in|on", r(Projection)), cue("something _ wrong with P", r(Projection)), cue("took P to _ doctor~|specialist~", r(Projection)),
    cue("joined at", r(Fusion)), cue("can't|couldn't|can't be|stand apart|alone", r(Fusion)), cue("inseparable", r(Fusion)), cue("like one person", r(Fusion)), cue("feel|feels|felt what P", r(Fusion)), cue("live~|lived for P", r(Fusion)), cue("where i|he|she end~|ends", r(Fusion)), cue("best friends", r(Fusion)), cue("thinks|thought P my|his|her thoughts", r(Fusion)), cue("lost myself|himself|herself in", r(Fusion)),
    cue("stopped|quit|stops call~|talk~|visit~|com~|speak~|answer~|touch~", r(Distance)), cue("went|gone|goes|got|get|gets quiet|silent|cold|distant", r(Distance)), cue("hardly|barely|rarely|seldom|scarcely says|talk~|speak~|spoke|sees|said|say|calls|look~|come~", r(Distance)), cue("pull~ away|back", r(Distance)), cue("withdr~|retreat~", r(Distance)), cue("avoid~", r(Distance)), cue("shut~ P out", r(Distance)), cue("keep~|kept|stays to|out himself|herself|myself|of", r(Distance)), cue("keep~|kept to", r(Distance)),
    cue("work~|stay~ late|all", r(Distance)), cue("drift~ apart", r(Distance)), cue("grew|grown|growing apart", r(Distance)), cue("arm's length", r(Distance)), cue("at arm", r(Distance)), cue("silent treatment", r(Distance)), cue("don't|doesn't|didn't|won't|wouldn't really|ever talk", r(Distance)), cue("don't|doesn't|didn't|won't|wouldn't talk", r(Distance)), cue("hid|hides|hiding in", r(Distance)), cue("every saturday|shift|overtime", r(Distance)), cue("headphones", r(Distance)), cue("leaves|left the room", r(Distance)), cue("changes|changed the subject", r(Distance)), cue("in the garage|basement|shed|workshop", r(Distance)), cue("my|his|her own place", r(Distance)), cue("distant|withdrawn", r(Distance)), cue("closed|clos~ off", r(Distance)),
    cue("call~|phone~|ring~|text~|visit~|visiting P every|all|constantly|five|four|three|six|ten|twice|nightly|daily", r(Toward)), cue("call~|visit~|text~ every", r(Toward)), cue("every night|day|weekend|week|evening with|at|over", r(Toward)), cue("spend~|spent every|all|more", r(Toward)), cue("got|grew|get|getting|been closer|close to", r(Toward)), cue("got|grew closer|close", r(Toward)), cue("reached|reach~ out", r(Toward)), cue("cling~|clung", r(Toward)), cue("move~ closer", r(Toward)), cue("follow~ P around|everywhere", r(Toward)), cue("hung the moon", r(Toward)), cue("attached to", r(Toward)), cue("times a day|week", r(Toward)), cue("started|began visiting|calling", r(Toward)),
    cue("step~|back~ back|off", r(Away)), cue("less time with", r(Away)), cue("left the table|church|party|group", r(Away)), cue("needed|needs|asked _ space", r(Away)), cue("moved _ away from", r(Away)), cue("stopped going with|over|along", r(Away)),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_relationship_kind_and_every_variable_has_cues() {
        let kinds: BTreeSet<_> = CUES
            .iter()
            .filter_map(|cue| match cue.codes {
                Codes::Relationship(kind) => Some(kind),
                _ => None,
            })
            .collect();
        assert_eq!(kinds.len(), RelationshipKind::ALL.len());
        for codes in [S, S_DOWN, A, A_DOWN, F, F_UP] {
            assert!(CUES.iter().any(|cue| cue.codes == codes), "{codes:?}");
        }
    }
}
