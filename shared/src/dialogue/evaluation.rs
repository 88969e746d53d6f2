//! All evaluations of one discussion together, as they are stored and shown.

use serde::{Deserialize, Serialize};

use super::{
    ArcScore, ClientRealism, CoachQuality, DataPoint, IntakeCoverage, TranscriptCoverage, Turn, client_realism,
    coach_quality, intake_coverage, transcript_coverage,
};
use crate::family::{Family, ItemId};

/// What the evaluators said; a part is absent until its input exists (a complete talk, a persona, an extracted family).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Evaluation {
    /// How the coach did; the column "quality".
    #[serde(default)]
    pub quality: Option<CoachQuality>,
    /// What of the persona's data points was asked about; the column "asked".
    #[serde(default)]
    pub asked: Option<TranscriptCoverage>,
    /// How the synthetic client did; "realism".
    #[serde(default)]
    pub realism: Option<ClientRealism>,
    /// What the family covers; the column "intake".
    #[serde(default)]
    pub intake: Option<IntakeCoverage>,
}

/// The synthetic client's side of a talk.
#[derive(Debug, Clone, Copy)]
pub struct SyntheticClient<'a> {
    /// What the persona could be asked about.
    pub data_points: &'a [DataPoint],
    /// How its arc was judged.
    pub arc: ArcScore,
}

impl Evaluation {
    /// Evaluates what exists: the turns of a complete talk, the client if it was synthetic, the family if it has been
    /// extracted.
    pub fn of(turns: &[Turn<'_>], client: Option<SyntheticClient<'_>>, family: Option<&Family>) -> Self {
        Evaluation {
            quality: Some(coach_quality(turns)),
            asked: client.map(|client| transcript_coverage(turns, client.data_points)),
            realism: client.map(|client| client_realism(turns, client.arc)),
            intake: family.map(|family| intake_coverage(family, ItemId::SUBJECT)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_absent_until_its_input_exists() {
        let turns = [Turn::subject("I sleep badly."), Turn::coach("Since when?")];
        let talk = Evaluation::of(&turns, None, None);
        assert!(talk.quality.is_some() && talk.asked.is_none() && talk.realism.is_none() && talk.intake.is_none());
        let client = SyntheticClient { data_points: &[], arc: ArcScore::TooFew };
        let all = Evaluation::of(&turns, Some(client), Some(&Family::default()));
        assert!(all.asked.is_some() && all.realism.is_some() && all.intake.is_some());
    }

    #[test]
    fn an_evaluation_stored_before_a_part_existed_is_read() {
        assert_eq!(serde_json::from_str::<Evaluation>("{}").ok(), Some(Evaluation::default()));
    }
}
