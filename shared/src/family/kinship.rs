//! The one table of kinship words: word forms, the relation they name, its gender and generation.
//!
//! Whoever reads relations from text, writes them into text, or names a relative whose name is not known yet uses this
//! table, so that a placeholder (`Client's mother`) has one form everywhere. It knows words, not families: who the
//! relative is, and on which side an unspecified grandparent stands, is decided by the reader.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::Gender;

/// What the subject is called in a placeholder.
pub const SUBJECT_ROLE: &str = "Client";

/// How one person is tied to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// Mother or father.
    Parent,
    /// Shares both parents, as far as is said.
    Sibling,
    /// Shares one parent.
    HalfSibling,
    /// Child of a parent's partner.
    StepSibling,
    /// Son or daughter.
    Child,
    /// Husband or wife.
    Spouse,
    /// Divorced or former husband or wife.
    FormerSpouse,
    /// Partner without marriage: boyfriend, girlfriend.
    Partner,
    /// Engaged partner.
    Engaged,
    /// Former partner without marriage; also a bare "ex".
    FormerPartner,
    /// A parent of a parent, the side not said.
    Grandparent,
    /// A sibling of a parent, the side not said; also an uncle or aunt by marriage.
    ParentSibling,
    /// A child of a parent's sibling.
    Cousin,
    /// A child of a sibling.
    SiblingChild,
    /// A child of a child.
    Grandchild,
    /// A sibling of the spouse or a spouse of a sibling, which of them not said.
    SiblingInLaw,
    /// A pregnancy that was lost.
    Loss,
}

/// One step of a relation: the tie and, where the word tells it, the gender of the person it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// The tie.
    pub tie: Tie,
    /// Gender of the person the step leads to.
    pub gender: Option<Gender>,
}

impl Step {
    /// A step.
    pub const fn new(tie: Tie, gender: Option<Gender>) -> Self {
        Step { tie, gender }
    }

    /// Towards the mother.
    pub const MOTHER: Step = Step::new(Tie::Parent, F);
    /// Towards the father.
    pub const FATHER: Step = Step::new(Tie::Parent, M);

    /// Generations upward (1 = a generation older, -1 = a generation younger).
    pub const fn generation(self) -> i8 {
        match self.tie {
            Tie::Parent | Tie::ParentSibling => 1,
            Tie::Grandparent => 2,
            Tie::Child | Tie::SiblingChild | Tie::Loss => -1,
            Tie::Grandchild => -2,
            _ => 0,
        }
    }
}

const F: Option<Gender> = Some(Gender::Female);
const M: Option<Gender> = Some(Gender::Male);
const N: Option<Gender> = None;

/// A row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Kin {
    /// The word used when the program writes the relation.
    pub word: &'static str,
    /// Every other singular form, in lower case.
    pub forms: &'static [&'static str],
    /// Plural forms, in lower case.
    pub plurals: &'static [&'static str],
    /// The steps from the person whose relative it is.
    pub path: &'static [Step],
    /// May stand alone as a name for the speaker's own relative ("Mom called", "Gram died").
    pub address: bool,
    /// May stand before a first name ("Aunt Pam", "Grandpa Vern").
    pub before_name: bool,
}

impl Kin {
    /// Gender of the relative, where the word tells it.
    pub fn gender(&self) -> Option<Gender> {
        self.path.last().and_then(|step| step.gender)
    }

    /// Generations upward from the person whose relative it is.
    pub fn generation(&self) -> i8 {
        self.path.iter().map(|step| step.generation()).sum()
    }

    /// The word and its forms.
    pub fn singulars(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.word).chain(self.forms.iter().copied())
    }
}

const fn step(tie: Tie, gender: Option<Gender>) -> Step {
    Step::new(tie, gender)
}

const MO: Step = Step::MOTHER;
const FA: Step = Step::FATHER;

macro_rules! kin {
    ($word:literal, [$($form:literal),*], [$($plural:literal),*], [$($step:expr),+], $address:literal, $before:literal) => {
        Kin { word: $word, forms: &[$($form),*], plurals: &[$($plural),*], path: &[$($step),+], address: $address, before_name: $before }
    };
}

/// The table. Where two rows have the same path the first is the one that is written.
#[rustfmt::skip]
pub static KIN: &[Kin] = &[
    kin!("mother", ["mammy", "mami", "nanay", "maman", "amma", "mutti", "eomma", "mams", "mum-mum", "adoptive mother", "biological mother", "mom", "mum", "mommy", "mummy", "mama", "momma", "mamma", "ma", "mam", "mam\u{e1}", "birth mother", "stay-at-home mom"], ["mothers", "moms"], [MO], true, false),
    kin!("father", ["papi", "tatay", "appa", "abba", "vati", "old man", "pappa", "heit", "dadda", "adoptive father", "biological father", "dad", "daddy", "papa", "pa", "pop", "da", "tata", "birth father"], ["fathers", "dads"], [FA], true, false),
    kin!("parent", [], ["parents", "folks"], [step(Tie::Parent, N)], false, false),
    kin!("sister", ["sis", "kid sister", "baby sister", "big sister", "little sister", "twin sister"], ["sisters"], [step(Tie::Sibling, F)], false, false),
    kin!("brother", ["bro", "kid brother", "baby brother", "big brother", "little brother", "twin brother"], ["brothers"], [step(Tie::Sibling, M)], false, false),
    kin!("sibling", ["twin"], ["siblings", "twins"], [step(Tie::Sibling, N)], false, false),
    kin!("half-sister", ["half sister"], ["half-sisters", "half sisters"], [step(Tie::HalfSibling, F)], false, false),
    kin!("half-brother", ["half brother"], ["half-brothers", "half brothers"], [step(Tie::HalfSibling, M)], false, false),
    kin!("half-sibling", ["half sibling"], ["half-siblings", "half siblings"], [step(Tie::HalfSibling, N)], false, false),
    kin!("stepsister", ["step-sister", "step sister"], ["stepsisters", "step-sisters"], [step(Tie::StepSibling, F)], false, false),
    kin!("stepbrother", ["step-brother", "step brother"], ["stepbrothers", "step-brothers"], [step(Tie::StepSibling, M)], false, false),
    kin!("daughter", ["girl", "little girl", "baby girl"], ["daughters", "girls"], [step(Tie::Child, F)], false, false),
    kin!("son", ["boy", "little boy", "baby boy"], ["sons", "boys"], [step(Tie::Child, M)], false, false),
    kin!("child", ["little one", "bairn", "kiddo", "kid", "oldest", "eldest", "youngest", "firstborn"], ["children", "kids"], [step(Tie::Child, N)], false, false),
    kin!("wife", ["better half", "missus"], ["wives"], [step(Tie::Spouse, F)], false, false),
    kin!("husband", ["hubby"], ["husbands"], [step(Tie::Spouse, M)], false, false),
    kin!("spouse", [], ["spouses"], [step(Tie::Spouse, N)], false, false),
    kin!("ex-wife", ["ex wife", "former wife", "first wife", "late wife"], ["ex-wives"], [step(Tie::FormerSpouse, F)], false, false),
    kin!("ex-husband", ["ex husband", "former husband", "first husband", "late husband"], ["ex-husbands"], [step(Tie::FormerSpouse, M)], false, false),
    kin!("girlfriend", ["lady friend"], ["girlfriends"], [step(Tie::Partner, F)], false, false),
    kin!("boyfriend", ["fella"], ["boyfriends"], [step(Tie::Partner, M)], false, false),
    kin!("fianc\u{e9}e", ["fiancee"], [], [step(Tie::Engaged, F)], false, false),
    kin!("fianc\u{e9}", ["fiance"], [], [step(Tie::Engaged, M)], false, false),
    kin!("partner", ["significant other"], ["partners"], [step(Tie::Partner, N)], false, false),
    kin!("ex-girlfriend", ["ex girlfriend", "former girlfriend", "old girlfriend"], ["ex-girlfriends"], [step(Tie::FormerPartner, F)], false, false),
    kin!("ex-boyfriend", ["ex boyfriend", "former boyfriend", "old boyfriend"], ["ex-boyfriends"], [step(Tie::FormerPartner, M)], false, false),
    kin!("ex", ["ex-partner", "ex partner", "former partner"], ["exes"], [step(Tie::FormerPartner, N)], false, false),
    kin!("maternal grandmother", ["maternal grandma", "mother's mother"], [], [MO, MO], false, false),
    kin!("maternal grandfather", ["maternal grandpa", "mother's father"], [], [MO, FA], false, false),
    kin!("paternal grandmother", ["paternal grandma", "father's mother"], [], [FA, MO], false, false),
    kin!("paternal grandfather", ["paternal grandpa", "father's father"], [], [FA, FA], false, false),
    kin!("grandmother", ["nanny", "granma", "big mama", "maw maw", "me-maw", "mee-maw", "grandmom", "grandmama", "grandmum", "ammamma", "babunia", "grandma", "gran", "granny", "gram", "grammy", "grammie", "gramma", "nana", "nan", "nanna", "nonna", "oma", "omi", "abuela", "abuelita", "bubbe", "mamaw", "meemaw", "memaw", "mawmaw", "babcia", "yiayia", "lola", "halmoni", "nain", "mamgu", "mormor", "farmor", "avo", "vovo", "beppe", "babushka", "baba", "babi", "nani", "dadi", "halmeoni", "teta", "sitti", "tutu", "mimi", "maw-maw", "mam-gu", "memere", "m\u{e9}m\u{e9}", "ouma", "popo"], ["grandmothers", "grandmas"], [step(Tie::Grandparent, F)], true, true),
    kin!("grandfather", ["granda", "grandda", "big daddy", "paw paw", "pappy", "grandpappy", "grandpop", "dziadzio", "thatha", "nonnino", "grandpa", "granddad", "grandad", "grandaddy", "gramps", "grampa", "grampy", "opa", "abuelo", "abuelito", "papaw", "pawpaw", "peepaw", "pop-pop", "poppop", "zayde", "nonno", "taid", "tadcu", "dziadek", "lolo", "morfar", "farfar", "bampi", "bampa", "pake", "dedushka", "deda", "dida", "pappou", "haraboji", "harabeoji", "jiddo", "geddo", "granddaddy", "pops", "paw-paw", "tad-cu", "pepere", "p\u{e9}p\u{e9}", "oupa", "gong-gong", "saba"], ["grandfathers", "grandpas"], [step(Tie::Grandparent, M)], true, true),
    kin!("grandparent", [], ["grandparents"], [step(Tie::Grandparent, N)], false, false),
    kin!("maternal aunt", ["mother's sister"], ["maternal aunts"], [MO, step(Tie::Sibling, F)], false, false),
    kin!("maternal uncle", ["mother's brother"], ["maternal uncles"], [MO, step(Tie::Sibling, M)], false, false),
    kin!("paternal aunt", ["father's sister"], ["paternal aunts"], [FA, step(Tie::Sibling, F)], false, false),
    kin!("paternal uncle", ["father's brother"], ["paternal uncles"], [FA, step(Tie::Sibling, M)], false, false),
    kin!("aunt", ["tita", "titi", "khala", "ciocia", "antie", "auntie", "aunty", "tia", "t\u{ed}a", "tante", "modryb"], ["aunts", "aunties"], [step(Tie::ParentSibling, F)], false, true),
    kin!("uncle", ["tito", "wujek", "unc", "tio", "t\u{ed}o", "oom", "ewythr"], ["uncles"], [step(Tie::ParentSibling, M)], false, true),
    kin!("cousin", ["first cousin"], ["cousins"], [step(Tie::Cousin, N)], false, true),
    kin!("niece", [], ["nieces"], [step(Tie::SiblingChild, F)], false, false),
    kin!("nephew", [], ["nephews"], [step(Tie::SiblingChild, M)], false, false),
    kin!("granddaughter", ["grand-daughter"], ["granddaughters"], [step(Tie::Grandchild, F)], false, false),
    kin!("grandson", ["grand-son"], ["grandsons"], [step(Tie::Grandchild, M)], false, false),
    kin!("grandchild", ["grandkid", "grandbaby"], ["grandchildren", "grandkids"], [step(Tie::Grandchild, N)], false, false),
    kin!("stepmother", ["stepmom", "step-mom", "step-mother", "stepmum", "step mom", "step mother"], ["stepmothers"], [FA, step(Tie::Spouse, F)], false, false),
    kin!("stepfather", ["stepdad", "step-dad", "step-father", "step dad", "step father"], ["stepfathers"], [MO, step(Tie::Spouse, M)], false, false),
    kin!("stepdaughter", ["step-daughter", "step daughter"], ["stepdaughters"], [step(Tie::Spouse, N), step(Tie::Child, F)], false, false),
    kin!("stepson", ["step-son", "step son"], ["stepsons"], [step(Tie::Spouse, N), step(Tie::Child, M)], false, false),
    kin!("mother-in-law", ["mother in law"], ["mothers-in-law"], [step(Tie::Spouse, N), MO], false, false),
    kin!("father-in-law", ["father in law"], ["fathers-in-law"], [step(Tie::Spouse, N), FA], false, false),
    kin!("in-law", [], ["in-laws"], [step(Tie::Spouse, N), step(Tie::Parent, N)], false, false),
    kin!("sister-in-law", ["sister in law"], ["sisters-in-law"], [step(Tie::SiblingInLaw, F)], false, false),
    kin!("brother-in-law", ["brother in law"], ["brothers-in-law"], [step(Tie::SiblingInLaw, M)], false, false),
    kin!("son-in-law", ["son in law"], ["sons-in-law"], [step(Tie::Child, F), step(Tie::Spouse, M)], false, false),
    kin!("daughter-in-law", ["daughter in law"], ["daughters-in-law"], [step(Tie::Child, M), step(Tie::Spouse, F)], false, false),
    kin!("great-grandmother", ["great grandmother", "great-grandma", "great-gran"], ["great-grandmothers"], [step(Tie::Grandparent, N), MO], false, false),
    kin!("great-grandfather", ["great grandfather", "great-grandpa", "great-granddad"], ["great-grandfathers"], [step(Tie::Grandparent, N), FA], false, false),
    kin!("great-aunt", ["great aunt", "grand-aunt"], ["great-aunts"], [step(Tie::Grandparent, N), step(Tie::Sibling, F)], false, false),
    kin!("great-uncle", ["great uncle", "grand-uncle"], ["great-uncles"], [step(Tie::Grandparent, N), step(Tie::Sibling, M)], false, false),
    kin!("miscarriage", ["pregnancy loss", "stillbirth", "stillborn"], ["miscarriages"], [step(Tie::Loss, Some(Gender::Miscarriage))], false, false),
    kin!("abortion", ["termination"], ["abortions"], [step(Tie::Loss, Some(Gender::Abortion))], false, false),
];

/// The row a singular word or phrase belongs to, whatever its case; curly apostrophes count as straight ones.
pub fn kin(word: &str) -> Option<&'static Kin> {
    static BY_FORM: LazyLock<HashMap<&'static str, &'static Kin>> =
        LazyLock::new(|| KIN.iter().flat_map(|row| row.singulars().map(move |form| (form, row))).collect());
    BY_FORM.get(&*normal(word)).copied()
}

/// The row a plural word belongs to, whatever its case.
pub fn kin_plural(word: &str) -> Option<&'static Kin> {
    let word = normal(word);
    KIN.iter().find(|row| row.plurals.contains(&&*word))
}

/// As the table is written. Nearly all words come so already, and are asked for by the thousand.
fn normal(word: &str) -> Cow<'_, str> {
    let word = word.trim();
    match word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        true => Cow::Borrowed(word),
        false => Cow::Owned(word.to_lowercase().replace('\u{2019}', "'")),
    }
}

/// Words that may stand before a kinship word without changing the relation.
const QUALIFIERS: &[&str] = &[
    "older",
    "younger",
    "elder",
    "eldest",
    "oldest",
    "youngest",
    "middle",
    "twin",
    "second",
    "third",
    "fourth",
    "new",
    "current",
    "late",
    "first",
    "only",
    "big",
    "little",
    "baby",
    "kid",
    "own",
    "biological",
    "adoptive",
    "adopted",
    "estranged",
    "first-born",
    "my",
    "his",
    "her",
    "the",
    "a",
    "client's",
];

/// Words that make a tie a former one.
const FORMER: &[&str] = &["former", "ex", "ex-", "late", "first"];

/// Reads a relation to the subject as personas state it (`mother's younger sister`, `husband`, `maternal grandmother`).
///
/// What follows a comma or stands in parentheses is a remark and is not read. `self` is the empty path. `None`: not a
/// relation this table knows.
pub fn relation(text: &str) -> Option<Vec<Step>> {
    let text = normal(text);
    let head = text.split([',', ';', '(']).next().unwrap_or_default().trim();
    if matches!(head, "self" | "client" | "subject") {
        return Some(Vec::new());
    }
    if let Some(row) = kin(head) {
        return Some(row.path.to_vec());
    }
    // To look whether it is there costs less than to look for the place.
    if head.contains(" of ")
        && let Some((whom, of)) = head.split_once(" of ")
    {
        let mut path = relation(of)?;
        path.extend(relation(whom)?);
        return Some(path);
    }
    let mut path = Vec::new();
    let mut rest = Some(head);
    while let Some(text) = rest {
        let (part, after) = match text.contains('\'') {
            true => text.split_once("'s ").map_or((text, None), |(part, after)| (part, Some(after))),
            false => (text, None),
        };
        rest = after;
        let (former, row) = qualified(part)?;
        path.extend(row.path.iter().map(|step| match (former, step.tie) {
            (true, Tie::Spouse) => Step { tie: Tie::FormerSpouse, ..*step },
            (true, Tie::Partner | Tie::Engaged) => Step { tie: Tie::FormerPartner, ..*step },
            _ => *step,
        }));
    }
    Some(path)
}

/// A kinship word or phrase with any qualifiers before it, and whether these make the tie a former one.
fn qualified(part: &str) -> Option<(bool, &'static Kin)> {
    let words: Cow<'_, str> = match part.contains("  ") || part.contains(|c: char| c.is_whitespace() && c != ' ') {
        true => Cow::Owned(part.split_whitespace().collect::<Vec<_>>().join(" ")),
        false => Cow::Borrowed(part.trim()),
    };
    let (mut rest, mut former) = (&*words, false);
    while !rest.is_empty() {
        if let Some(row) = kin(rest) {
            return Some((former, row));
        }
        let (word, after) = rest.split_once(' ')?;
        let makes_former = FORMER.contains(&word);
        if !makes_former && !QUALIFIERS.contains(&word) {
            return None;
        }
        (rest, former) = (after, former || makes_former);
    }
    None
}

/// A relation in words: `mother`, `maternal grandmother's brother`. The empty path is the subject's role.
pub fn phrase(path: &[Step]) -> String {
    let mut words: Vec<&str> = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let row = KIN
            .iter()
            .filter(|row| leads(row.path, rest))
            .reduce(|best, row| if row.path.len() > best.path.len() { row } else { best });
        match row {
            Some(row) => {
                words.push(row.word);
                rest = rest.get(row.path.len()..).unwrap_or_default();
            }
            // A step whose gender has no word of its own is written without it.
            None => {
                words.push("relative");
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    words.join("'s ")
}

/// Whether a row's path is the beginning of `rest`; inside the path an unsaid gender stands for either, so that a
/// husband's father is a father-in-law.
fn leads(path: &[Step], rest: &[Step]) -> bool {
    let inner = path.len().saturating_sub(1);
    path.len() <= rest.len()
        && path
            .iter()
            .zip(rest)
            .enumerate()
            .all(|(i, (row, said))| row == said || (i < inner && row.tie == said.tie && row.gender.is_none()))
}

/// How a relative is called whose name was not said: `Client's maternal grandmother`.
pub fn placeholder(path: &[Step]) -> String {
    if path.is_empty() { SUBJECT_ROLE.to_owned() } else { format!("{SUBJECT_ROLE}'s {}", phrase(path)) }
}

/// The placeholder of a relative of somebody whose name is known: `Keith's ex-wife`.
pub fn placeholder_of(whose: &str, path: &[Step]) -> String {
    if path.is_empty() { whose.to_owned() } else { format!("{whose}'s {}", phrase(path)) }
}

/// Whether a name is a placeholder, of the subject's or of another person's relative.
pub fn is_placeholder(name: &str) -> bool {
    name.replace('\u{2019}', "'").rsplit_once("'s ").is_some_and(|(_, word)| kin(word).is_some() || word == "relative")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_form_belongs_to_one_row_only() {
        let mut seen = BTreeSet::new();
        for row in KIN {
            for form in row.singulars().chain(row.plurals.iter().copied()) {
                assert!(seen.insert(form), "\"{form}\" stands in two rows");
                assert_eq!(form, form.to_lowercase());
            }
        }
    }

    #[test]
    fn words_give_gender_and_generation() {
        for (word, gender, generation) in [
            ("Mom", F, 1),
            ("Papaw", M, 2),
            ("stepdad", M, 1),
            ("cousin", N, 0),
            ("nephew", M, -1),
            ("great-aunt", F, 2),
            ("mother-in-law", F, 1),
            ("son", M, -1),
        ] {
            let row = kin(word).unwrap();
            assert_eq!((row.gender(), row.generation()), (gender, generation), "{word}");
        }
        assert!(kin("moped").is_none());
        assert_eq!(kin_plural("kids").unwrap().word, "child");
    }

    #[test]
    fn stated_relations_are_read_and_written_in_one_form() {
        for (stated, written) in [
            ("self", "Client"),
            ("mother", "Client's mother"),
            ("mother's younger sister", "Client's maternal aunt"),
            ("maternal grandmother", "Client's maternal grandmother"),
            ("mother's mother", "Client's maternal grandmother"),
            ("fiancee's maternal grandmother", "Client's fianc\u{e9}e's maternal grandmother"),
            ("husband's older brother", "Client's husband's brother"),
            ("half-brother, son of Kurt and Shelly", "Client's half-brother"),
            ("stepmother, father's second wife", "Client's stepmother"),
            ("mother's former partner", "Client's mother's ex"),
            ("husband's father", "Client's father-in-law"),
            ("father-in-law", "Client's father-in-law"),
            ("wife of maternal uncle", "Client's maternal uncle's wife"),
        ] {
            let path = relation(stated).unwrap_or_else(|| panic!("{stated}"));
            assert_eq!(placeholder(&path), written);
            assert!(stated == "self" || is_placeholder(written), "{written}");
        }
        assert_eq!(relation("Pam's former husband"), None);
        assert!(!is_placeholder("Margaret"));
        assert!(!is_placeholder("O'Neil"));
    }
}
