//! Requests about codings: who coded what, and the codings of one coder.

use sarf_shared::coding::{CoderName, Coding};
use sarf_shared::discussion::{Discussion, DiscussionId};
use sarf_shared::pdp::Deltas;
use sarf_shared::rpc::{ApiError, CodedView, CoderRow, Page, PageRequest, ProvenanceCounts, RevisionRow};

use super::house::{House, api, fault};
use super::views;
use crate::codings::approve::the_coder;
use crate::codings::read;
use crate::jobs::change;
use crate::records::{CODERS, DISCUSSIONS, HUMAN_CODINGS};
use crate::store::{Fault, Reader, Span, View};

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl House {
    pub(super) fn coders(
        &self,
        discussion: Option<DiscussionId>,
        page: PageRequest,
    ) -> Result<Page<CoderRow>, ApiError> {
        let view = self.store.read();
        let known = match discussion {
            Some(id) => {
                change::discussion(&view, id).map_err(api)?;
                view.scan_prefix(&CODERS, &id.0).map_err(fault)?
            }
            None => view.scan(&CODERS, &Span::all()).map_err(fault)?,
        };
        let wanted = known.iter().skip(page.offset as usize).take(views::limit(page));
        let mut items = Vec::new();
        for ((id, _), coder) in wanted {
            if let Some(discussion) = view.get(&DISCUSSIONS, id).map_err(fault)? {
                items.push(coder_row(&view, &discussion, coder.clone()).map_err(fault)?);
            }
        }
        Ok(Page { items, total: small(known.len()) })
    }

    pub(super) fn codings(
        &self,
        id: DiscussionId,
        name: &CoderName,
        page: PageRequest,
    ) -> Result<Page<CodedView>, ApiError> {
        let view = self.store.read();
        change::discussion(&view, id).map_err(api)?;
        let coder = the_coder(&view, id, name).map_err(api)?;
        let mut chains: Vec<(u32, Vec<Coding>)> = Vec::new();
        for ((.., number, _), coding) in view.scan_prefix(&HUMAN_CODINGS, &(id.0, coder.key())).map_err(fault)? {
            match chains.last_mut() {
                Some((last, chain)) if *last == number => chain.push(coding),
                _ => chains.push((number, vec![coding])),
            }
        }
        Ok(views::page(&chains, page, |(number, chain)| coded_view(*number, chain)))
    }
}

fn coded_view(statement: u32, chain: &[Coding]) -> CodedView {
    let revisions = chain.iter().map(|coding| {
        let Deltas { people, pair_bonds, events, delete } = &coding.deltas;
        RevisionRow {
            revision: coding.revision,
            provenance: coding.provenance,
            at: coding.at,
            stored_by: coding.stored_by,
            file: coding.file.clone(),
            items: [people.len(), pair_bonds.len(), events.len(), delete.len()].map(small),
        }
    });
    let last = chain.last();
    CodedView {
        statement,
        deltas: last.map(|coding| coding.deltas.clone()).unwrap_or_default(),
        revisions: revisions.collect(),
        kept: last.map(|coding| coding.kept.clone()).unwrap_or_default(),
    }
}

fn coder_row(view: &Reader, discussion: &Discussion, coder: sarf_shared::coding::Coder) -> Result<CoderRow, Fault> {
    let id = discussion.id;
    let truth = match read::newest_version(view, id)? {
        Some(version) => view.get(&crate::records::VERSIONS, &version.0)?,
        None => None,
    };
    let mut row = CoderRow {
        discussion: id,
        statements: 0,
        of: discussion.subject_statements,
        provenance: ProvenanceCounts::default(),
        revisions: 0,
        approved: 0,
        last: Default::default(),
        coder,
    };
    let mut counts = std::collections::BTreeMap::new();
    for ((.., number, revision), coding) in view.scan_prefix(&HUMAN_CODINGS, &(id.0, row.coder.key()))? {
        row.revisions += 1;
        row.last = row.last.max(coding.at);
        counts.insert(number, (revision, coding.provenance));
    }
    row.statements = small(counts.len());
    for (number, (revision, provenance)) in counts {
        row.provenance.add(provenance);
        let source = truth.as_ref().and_then(|truth| truth.sources.get(&number));
        if source.is_some_and(|source| source.coder == row.coder && source.revision == revision) {
            row.approved += 1;
        }
    }
    Ok(row)
}
