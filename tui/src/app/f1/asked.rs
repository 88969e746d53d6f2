//! One thing asked of the daemon: what is wished, what is on its way, what was answered last. What is shown stays until
//! its successor is there, so that nothing flickers; an answer that was overtaken is dropped.

/// What came of an asking.
#[derive(Debug, Clone, PartialEq)]
pub enum Got<T> {
    /// The answer.
    Value(T),
    /// The daemon says why there is none.
    Refused(String),
    /// No word of the daemon: it is not there, or too slow. What was known stays.
    Silence(String),
}

/// A thing asked for by a key.
#[derive(Debug, Clone)]
pub struct Asked<K, T> {
    wished: Option<K>,
    sent: Option<K>,
    shown: Option<(K, Result<T, String>)>,
    old: bool,
    number: u64,
}

impl<K, T> Default for Asked<K, T> {
    fn default() -> Self {
        Asked { wished: None, sent: None, shown: None, old: false, number: 0 }
    }
}

impl<K: Clone + PartialEq, T> Asked<K, T> {
    /// Says what is to be shown; `None`: nothing any more.
    pub fn wish(&mut self, key: Option<K>) {
        if self.wished != key {
            self.old = true;
            self.wished = key;
        }
    }

    /// What is shown may have changed: it is asked for again.
    pub fn outdate(&mut self) {
        self.old = true;
    }

    /// Nothing that is on its way counts any more.
    pub fn restart(&mut self) {
        (self.sent, self.old) = (None, true);
        self.number += 1;
    }

    /// What is to be asked for now, with the number its answer must bear.
    pub fn ask(&mut self) -> Option<(u64, K)> {
        if self.sent.is_some() || !self.old {
            return None;
        }
        let key = self.wished.clone()?;
        (self.sent, self.old) = (Some(key.clone()), false);
        self.number += 1;
        Some((self.number, key))
    }

    /// Takes an answer; says whether it counted.
    pub fn answer(&mut self, number: u64, got: Got<T>) -> bool {
        let Some(key) = self.sent.take_if(|_| number == self.number) else { return false };
        match got {
            Got::Value(value) => self.shown = Some((key, Ok(value))),
            Got::Refused(why) => self.shown = Some((key, Err(why))),
            Got::Silence(why) => {
                if self.shown.as_ref().is_none_or(|(shown, _)| *shown != key) {
                    self.shown = Some((key, Err(why)));
                }
            }
        }
        true
    }

    /// The last answer, whatever is wished by now.
    pub fn shown(&self) -> Option<&(K, Result<T, String>)> {
        self.shown.as_ref()
    }

    /// The last answer's value.
    pub fn value(&self) -> Option<&T> {
        self.shown.as_ref().and_then(|(_, result)| result.as_ref().ok())
    }

    /// Whether what is shown is what is wished.
    pub fn is_current(&self) -> bool {
        self.shown.as_ref().map(|(key, _)| key) == self.wished.as_ref()
    }

    /// Whether what is shown is what is wished, with nothing newer asked for or to be asked for.
    pub fn is_settled(&self) -> bool {
        self.is_current() && self.sent.is_none() && !self.old
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_made_while_one_is_on_its_way_are_asked_for_once_and_the_last_one_wins() {
        let mut asked: Asked<u8, &str> = Asked::default();
        assert_eq!(asked.ask(), None, "nothing is wished");
        asked.wish(Some(1));
        assert_eq!(asked.ask(), Some((1, 1)));
        asked.wish(Some(2));
        asked.wish(Some(3));
        assert_eq!(asked.ask(), None, "one at a time");
        assert!(asked.answer(1, Got::Value("one")));
        assert_eq!((asked.value(), asked.is_current()), (Some(&"one"), false));
        assert_eq!(asked.ask(), Some((2, 3)));
        assert!(asked.answer(2, Got::Value("three")));
        assert_eq!((asked.value(), asked.is_current()), (Some(&"three"), true));
        assert_eq!(asked.ask(), None);
    }

    #[test]
    fn an_answer_of_an_earlier_life_is_dropped_and_silence_takes_nothing_away() {
        let mut asked: Asked<u8, &str> = Asked::default();
        asked.wish(Some(1));
        asked.ask();
        asked.restart();
        assert!(!asked.answer(1, Got::Value("old")));
        let (number, _) = asked.ask().unwrap();
        asked.answer(number, Got::Value("new"));
        asked.outdate();
        let (number, _) = asked.ask().unwrap();
        asked.answer(number, Got::Silence("gone".into()));
        assert_eq!(asked.value(), Some(&"new"), "kept");
        assert_eq!(asked.ask(), None, "and not asked for without end");
        asked.outdate();
        let (number, _) = asked.ask().unwrap();
        asked.answer(number, Got::Refused("no truth".into()));
        assert_eq!(asked.value(), None, "the daemon's word counts");
    }
}
