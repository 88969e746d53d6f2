//! Requests about ground truth and person maps.

use sarf_shared::discussion::{DiscussionId, Uid, VersionId};
use sarf_shared::rpc::{
    ApiError, Approval, ApproveRequest, ApprovedView, MapRequest, MapView, Page, PageRequest, RequestId, VersionRow,
    VersionView,
};

use super::house::{House, api, fault};
use super::views;
use crate::codings::read;
use crate::codings::{self, approve, maps};
use crate::jobs::change;
use crate::records::{DISCUSSION_VERSIONS, DISCUSSIONS, VERSION_STATEMENTS, VERSIONS};
use crate::store::{Fault, Reader, Span, View};

impl House {
    pub(super) async fn approve(
        &self,
        uid: Uid,
        request: RequestId,
        asked: ApproveRequest,
    ) -> Result<Approval, ApiError> {
        self.mutate(uid, request, move |tx, actor| approve::approve(tx, &asked, actor)).await
    }

    pub(super) fn versions(
        &self,
        discussion: Option<DiscussionId>,
        page: PageRequest,
    ) -> Result<Page<VersionRow>, ApiError> {
        let view = self.store.read();
        let known: Vec<u64> = match discussion {
            Some(id) => {
                change::discussion(&view, id).map_err(api)?;
                let all = view.scan(&DISCUSSION_VERSIONS, &Span::of(&id.0).backwards()).map_err(fault)?;
                all.into_iter().map(|((_, version), ())| version).collect()
            }
            None => {
                let all = view.scan(&DISCUSSION_VERSIONS, &Span::all()).map_err(fault)?;
                let mut all: Vec<u64> = all.into_iter().map(|((_, version), ())| version).collect();
                all.sort_unstable_by(|a, b| b.cmp(a));
                all
            }
        };
        let mut items = Vec::new();
        for version in known.iter().skip(page.offset as usize).take(views::limit(page)) {
            items.extend(version_view(&view, VersionId(*version)).map_err(fault)?.map(|view| view.row));
        }
        Ok(Page { items, total: u32::try_from(known.len()).unwrap_or(u32::MAX) })
    }

    pub(super) fn version(&self, id: VersionId) -> Result<VersionView, ApiError> {
        version_view(&self.store.read(), id).map_err(fault)?.ok_or_else(|| no_version(id))
    }

    pub(super) fn approved(&self, id: VersionId, page: PageRequest) -> Result<Page<ApprovedView>, ApiError> {
        let view = self.store.read();
        if view.get(&VERSIONS, &id.0).map_err(fault)?.is_none() {
            return Err(no_version(id));
        }
        let all = view.scan_prefix(&VERSION_STATEMENTS, &id.0).map_err(fault)?;
        Ok(views::page(&all, page, |((_, number), approved)| ApprovedView {
            statement: *number,
            approved: approved.clone(),
        }))
    }

    pub(super) async fn map_person(
        &self,
        uid: Uid,
        request: RequestId,
        asked: MapRequest,
    ) -> Result<Vec<MapView>, ApiError> {
        self.mutate(uid, request, move |tx, actor| maps::change(tx, &asked, actor)).await
    }

    pub(super) fn person_maps(&self, id: DiscussionId, page: PageRequest) -> Result<Page<MapView>, ApiError> {
        let view = self.store.read();
        change::discussion(&view, id).map_err(api)?;
        let all = maps::all(&view, id).map_err(fault)?;
        Ok(views::page(&all, page, Clone::clone))
    }
}

fn no_version(id: VersionId) -> ApiError {
    ApiError::NotFound { what: "version".into(), id: id.to_string(), list: "sarf gt list".into() }
}

fn version_view(view: &Reader, id: VersionId) -> Result<Option<VersionView>, Fault> {
    let Some(version) = view.get(&VERSIONS, &id.0)? else { return Ok(None) };
    let of = view.get(&DISCUSSIONS, &version.discussion.0)?.map_or(0, |discussion| discussion.subject_statements);
    let newest = read::newest_version(view, version.discussion)?;
    Ok(Some(VersionView { row: codings::version_row(&version, newest, of), version }))
}
