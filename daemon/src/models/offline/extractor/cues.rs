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
    cue("can't|cannot|couldn't|don't|didn't|doesn't|never|not|barely _ sleep~", S), cue("trouble|problems|difficulty sleep~", S), cue("up all night", S), cue("lie~|lying|lay|sit~|sat _ awake", S),
    cue("sit~|sat there|up till|until", S), cue("tummy|stomach|belly ache|aches|pains|trouble|upset|cramps|problems", S), owned("heart is|was|'s beat~|rac~|pound~|going", S),
    owned("heart goes|went|going crazy|wild|mad|fast|like", S), cue("palpitations", S), cue("begun|begins to drink", S), cue("took|turned|taken to drink|drinking|the|bed", S), cue("took to my|his|her bed", S),
    cue("on the drink|bottle|sauce|booze", S), cue("hit~|hitting the bottle", S), cue("the bottles", S), cue("drank", S), cue("he|she|P drinks", S),
    cue("on drugs|pills|heroin|meth|oxy|painkillers|tablets|antidepressants|medication", S), cue("a drug|drinking problem|habit", S), cue("had|having _ breakdown|collapse|episode", S), cue("breakdown", S),
    cue("in the psych|psychiatric", S), cue("in and out of hospital|hospitals|rehab", S), cue("put in|into hospital", S), cue("stopped|quit|isn't|wasn't|not|won't|wouldn't eating|eat", S), cue("off my|his|her food", S),
    cue("binge~|purging", S), cue("eating disorder", S),
    cue("shingles|sciatica|vertigo|tinnitus|fibromyalgia|migraine|anaemia|anemia|pneumonia|angina|crohn's|endometriosis|psychosis|psychotic|ptsd|ocd|anorexic|bulimic|arrhythmia", S), cue("flare-up|flare-ups|flared", S),
    cue("lay|lies|lying|stayed in bed|the", S), cue("lay in a", S), cue("sleepwalk~", S), cue("stutter~|stammer~", S), cue("pull~ out _ hair", S), owned("hair falling|fell|coming", S),
    cue("cries|crying|cried _ all|every|constantly|daily|for|at|night", S), cue("burst~ into tears", S), cue("can't|couldn't|cannot stop crying|shaking|coughing|scratching", S), cue("can't|couldn't swallow|catch|keep", S),
    cue("took|taken an|a|her|his overdose", S), cue("slept|sleeps all day", S), cue("woke|wakes|waking at|in|up|screaming", S), cue("cutting my|his|her|herself|himself", S), cue("harm~ himself|herself|myself", S),
    cue("self-harm~", S), owned("skin broke|breaking|came", S), owned("back gave|seized|went|spasm~", S), owned("jaw locked|clench~", S), cue("grind~ my|his|her teeth", S), cue("grinding", S),
    cue("had|suffered|took a|the stroke|turn|fit|seizure", S), cue("blacked|blacking out", S), cue("collapsed", S), cue("wheez~", S), cue("nosebleeds", S), cue("bedwetting", S), cue("numb", S),
    cue("can't|couldn't feel my|his|her", S), cue("lost my|his|her voice|appetite|hair", S), cue("hungover", S), cue("sick with", S), cue("been sick|ill|poorly", S), cue("postnatal|postpartum", S),
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
    cue("beside himself|herself|myself", A), cue("up to ninety", A), cue("cat on hot", A), cue("worried to death|sick", A), cue("freak~|freaking", A), cue("dread~", A), cue("panic~", A),
    cue("can't|couldn't|cannot stop checking|thinking|worrying|watching", A), owned("stomach|heart drops|dropped|sinks|sank|knots|turns|churn~", A), cue("a|the knot in", A), cue("waiting for the other", A),
    cue("high|red alert", A), cue("on alert|tenterhooks|pins", A), cue("keyed up", A), cue("in a state|flap|tizzy", A), cue("climbing the walls", A), cue("check~ on P", A), cue("check~ _ three|ten|twice|again", A),
    cue("bite~|biting|chew~ my|his|her|P nails", A), owned("hands shake|shook|sweat~", A), cue("can't|couldn't settle", A), cue("petrified|rattled|spooked|agitated|antsy|edgy|fraught", A), cue("a bundle|bag of nerves", A),
    cue("wouldn't|won't|refus~ _ go in|out", A), cue("going spare", A), cue("losing my|his|her mind", A), cue("watch~ P _ every", A), cue("jumped|jumps every|whenever|at", A), cue("obsess~ over|about|with", A),
    cue("calm~ down", A_DOWN), cue("calmer|relaxed|eased", A_DOWN), cue("anxious|anxiety", A), cue("worried sick", A), cue("worry|worries|worrying|worried", A),
    cue("nervous|nerves", A), cue("scared|afraid|terrified|frightened|dreading", A), cue("on edge", A), cue("jumpy|jittery|tense|restless|fretful|uptight", A),
    cue("jump~ at", A), cue("on eggshells", A), cue("freak~ out", A), cue("can't|couldn't sit|relax|settle still|down", A), cue("can't|couldn't relax|settle", A),
    cue("check~ everything|on|the|every", A), cue("overwhelmed|frantic|panicky|panicked|panicking|hysterical", A), cue("stressed|stressing", A),
    cue("pac~ the|up", A), cue("fret~", A), cue("wound|worked up", A), cue("bit~ _ nails", A), cue("snap~ at", A), cue("lost|losing _ temper", A),
    cue("startle~", A), cue("bracing|braced for", A), cue("won't|wouldn't|can't|couldn't drive|fly|leave", A),
    // Functioning.
    cue("laid off", F), cue("made redundant", F), cue("lost|losing my|his|her|the licence|license|business|job", F), cue("lost _ job|licence", F),
    cue("stopped|quit|stops going|attending|coming|showering|washing|cooking|cleaning|answering|bothering|working", F), cue("quit|dropped|dropping|stopped school|college|uni|university|out|class", F), cue("stop~ _ to go", F),
    cue("miss~ _ days|school|shifts|work|milkings|milking|deadlines|classes", F), cue("made|make|making a|some|stupid|silly mistake|mistakes", F), cue("fail~|flunk~ _ class|math|exam|exams|classes|school|grade|course|year", F),
    cue("academic probation", F), cue("call~ in|out sick", F), cue("let himself|herself go", F), cue("wouldn't|won't|didn't|doesn't|couldn't|can't|never get out|up|dressed", F), cue("got out of bed", F),
    cue("wouldn't|won't leave _ bed|room|house|porch", F), cue("fell|fallen|falling behind", F), cue("in debt|arrears", F), cue("forget~ names|the|where|what|words|things|appointments", F), cue("forgot the|to|my|his|her", F),
    cue("on autopilot", F), cue("through the motions", F), cue("sat|sits|sitting|lies|lay|lying on|in|there _ couch|sofa|chair|recliner|porch|dark|floor", F), cue("sits|sat there", F), cue("staring at", F), cue("burn~ out", F),
    cue("can't|couldn't|cannot _ focus|concentrate|think|work|cope|function|manage|decide", F), cue("useless|hopeless at|since", F), cue("didn't|doesn't lift a", F), cue("paid|pay _ twice", F), cue("took|taken leave|time off", F),
    cue("signed off", F), cue("lost _ thread|interest|the|place", F), cue("fell|fell apart|to bits", F), cue("went to bits", F), cue("got|been promoted", F_UP), cue("got|won a|the promotion", F_UP),
    cue("passed my|his|her|the test|exam|exams|boards", F_UP), cue("went|gone|go back to school|work|college|teaching", F_UP), cue("got|came back _ feet", F_UP), cue("carr~ on working", F_UP),
    cue("start~|set up my|his|her|a own|business", F_UP), cue("holding|kept it together", F_UP), cue("coping well", F_UP), cue("getting|got out more|again", F_UP), cue("slept through", F_UP),
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
    cue("haven't|hasn't|hadn't|never|not exchanged a|one word", r(Cutoff)), cue("don't|doesn't|didn't|won't talk|speak|spoke|talks|speaks to", r(Cutoff)), cue("hasn't|haven't|hadn't|not spoken|talked|spoke|speaking", r(Cutoff)),
    cue("hasn't|haven't|won't _ spoken|talked|called|seen|visited", r(Cutoff)), cue("blocked me|P|my|his|her", r(Cutoff)), cue("on speaking terms", r(Cutoff)), cue("not|never a word since|from|between", r(Cutoff)),
    cue("wrote|written P off", r(Cutoff)), cue("wash~ _ hands of", r(Cutoff)), cue("dead to", r(Cutoff)), cue("won't|wouldn't be in", r(Cutoff)), cue("cut all", r(Cutoff)), cue("cut|cuts me|P|him|her|them|us off", r(Cutoff)),
    cue("never came back", r(Cutoff)), cue("never said|mentioned _ name", r(Cutoff)), cue("wouldn't|won't have P", r(Cutoff)), cue("refus~ to see|speak|talk", r(Cutoff)), cue("sent _ letters back", r(Cutoff)),
    cue("doesn't|don't exist", r(Cutoff)), cue("told P|him|her|them _ calm|calmly|quietly|straight|plainly|directly|simply", r(DefinedSelf)),
    cue("told P|him|her|them i|he|she will|would|can|won't|wouldn't|wasn't|couldn't", r(DefinedSelf)), cue("said|told _ calmly|calm|quietly|plainly", r(DefinedSelf)), cue("drew|draw a line", r(DefinedSelf)),
    cue("stood up to", r(DefinedSelf)), cue("spoke|speak~|said up|my|his|her mind|piece", r(DefinedSelf)), cue("stuck to|by my|his|her guns|word|it", r(DefinedSelf)), cue("own~ up", r(DefinedSelf)),
    cue("without apolog~|yelling|shouting|blaming|arguing|raising", r(DefinedSelf)), cue("wasn't asking", r(DefinedSelf)), cue("said it once|plainly|straight", r(DefinedSelf)), cue("said what i|he|she", r(DefinedSelf)),
    cue("not going to discuss|argue|fight|be", r(DefinedSelf)), cue("i'm not doing", r(DefinedSelf)), cue("really nice about", r(DefinedSelf)), cue("behind closed|the doors|door", r(Inside)), cue("with the door", r(Inside)),
    cue("ganged|gang|gangs up", r(Inside)), cue("two of them|us against", r(Inside)), cue("in cahoots|league", r(Inside)), cue("tell~|told P but|first|before", r(Inside)), cue("whisper~", r(Inside)), cue("thick as", r(Inside)),
    cue("tells|told P everything", r(Inside)), cue("discussed it", r(Inside)), cue("confide~", r(Inside)), cue("allied", r(Inside)), cue("took|takes|taking my|his|her|P side", r(Inside)), cue("sides|sided with", r(Inside)),
    cue("our|their secret", r(Inside)), cue("don't|didn't tell P|your|my", r(Inside)), cue("against me|us|him|her", r(Inside)), cue("left|leaves|shut|shuts|froze|frozen P|me|him|her|us out", r(Outside)),
    cue("not|wasn't|weren't|never invited", r(Outside)), cue("third wheel", r(Outside)), cue("nobody|no-one told|tells P|me|us|him|her", r(Outside)), cue("kept|keep in the dark", r(Outside)), cue("kept from", r(Outside)),
    cue("a spare part|fifth wheel", r(Outside)), cue("taken|took|had P|him|her to|at _ gp|doctor|doctors|specialist|clinic|psychologist|tests", r(Projection)), cue("my|her|his|their project", r(Projection)),
    cue("at P the|all", r(Projection)), cue("couldn't|can't look at anything|anyone", r(Projection)), cue("watches|watched P like|for", r(Projection)), cue("everything|all was|is about P", r(Projection)),
    cue("fixated|fixates|focused|zeroed on|in", r(Projection)), cue("hover~", r(Projection)), cue("on at P|him|her about", r(Projection)), cue("sure|convinced something _ wrong", r(Projection)),
    cue("fill~ out|in _ applications|forms|application", r(Overfunctioning)), cue("cook~|wash~|clean~|shop~ for P", r(Overfunctioning)),
    cue("does|do|did|doing my|his|her|their|the|our|P _ laundry|washing|bills|shift|half|homework|pills|shopping|cooking|books|driving|cleaning|dishes|side|bath|paperwork", r(Overfunctioning)),
    cue("raised P|us|them|me|him|her", r(Overfunctioning)), cue("basically|practically raised", r(Overfunctioning)), cue("brought P|us|me|them up", r(Overfunctioning)),
    cue("ran|run|runs|running the|that|our|two|it house|houses|household|home|family|farm", r(Overfunctioning)), cue("put P|us|them on", r(Overfunctioning)), cue("feed~|fed P|him|her", r(Overfunctioning)),
    cue("bathe~|bath~|dress~ P|him|her", r(Overfunctioning)), cue("pay~|paid _ everything|P|his|her|their|rent|tuition|bills", r(Overfunctioning)), cue("send~|sent|sending money|every|home", r(Overfunctioning)),
    cue("cover~ for P|him|her", r(Overfunctioning)), cue("handl~ everything|the|all|it", r(Overfunctioning)), cue("mother to", r(Overfunctioning)), cue("like|as a mother|parent|father to", r(Overfunctioning)),
    cue("tak~|took P to _ appointments", r(Overfunctioning)), cue("drive~|drove P|him|her everywhere|to", r(Overfunctioning)), cue("arrang~|organis~|organiz~ everything|the|all", r(Overfunctioning)),
    cue("keep~|kept everything|it|us going|together", r(Overfunctioning)), cue("did|does|do everything", r(Overfunctioning)), cue("look~|looked after", r(Overfunctioning)), cue("carr~ P|the family|the house", r(Overfunctioning)),
    cue("bail~ P|him|her out", r(Overfunctioning)), cue("care~|caring for P", r(Overfunctioning)), cue("took|takes|taking charge|care", r(Overfunctioning)), cue("everybody's|everyone's mother", r(Overfunctioning)),
    cue("wait~ for P|my|me|him|her", r(Underfunctioning)), cue("ask~ me|P|him|her for money|what|to", r(Underfunctioning)), cue("lets|let P|me|him|her do|handle|run|take|cook|pay|make", r(Underfunctioning)),
    cue("lives|lived|living off", r(Underfunctioning)), cue("won't|wouldn't|doesn't|didn't|never lift~ a", r(Underfunctioning)), cue("come~|came running to", r(Underfunctioning)), cue("moved back home|in", r(Underfunctioning)),
    cue("hand~ P|me the|everything", r(Underfunctioning)), cue("like a child|baby|toddler", r(Underfunctioning)), cue("do~|does what P|he|she|i'm|i", r(Underfunctioning)), cue("had|have words|words", r(Conflict)),
    cue("had|have|having a|the _ fight|row|falling-out|blowup|argument|set-to", r(Conflict)), cue("fell|fall|falling out with|over", r(Conflict)), cue("falling out|outs", r(Conflict)),
    cue("scream~|yell~|shout~|shouted|yelled at", r(Conflict)), cue("got|get|getting|gets into it", r(Conflict)), cue("at each other", r(Conflict)), cue("lock~ horns", r(Conflict)), cue("at loggerheads|war", r(Conflict)),
    cue("tore into|strips", r(Conflict)), cue("laid|lay|lit into", r(Conflict)), cue("blew|blow|blows up at", r(Conflict)), cue("slamm~", r(Conflict)), cue("quarrel~", r(Conflict)), cue("row|rows|rowed", r(Conflict)),
    cue("fight|fights|fought like|about|over|with|all", r(Conflict)), cue("called P a|names", r(Conflict)), cue("called me|him|her a", r(Conflict)), cue("at it", r(Conflict)), cue("it out with|in|on", r(Conflict)),
    cue("neither of us|them", r(Conflict)), cue("spat|squabbl~|clash~", r(Conflict)), cue("hung up on", r(Conflict)), cue("let~ P have it", r(Conflict)), cue("threw a|the|things|plates at", r(Conflict)),
    cue("picks|picked fights|a", r(Conflict)), cue("on the phone with|to P", r(Toward)), cue("on the phone every|all", r(Toward)),
    cue("call~|ring~|rang|phon~|text~ P|me|him|her _ up|morning|every|daily|six|five|all|day|non-stop|constantly|nightly|twice", r(Toward)), cue("call~|ring~|rang|phon~|text~ every|daily|constantly", r(Toward)),
    cue("drove|flew|drive|drives _ see|be", r(Toward)), cue("came|come|comes to see", r(Toward)), cue("made|make up with", r(Toward)), cue("patch~ it|things up", r(Toward)), cue("got|back in touch|together", r(Toward)),
    cue("reach~ out", r(Toward)), cue("can't|couldn't leave P alone", r(Toward)), cue("wants|want to be near|with", r(Toward)), cue("sleeps|slept|sleeping in|with my|his|her|our", r(Toward)),
    cue("spend~|spent _ time|hours|weekends|evenings with", r(Toward)), cue("lean~ in", r(Toward)), cue("hang~|hung on P|every", r(Toward)), cue("talk~ every|daily", r(Toward)), cue("turn~|turned to P", r(Toward)),
    cue("ran|runs|run to", r(Toward)), cue("back~ off", r(Away)), cue("need~|want~ space|room", r(Away)), cue("took|takes a step", r(Away)), cue("less and less", r(Away)), cue("step~ away", r(Away)), cue("let go of", r(Away)),
    cue("spend~|spent less", r(Away)), cue("do|did|does everything together", r(Fusion)), cue("finish~ each", r(Fusion)), cue("in each other's", r(Fusion)), cue("whole|entire world|life is|was", r(Fusion)),
    cue("all i|he|she have|has|had is|was", r(Fusion)), cue("two peas", r(Fusion)), cue("one brain|mind", r(Fusion)), cue("can't|couldn't tell where", r(Fusion)), cue("live~|lived through P", r(Fusion)),
    cue("quit|stopped|stops|stop talking|calling|visiting|coming|asking|touching|answering", r(Distance)), cue("keeps|kept|keep|stays|stayed|sticks to himself|herself|myself", r(Distance)),
    cue("stays|stayed|stay|stop~ out|late|away", r(Distance)), cue("out|lives|live|living|always|holes|hides|been|sits|stays|disappear~ in|to _ garage|shed|barn|study|shop|basement|workshop|attic|office|den", r(Distance)),
    cue("'s in _ garage|shed|barn|shop|basement|workshop|study", r(Distance)), cue("works|working|worked|at _ late|nights|weekends|overtime|nine|ten", r(Distance)),
    cue("takes|took|taking _ overtime|shifts|shift|rota|nights", r(Distance)), cue("bur~|threw himself|herself|myself in|into", r(Distance)), cue("doesn't|won't|didn't|never look|looks at", r(Distance)),
    cue("doesn't|don't|didn't|won't|never|not answer~|reply|respond|pick~|text~|ring|call|calls", r(Distance)), cue("let~ it|the go|ring", r(Distance)),
    cue("sleep~|slept in|on _ study|couch|sofa|spare|den|guest|another", r(Distance)), cue("separate|twin rooms|beds|bedrooms", r(Distance)), cue("disappear~", r(Distance)),
    cue("never|hardly|barely home|around|there|in", r(Distance)), cue("doesn't|don't|hasn't|haven't|won't come|visit|visited|been", r(Distance)), cue("hasn't|haven't|doesn't|didn't say|said|speak~ _ word|two|much", r(Distance)),
    cue("six|two|three words", r(Distance)), cue("went|goes fishing|quiet|silent", r(Distance)), cue("shuts|shut|clams|clammed down|up", r(Distance)), cue("tunes|tuned out|P", r(Distance)), cue("make~|made excuses", r(Distance)),
    cue("keeps|kept|keep _ distance", r(Distance)), cue("walks|walked|gets|got|leaves|left _ room|table|house", r(Distance)), cue("to his|her room", r(Distance)), cue("won't|wouldn't|doesn't discuss", r(Distance)),
    cue("out to _ garage|shed|barn|yard", r(Distance)), cue("behind a|the newspaper|paper|laptop|screen", r(Distance)), cue("stay~|staying|living at his|her|a|P", r(Distance)), cue("ghost~", r(Distance)),
    cue("went cold|quiet|silent", r(Distance)), cue("don't|doesn't|didn't talk|speak about|of|anymore", r(Distance)), cue("seen only", r(Distance)), cue("keep~ out of", r(Distance)),
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
    cue("work~|stay~ late|all", r(Distance)), cue("drift~ apart", r(Distance)), cue("grew|grown|growing apart", r(Distance)), cue("arm's length", r(Distance)), cue("at arm", r(Distance)), cue("silent treatment", r(Distance)), cue("don't|doesn't|didn't|won't|wouldn't really|ever talk", r(Distance)), cue("don't|doesn't|didn't|won't|wouldn't talk", r(Distance)), cue("hid|hides|hiding in", r(Distance)), cue("every saturday|shift|overtime", r(Distance)), cue("headphones", r(Distance)), cue("leaves|left the room", r(Distance)), cue("changes|changed the subject", r(Distance)), cue("my|his|her own place", r(Distance)), cue("distant|withdrawn", r(Distance)), cue("closed|clos~ off", r(Distance)),
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
