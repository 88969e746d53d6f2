//! Requests about scores. The work is done on threads of its own; nothing here waits for the store's writer.

use sarf_shared::discussion::DiscussionId;
use sarf_shared::rpc::{
    AgainstPrevious, AgreementRequest, ApiError, CompareRequest, CompareView, F1DiscussionView, F1View, HistoryView,
    ItemPair, ItemsRequest, Page, PageRequest, Resampling, ScoreFilter,
};
use sarf_shared::scoring::agreement::AgreementReport;

use super::house::{House, api, internal};
use crate::jobs::Refusal;
use crate::scoring::Scorer;

impl House {
    async fn scored<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Scorer) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, ApiError> {
        let scorer = self.scorer.clone();
        scorer.catch_up().await;
        scorer.drop_when_idle();
        let done = tokio::task::spawn_blocking(move || work(&scorer)).await;
        done.map_err(|error| internal(&error.to_string()))?.map_err(api)
    }

    pub(super) async fn f1(
        &self,
        filter: ScoreFilter,
        resampling: Resampling,
        page: PageRequest,
    ) -> Result<F1View, ApiError> {
        self.scored(move |scorer| scorer.f1(&filter, resampling, page)).await
    }

    pub(super) async fn f1_discussion(
        &self,
        id: DiscussionId,
        filter: ScoreFilter,
        page: PageRequest,
    ) -> Result<F1DiscussionView, ApiError> {
        self.scored(move |scorer| scorer.f1_discussion(id, &filter, page)).await
    }

    pub(super) async fn f1_items(&self, request: ItemsRequest, page: PageRequest) -> Result<Page<ItemPair>, ApiError> {
        self.scored(move |scorer| scorer.f1_items(&request, page)).await
    }

    pub(super) async fn f1_compare(&self, request: CompareRequest, page: PageRequest) -> Result<CompareView, ApiError> {
        self.scored(move |scorer| scorer.f1_compare(&request, page)).await
    }

    pub(super) async fn f1_history(
        &self,
        filter: ScoreFilter,
        resampling: Resampling,
    ) -> Result<HistoryView, ApiError> {
        self.scored(move |scorer| scorer.f1_history(&filter, resampling)).await
    }

    pub(super) async fn f1_previous(
        &self,
        filter: ScoreFilter,
        resampling: Resampling,
    ) -> Result<Option<AgainstPrevious>, ApiError> {
        self.scored(move |scorer| scorer.f1_previous(&filter, resampling)).await
    }

    pub(super) async fn agreement(&self, request: AgreementRequest) -> Result<AgreementReport, ApiError> {
        self.scored(move |scorer| scorer.agreement(&request)).await
    }
}
