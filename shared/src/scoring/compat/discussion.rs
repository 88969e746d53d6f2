//! A discussion as the published method reads it: statements with the model's deltas, coders' feedback, the diagram.

use serde::Deserialize;

use super::rows::{PersonRow, Rows, Text};
use super::{CompatError, CompatSettings, Prepared};

/// A discussion.
#[derive(Debug, Clone, Deserialize)]
pub struct Discussion<'a> {
    /// Id.
    pub id: i64,
    /// A line about it.
    #[serde(default, borrow)]
    pub summary: Option<Text<'a>>,
    /// Whether a model played the client.
    #[serde(default)]
    pub synthetic: bool,
    /// Statements, in any order.
    #[serde(default, borrow)]
    pub statements: Vec<Statement<'a>>,
    /// Coders' feedback, in the order it was given.
    #[serde(default, borrow)]
    pub feedbacks: Vec<Feedback<'a>>,
    /// The diagram, where there is one.
    #[serde(default, borrow)]
    pub diagram: Option<Diagram<'a>>,
}

/// A statement.
#[derive(Debug, Clone, Deserialize)]
pub struct Statement<'a> {
    /// Id.
    pub id: i64,
    /// Place in the discussion; none counts as 0.
    #[serde(default)]
    pub order: Option<i64>,
    /// Who spoke; only the subject's statements are scored.
    #[serde(default, borrow)]
    pub speaker: Option<Text<'a>>,
    /// What the model proposed.
    #[serde(default, borrow)]
    pub pdp_deltas: Option<Rows<'a>>,
}

impl Statement<'_> {
    /// Whether the subject (the client) speaks.
    pub fn is_subject(&self) -> bool {
        self.speaker.as_deref() == Some("subject")
    }

    fn place(&self) -> (i64, i64) {
        (self.order.unwrap_or(0), self.id)
    }
}

/// What a coder said of a statement.
#[derive(Debug, Clone, Deserialize)]
pub struct Feedback<'a> {
    /// The statement.
    pub statement_id: i64,
    /// The coder.
    #[serde(borrow)]
    pub auditor_id: Text<'a>,
    /// Of what; only "extraction" is a coding.
    #[serde(default, borrow)]
    pub feedback_type: Option<Text<'a>>,
    /// Whether it is approved as ground truth.
    #[serde(default)]
    pub approved: bool,
    /// The coding.
    #[serde(default, borrow)]
    pub edited_extraction: Option<Rows<'a>>,
}

impl Feedback<'_> {
    /// Whether it is a coding.
    pub fn is_extraction(&self) -> bool {
        self.feedback_type.as_deref() == Some("extraction")
    }
}

/// The committed family, as far as scoring looks at it, and its pending pool.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Diagram<'a> {
    /// Committed people.
    #[serde(default, borrow)]
    pub people: Vec<PersonRow<'a>>,
    /// The staged pool.
    #[serde(default, borrow)]
    pub pdp: Option<Rows<'a>>,
}

/// Whose codings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coder<'c> {
    /// The model's deltas.
    Model,
    /// A coder's feedback.
    Named(&'c str),
}

impl<'a> Discussion<'a> {
    /// The subject's statements in order.
    pub fn subject_statements(&self) -> Vec<&Statement<'a>> {
        let mut statements: Vec<_> = self.statements.iter().filter(|statement| statement.is_subject()).collect();
        statements.sort_by_key(|statement| statement.place());
        statements
    }

    /// A coder's coding of a statement; the last one given counts.
    pub fn coding<'r>(&'r self, statement: &'r Statement<'a>, coder: Coder<'_>) -> Option<&'r Rows<'a>> {
        match coder {
            Coder::Model => statement.pdp_deltas.as_ref(),
            Coder::Named(name) => self.feedback(statement, name)?.edited_extraction.as_ref(),
        }
    }

    /// The last feedback with a coding that a coder gave on a statement.
    pub(super) fn feedback(&self, statement: &Statement<'a>, coder: &str) -> Option<&Feedback<'a>> {
        self.feedbacks.iter().rev().find(|feedback| {
            feedback.statement_id == statement.id && feedback.is_extraction() && &*feedback.auditor_id == coder
        })
    }

    /// The coder of the first approved coding; all codings of this coder are the truth, approved or not.
    pub fn truth_coder(&self) -> Result<&str, CompatError> {
        self.feedbacks
            .iter()
            .find(|feedback| feedback.is_extraction() && feedback.approved)
            .map(|feedback| &*feedback.auditor_id)
            .ok_or(CompatError::NoApprovedTruth { discussion: self.id })
    }

    /// A coder's codings in the order of the statements, up to and with those that have the order of `up_to`.
    pub fn codings<'r>(
        &'r self,
        coder: Coder<'_>,
        up_to: Option<i64>,
        settings: &CompatSettings,
    ) -> Result<Vec<Prepared<'r, 'a>>, CompatError> {
        let last = up_to.and_then(|id| self.statements.iter().find(|statement| statement.id == id));
        let last = last.map(|statement| statement.order.unwrap_or(0));
        (self.subject_statements().into_iter())
            .filter(|statement| last.is_none_or(|last| statement.order.unwrap_or(0) <= last))
            .filter_map(|statement| self.coding(statement, coder))
            .map(|rows| Prepared::new(rows, settings))
            .collect()
    }
}
