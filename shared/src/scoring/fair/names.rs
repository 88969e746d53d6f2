//! What a person's name says: words of a real name, a relation to somebody, or that it is the subject.
//!
//! "Aunt Pam" is a name with a relation, "Sarah's mother" a relation to Sarah and no name at all, "Jim's friend" neither:
//! it is only ever equal to itself. Words are compared without case and punctuation.

use super::hash;
use super::roles::Role;
use crate::family::kinship;

/// What the subject is called when not by name.
const SUBJECT: &[&str] =
    &["client", "user", "me", "myself", "self", "i", "subject", "the client", "speaker", "patient"];
/// What the coach is called when not by name.
const COACH: &[&str] = &["coach", "assistant", "the coach"];
/// Words that stand where a name is not known.
const NO_NAME: &[&str] = &["unknown", "unnamed", "?", "n/a", "none", "unknown name", "no name"];
/// Titles that are no part of a name.
const TITLES: &[&str] = &["dr", "mr", "mrs", "ms", "miss", "sir", "madam", "prof"];

/// From whom a relation is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Anchor {
    /// The subject.
    Subject,
    /// Somebody with a name, given as its content.
    Named(u64),
}

/// A relation a name states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Claim {
    pub from: Anchor,
    pub role: Role,
}

/// A word of a name: its content, for comparing, and where it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word {
    content: u64,
    from: u32,
    to: u32,
    /// A bit for each letter (its last six bits).
    letters: u64,
    length: u32,
}

/// A name, read once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Name {
    text: String,
    given: Vec<Word>,
    last: Vec<Word>,
    /// The relation it states.
    pub said: Option<Claim>,
    /// Whether it is a word for the subject.
    pub is_subject: bool,
    /// Whether it is a word for the coach.
    pub is_coach: bool,
    /// A description that is neither name nor relation: equal only to itself.
    opaque: bool,
    /// The content; equal for names that mean the same.
    pub content: u64,
    words: u64,
}

/// The names of the subject, for telling "Sarah's mother" from another Sarah's.
#[derive(Debug, Default)]
pub(super) struct SubjectNames {
    names: Vec<Name>,
    /// Equal for the same texts.
    pub content: u64,
}

impl SubjectNames {
    /// Reads what the subject is called; the words for "subject" are known anyhow.
    pub fn new<'n>(names: impl Iterator<Item = (Option<&'n str>, Option<&'n str>)> + Clone) -> Self {
        let content = SubjectNames::content_of(names.clone());
        let names = names.map(|(name, last)| Name::plain(name.unwrap_or_default(), last));
        SubjectNames { names: names.filter(|name| !name.given.is_empty()).collect(), content }
    }

    /// A number for the texts: the same names, the same number.
    pub fn content_of<'n>(names: impl Iterator<Item = (Option<&'n str>, Option<&'n str>)>) -> u64 {
        let text = |text: Option<&str>| text.map_or(0, hash::text);
        names.fold(0, |sum, (name, last)| hash::then(sum, hash::then(text(name), text(last))))
    }

    /// Whether a name is the subject's own, or a part of it.
    pub fn has(&self, name: &Name) -> bool {
        name.said.is_none() && !name.opaque && self.names.iter().any(|own| own.is_same_or_part(name))
    }

    fn means(&self, text: &str) -> bool {
        SUBJECT.contains(&text) || self.has(&Name::plain(text, None))
    }
}

impl Name {
    /// Reads a name and a family name.
    pub fn read_text(name: &str, last: Option<&str>, subject: &SubjectNames) -> Name {
        let simple = name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let text = if simple { name.to_ascii_lowercase() } else { tidy(name) };
        if text.is_empty() || NO_NAME.contains(&text.as_str()) {
            return Name::plain("", last).finished();
        }
        let is_subject = SUBJECT.contains(&text.as_str());
        if is_subject || COACH.contains(&text.as_str()) {
            return Name { is_subject, is_coach: !is_subject, ..Name::default() }.finished();
        }
        if simple {
            // The common case: one word, a kin word or a name.
            return match kinship::kin(&text).and_then(|row| Role::of_words(row.path)) {
                Some(role) => Name::related(Claim { from: Anchor::Subject, role }, "", last),
                None => Name::plain(&text, last),
            }
            .finished();
        }
        Name::phrase(&text, last, subject).finished()
    }

    /// A text of several words.
    fn phrase(text: &str, last: Option<&str>, subject: &SubjectNames) -> Name {
        let (main, remark) = parts(text);
        if let Some(remark) = remark.as_deref() {
            let of = remark.strip_prefix("of ").or_else(|| remark.strip_suffix("'s"));
            if let Some(claim) = of.and_then(|of| Claim::of(&main, of, subject)) {
                return Name::related(claim, "", last);
            }
            return match (Claim::read(&main, subject), Claim::read(remark, subject)) {
                (Some(claim), None) => Name::related(claim, remark, last),
                (None, Some(claim)) => Name::related(claim, &main, last),
                (Some(claim), Some(_)) => Name::related(claim, "", last),
                (None, None) => Name::prefixed(&format!("{main} {remark}"), last),
            };
        }
        if let Some(claim) = Claim::read(&main, subject) {
            return Name::related(claim, "", last);
        }
        if main.contains("'s ") || main.contains(" of ") {
            let mut name = Name::plain(&main, last);
            name.opaque = true;
            return name;
        }
        Name::prefixed(&main, last)
    }

    /// A name that may have a kin word before it.
    fn prefixed(text: &str, last: Option<&str>) -> Name {
        let mut gaps = text.match_indices(' ').map(|(at, _)| at);
        let gaps = [gaps.next(), gaps.next(), gaps.next()];
        for gap in gaps.into_iter().rev().flatten() {
            let (before, after) = text.split_at(gap);
            let role = kinship::kin(before).and_then(|row| Role::of_words(row.path));
            if let Some(role) = role {
                return Name::related(Claim { from: Anchor::Subject, role }, after, last);
            }
        }
        Name::plain(text, last)
    }

    fn related(claim: Claim, rest: &str, last: Option<&str>) -> Name {
        Name { said: Some(claim), ..Name::plain(rest, last) }
    }

    /// Words only; every word counts as given but those of the family name.
    fn plain(name: &str, last: Option<&str>) -> Name {
        let mut text = tidy(name);
        let split = text.len();
        if let Some(last) = last.map(tidy).filter(|last| !last.is_empty()) {
            text.push(' ');
            text.push_str(&last);
        }
        let mut words: Vec<Word> = Vec::with_capacity(4);
        let (mut given_count, mut start) = (0, 0);
        for piece in text.split(' ') {
            let (from, to) = (start, start + piece.len());
            start = to + 1;
            if piece.is_empty() || TITLES.contains(&piece) {
                continue;
            }
            let letters = piece.chars().fold(0u64, |letters, c| letters | 1 << (u32::from(c) & 63));
            let length = piece.chars().count() as u32;
            let word = Word { content: hash::text(piece), from: from as u32, to: to as u32, letters, length };
            if from < split || split == 0 && from == 0 && last.is_none() {
                given_count += 1;
            }
            words.push(word);
        }
        let last: Vec<Word> = words.split_off(given_count.min(words.len()));
        let mut given = words;
        if given.len() > 1 {
            // The family name may stand in the name as well.
            given.retain(|word| !last.iter().any(|other| other.content == word.content));
        }
        Name { text, given, last, ..Name::default() }
    }

    fn finished(mut self) -> Name {
        let mut words = self.given.iter().chain(&self.last).fold(0u64, |sum, word| sum.wrapping_add(word.content));
        if self.opaque {
            words = hash::then(words, hash::text(&self.text));
        }
        self.words = words;
        let said = self.said.map_or(0, |claim| {
            let from = match claim.from {
                Anchor::Subject => 1,
                Anchor::Named(content) => content,
            };
            hash::then(from, claim.role.content())
        });
        self.content = hash::then(hash::then(words, said), u64::from(self.is_subject) << 1 | u64::from(self.is_coach));
        self
    }

    /// Whether there is a real name in it.
    pub fn has_words(&self) -> bool {
        !self.given.is_empty() || !self.last.is_empty()
    }

    /// Whether it says nothing at all.
    pub fn is_nothing(&self) -> bool {
        !self.has_words() && self.said.is_none()
    }

    /// The content of the first given word, by which others may call the person.
    pub fn first_word(&self) -> Option<u64> {
        if self.opaque { None } else { self.given.first().map(|word| word.content) }
    }

    /// Whether the two have the same words.
    #[cfg(test)]
    pub fn same_words(&self, other: &Name) -> bool {
        self.has_words() && self.words == other.words
    }

    fn all(&self) -> impl Iterator<Item = &Word> {
        self.given.iter().chain(&self.last)
    }

    fn has_word(&self, word: &Word) -> bool {
        self.all().any(|other| other.content == word.content)
    }

    fn is_same_or_part(&self, other: &Name) -> bool {
        let first = match (self.given.first(), other.given.first()) {
            (Some(one), Some(two)) => one.content == two.content,
            _ => false,
        };
        first && (self.all().all(|word| other.has_word(word)) || other.all().all(|word| self.has_word(word)))
    }

    fn str_of(&self, word: &Word) -> &str {
        self.text.get(word.from as usize..word.to as usize).unwrap_or_default()
    }

    /// How alike two real names are, in thousandths; 1000 only for the same words. `None`: names of different people.
    ///
    /// 900: one is the other with more words. 800: the same first name. 700: they share another given name. Else the
    /// first names are compared letter by letter, 780 where one begins the other.
    pub fn alike(&self, other: &Name, limit_percent: u32) -> Option<u32> {
        if self.words == other.words {
            return Some(1000);
        }
        if self.opaque || other.opaque {
            return None;
        }
        let (Some(mine), Some(theirs)) = (self.given.first(), other.given.first()) else {
            // Only a family name on one side at least.
            let shared =
                self.last.iter().any(|word| other.has_word(word)) || other.last.iter().any(|word| self.has_word(word));
            return shared.then_some(600);
        };
        let same_first = mine.content == theirs.content;
        if self.given.len() == 1 && other.given.len() == 1 && !same_first {
            return self.first_names_alike(mine, other, theirs, limit_percent);
        }
        let part = |inner: &Name, outer: &Name| inner.all().all(|word| outer.has_word(word));
        if part(self, other) || part(other, self) {
            return Some(900);
        }
        if same_first {
            return Some(800);
        }
        let family = |name: &Name, word: &Word| {
            name.last.is_empty() && name.given.len() > 1 && name.given.last().is_some_and(|w| w.content == word.content)
        };
        let shares_given = self.given.iter().any(|word| {
            !(family(self, word) && family(other, word))
                && other.given.iter().any(|their| their.content == word.content)
        });
        if shares_given {
            return Some(700);
        }
        self.first_names_alike(mine, other, theirs, limit_percent)
    }

    /// How alike the letters of two names are, in percent, rounded down; for telling the nearest.
    pub fn percent(&self, other: &Name) -> u32 {
        let total = self.text.chars().count() + other.text.chars().count();
        if total == 0 {
            return 0;
        }
        let distance = rapidfuzz::distance::indel::distance(self.text.chars(), other.text.chars());
        (100 * total.saturating_sub(distance) / total) as u32
    }

    fn first_names_alike(&self, mine: &Word, other: &Name, theirs: &Word, limit_percent: u32) -> Option<u32> {
        let total = mine.length + theirs.length;
        // Every letter that only one of the two has costs at least one of the total.
        let unshared = (mine.letters ^ theirs.letters).count_ones();
        let (shorter, longer) = (mine.length.min(theirs.length), mine.length.max(theirs.length));
        let may_begin = shorter >= 3 && shorter < longer;
        if 100 * total.saturating_sub(unshared) < limit_percent * total && !may_begin {
            return None;
        }
        let (one, two) = (self.str_of(mine), other.str_of(theirs));
        if may_begin && (one.starts_with(two) || two.starts_with(one)) {
            return Some(780);
        }
        if 100 * total.saturating_sub(unshared) < limit_percent * total {
            return None;
        }
        let distance = rapidfuzz::distance::indel::distance(one.chars(), two.chars()) as u32;
        let alike = total.saturating_sub(distance);
        (100 * alike >= limit_percent * total).then(|| 700 * alike / total)
    }
}

impl Claim {
    /// A text that is a relation and nothing else.
    fn read(text: &str, subject: &SubjectNames) -> Option<Claim> {
        if let Some(path) = kinship::relation(text) {
            return Some(Claim { from: Anchor::Subject, role: Role::of_words(&path)? });
        }
        // To look whether it is there costs less than to look for the place.
        if text.contains(" of ")
            && let Some((whom, of)) = text.split_once(" of ")
        {
            return Claim::of(whom, of, subject);
        }
        if !text.contains('\'') {
            return None;
        }
        let (of, whom) = text.split_once("'s ").or_else(|| {
            let (of, whom) = text.split_once("s' ")?;
            Some((text.get(..of.len() + 1)?, whom))
        })?;
        Claim::of(whom, of, subject)
    }

    /// `whom` (a kin phrase) of `of` (the subject, another relative, or somebody by name).
    fn of(whom: &str, of: &str, subject: &SubjectNames) -> Option<Claim> {
        let path = kinship::relation(whom)?;
        let of = of.trim();
        if subject.means(of) || matches!(of, "my" | "mine") {
            return Some(Claim { from: Anchor::Subject, role: Role::of_words(&path)? });
        }
        if let Some(mut before) = kinship::relation(of) {
            before.extend(path);
            return Some(Claim { from: Anchor::Subject, role: Role::of_words(&before)? });
        }
        let owner = Name::prefixed(of, None).first_word()?;
        Some(Claim { from: Anchor::Named(owner), role: Role::of_words(&path)? })
    }
}

/// The text outside and inside of brackets; what follows a comma counts as inside.
fn parts(text: &str) -> (String, Option<String>) {
    if let Some((main, rest)) = text.split_once('(') {
        let inside = rest.split(')').next().unwrap_or_default().trim();
        return (main.trim().to_owned(), (!inside.is_empty()).then(|| inside.to_owned()));
    }
    match text.split_once(',') {
        Some((main, rest)) => (main.trim().to_owned(), Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty())),
        None => (text.to_owned(), None),
    }
}

/// Lower case, straight apostrophes, single spaces; only letters, digits, apostrophes, hyphens, brackets and commas stay.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    if text.is_ascii() {
        // The same, without looking letters up in the tables of all scripts.
        for byte in text.bytes() {
            match byte {
                b'`' => tidied.push('\''),
                b'\'' | b'-' | b'(' | b')' | b',' | b'?' | b'/' => tidied.push(char::from(byte)),
                byte if byte.is_ascii_alphanumeric() => tidied.push(char::from(byte.to_ascii_lowercase())),
                _ if tidied.is_empty() || tidied.ends_with(' ') => {}
                _ => tidied.push(' '),
            }
        }
        tidied.truncate(tidied.trim_end().len());
        return tidied;
    }
    for c in text.chars() {
        let c = match c {
            '\u{2018}' | '\u{2019}' | '`' => '\'',
            c if c.is_alphanumeric() || matches!(c, '\'' | '-' | '(' | ')' | ',' | '?' | '/') => c,
            // Marks that belong to the letter before them.
            '\u{300}'..='\u{36F}' => c,
            _ => ' ',
        };
        match c {
            ' ' if tidied.is_empty() || tidied.ends_with(' ') => {}
            c => tidied.extend(c.to_lowercase()),
        }
    }
    tidied.truncate(tidied.trim_end().len());
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_sarah(text: &str) -> Name {
        let subject = SubjectNames::new([(Some("Sarah Miller"), None)].into_iter());
        Name::read_text(text, None, &subject)
    }

    fn alike(a: &str, b: &str) -> Option<u32> {
        of_sarah(a).alike(&of_sarah(b), 76)
    }

    #[test]
    fn one_role_has_one_content_however_it_is_called() {
        let mom = of_sarah("Mom");
        for text in [
            "mother",
            "Mother (of Sarah)",
            "Sarah's mother",
            "Client's mother",
            "my mom",
            "Mother of Sarah Miller",
            "User's mom",
            "SARAH\u{2019}S MOTHER",
            " Mom. ",
            "Mother (Sarah's)",
        ] {
            assert_eq!(of_sarah(text).content, mom.content, "{text}");
        }
        for text in ["Dad", "Sarah", "Jim's mother", "Mom's mother", "Mother-in-law", "Mom Carol", ""] {
            assert_ne!(of_sarah(text).content, mom.content, "{text}");
        }
    }

    #[test]
    fn plain_letters_are_tidied_like_all_others() {
        for byte in 0..128u8 {
            let c = char::from(byte);
            for text in [format!("{c}"), format!("A{c}b"), format!("{c}{c} B{c}"), format!(" a {c}  B ")] {
                let by_all_scripts = tidy(&format!("{text}\u{e9}"));
                assert_eq!(
                    Some(tidy(&text).as_str()),
                    by_all_scripts.strip_suffix('\u{e9}').map(str::trim_end),
                    "{c:?}"
                );
            }
        }
    }

    #[test]
    fn a_relation_is_no_name() {
        for text in ["Sarah's mother", "Jim's Ex", "Mom's sister", "Client's maternal grandmother"] {
            let name = of_sarah(text);
            assert!(!name.has_words() && name.said.is_some(), "{text}");
        }
        assert_eq!(of_sarah("Jim's ex").content, of_sarah("ex of Jim").content);
        assert_ne!(of_sarah("Jim's ex").content, of_sarah("Tim's ex").content);
    }

    #[test]
    fn a_kin_word_before_or_behind_a_name_is_told_from_it() {
        for text in ["Aunt Pam", "Pam (aunt)", "Aunt (Pam)", "Pam, my aunt", "aunt Pam"] {
            let name = of_sarah(text);
            assert_eq!(name.said, of_sarah("aunt").said, "{text}");
            assert!(name.same_words(&of_sarah("Pam")), "{text}");
        }
    }

    #[test]
    fn real_names_are_compared_word_by_word_and_only_the_same_words_are_equal() {
        assert_eq!(alike("Carol Smith", "smith carol"), Some(1000));
        assert_eq!(alike("William", "William Patrick"), Some(900));
        assert_eq!(alike("Ann Smith", "Ann Jones"), Some(800));
        assert_eq!(alike("Rob", "Robert"), Some(780));
        // Nine of ten letters stay: 700 * 8 / 10.
        assert_eq!(alike("Cathy", "Kathy"), Some(560));
        for (a, b) in [("Ann Smith", "Bob Smith"), ("Mary", "Mark"), ("Carol", "Linda"), ("Jim's friend", "Jim")] {
            assert_eq!(alike(a, b), None, "{a} {b}");
        }
        assert_eq!(alike("Jim's friend", "JIM'S FRIEND"), Some(1000));
    }

    #[test]
    fn a_family_name_may_stand_apart() {
        let subject = SubjectNames::default();
        let apart = Name::read_text("Ann", Some("Lee"), &subject);
        let together = Name::read_text("Ann Lee", None, &subject);
        assert_eq!(apart.alike(&together, 76), Some(1000));
        assert_eq!(apart.content, together.content);
        assert_eq!(Name::read_text("Ann Lee", Some("Lee"), &subject).content, together.content);
        let only = Name::read_text("", Some("Lee"), &subject);
        assert_eq!(only.alike(&together, 76), Some(600));
        assert!(only.has_words() && !only.is_nothing());
    }

    #[test]
    fn the_subject_is_known_by_every_word_for_it() {
        for text in ["Client", "user", "Me", "self"] {
            assert!(of_sarah(text).is_subject, "{text}");
        }
        let names = SubjectNames::new([(Some("Sarah Miller"), None)].into_iter());
        assert!(names.has(&of_sarah("Sarah")) && names.has(&of_sarah("Sarah Miller")));
        assert!(!names.has(&of_sarah("Sarah Jones")) && !names.has(&of_sarah("Sarah's mother")));
        for text in ["", "?", "Unknown"] {
            assert!(of_sarah(text).is_nothing(), "{text}");
        }
    }
}
