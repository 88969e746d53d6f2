//! What agreement is computed from: discussions, and for each coder the coding of each statement.
//!
//! "Not coded" (`None`) and "coded: nothing there" (empty deltas) are different things: a coder is only compared where they
//! coded. Which codings belong in the sample (provenance, newest revision, filters) is decided by the caller.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Coder;
use crate::pdp::Deltas;

/// The discussions of a selection with their codings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sample {
    /// The discussions, in the order in which they are told of.
    pub discussions: Vec<DiscussionCodings>,
}

/// One discussion as several coders coded it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiscussionCodings {
    /// How the discussion is called; no two of a sample are called the same.
    pub discussion: String,
    /// The subject's name, where it is known: people called so are the subject.
    #[serde(default)]
    pub subject: Option<String>,
    /// The day of the discussion.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// How each of the subject's statements is called, in order.
    pub statements: Vec<String>,
    /// The coders and what each of them coded.
    pub coders: Vec<CoderCodings>,
}

/// What one coder made of a discussion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CoderCodings {
    /// Who.
    pub coder: Coder,
    /// The coding of each statement, in the order of [`DiscussionCodings::statements`]; `None` (and what is missing at
    /// the end) is not coded.
    pub statements: Vec<Option<StatementCoding>>,
}

/// A coder's coding of a statement.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatementCoding {
    /// What the coder coded; empty where they found nothing.
    pub deltas: Deltas,
    /// When, where it is known.
    #[serde(default)]
    pub coded_at: Option<DateTime<Utc>>,
}

impl From<Deltas> for StatementCoding {
    fn from(deltas: Deltas) -> Self {
        StatementCoding { deltas, coded_at: None }
    }
}

impl CoderCodings {
    /// The coding of a statement, by its place.
    pub fn coding(&self, statement: usize) -> Option<&StatementCoding> {
        self.statements.get(statement)?.as_ref()
    }

    /// The places of the statements the coder coded.
    pub fn coded(&self) -> BTreeSet<usize> {
        self.statements.iter().enumerate().filter(|(_, coding)| coding.is_some()).map(|(at, _)| at).collect()
    }
}

/// What is wrong with a sample.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    /// Two discussions are called the same.
    #[error("two discussions are called \"{0}\"; give each a name of its own")]
    RepeatedDiscussion(String),
    /// Two statements of a discussion are called the same.
    #[error("discussion {discussion} has two statements called \"{statement}\"; give each a name of its own")]
    RepeatedStatement {
        /// The discussion.
        discussion: String,
        /// The statement.
        statement: String,
    },
    /// A coder has two codings of a discussion.
    #[error("discussion {discussion} has two codings by {coder}; choose one of them")]
    RepeatedCoder {
        /// The discussion.
        discussion: String,
        /// The coder.
        coder: String,
    },
    /// More codings than statements.
    #[error("{coder} coded {} of discussion {discussion}, which has {statements}", crate::plural::counted(*codings, "statement", "statements"))]
    TooManyStatements {
        /// The discussion.
        discussion: String,
        /// The coder.
        coder: String,
        /// Codings.
        codings: usize,
        /// Statements.
        statements: usize,
    },
    /// A human's name that reads as a model's.
    #[error("a human coder is called \"{0}\", which reads as a model; choose another name")]
    NameOfAModel(String),
}

impl Sample {
    /// Every coder of the sample once: humans by name, then models.
    pub fn coders(&self) -> Vec<Coder> {
        let coders = self.discussions.iter().flat_map(|discussion| &discussion.coders).map(|coding| &coding.coder);
        coders.collect::<BTreeSet<_>>().into_iter().cloned().collect()
    }

    /// Everything that is wrong with the sample.
    pub fn check(&self) -> Vec<SampleError> {
        let mut wrong = Vec::new();
        let mut discussions = BTreeSet::new();
        for discussion in &self.discussions {
            if !discussions.insert(&discussion.discussion) {
                wrong.push(SampleError::RepeatedDiscussion(discussion.discussion.clone()));
            }
            discussion.check(&mut wrong);
        }
        for coder in self.coders() {
            if !coder.is_tellable() {
                wrong.push(SampleError::NameOfAModel(coder.to_string()));
            }
        }
        wrong
    }
}

impl DiscussionCodings {
    fn check(&self, wrong: &mut Vec<SampleError>) {
        let discussion = || self.discussion.clone();
        let mut statements = BTreeSet::new();
        for statement in &self.statements {
            if !statements.insert(statement) {
                wrong.push(SampleError::RepeatedStatement { discussion: discussion(), statement: statement.clone() });
            }
        }
        let mut coders = BTreeSet::new();
        for coding in &self.coders {
            let coder = coding.coder.to_string();
            if !coders.insert(&coding.coder) {
                wrong.push(SampleError::RepeatedCoder { discussion: discussion(), coder: coder.clone() });
            }
            let (codings, statements) = (coding.statements.len(), self.statements.len());
            if codings > statements {
                wrong.push(SampleError::TooManyStatements { discussion: discussion(), coder, codings, statements });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codings(coder: &str, statements: usize) -> CoderCodings {
        CoderCodings { coder: Coder::human(coder), statements: vec![Some(Deltas::default().into()); statements] }
    }

    #[test]
    fn everything_wrong_with_a_sample_is_listed() {
        let bad = DiscussionCodings {
            discussion: "39".into(),
            statements: vec!["1".into(), "1".into()],
            coders: vec![codings("ann", 2), codings("ann", 1), codings("model: x", 3)],
            ..DiscussionCodings::default()
        };
        let wrong = Sample { discussions: vec![bad.clone(), bad] }.check();
        let first = &wrong[..4];
        assert!(matches!(first[0], SampleError::RepeatedStatement { .. }), "{wrong:?}");
        assert!(matches!(first[1], SampleError::RepeatedCoder { .. }));
        assert!(matches!(first[2], SampleError::TooManyStatements { codings: 3, statements: 2, .. }));
        assert_eq!(first[3], SampleError::RepeatedDiscussion("39".into()));
        assert_eq!(wrong.last(), Some(&SampleError::NameOfAModel("model: x".into())));
    }

    #[test]
    fn a_statement_coded_as_empty_is_coded() {
        let mut some = codings("ann", 2);
        some.statements.insert(0, None);
        assert_eq!(some.coded(), BTreeSet::from([1, 2]));
        assert_eq!(some.coding(7), None);
    }
}
