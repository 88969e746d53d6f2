//! What the model client adds to a call: a fake model that answers after 50 ms, 16 calls at the same time. Prints the
//! milliseconds over the 50 of a call, at the median and at the 99th percentile.

use std::time::{Duration, Instant};

use sarf_daemon::models::Role;
use sarf_daemon::models::llm::Http;
use sarf_tests::fake_model::{FakeModel, Script};
use sarf_tests::model_kit::{call, model_at};

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let fake = FakeModel::start(Script::default()).await?;
        let http = Http::new();
        for role in [Role::Coach, Role::Client, Role::Extractor] {
            let model = model_at(&fake.base_url(), role, "", "", &http);
            let calls = (0..16_u32).map(|lane| {
                let model = model.clone();
                tokio::spawn(async move {
                    let mut over = Vec::new();
                    for turn in 0..40 {
                        let started = Instant::now();
                        call(&model, role, lane * 100 + turn).await?;
                        over.push(started.elapsed().saturating_sub(Duration::from_millis(50)).as_secs_f64() * 1e3);
                    }
                    anyhow::Ok(over)
                })
            });
            let mut over = Vec::new();
            for lane in futures::future::join_all(calls).await {
                over.extend(lane??);
            }
            over.sort_by(f64::total_cmp);
            let at = |share: usize| over.get(over.len() * share / 100).copied().unwrap_or_default();
            println!("{role}: {} calls, {:.2} ms over at the median, {:.2} ms at p99", over.len(), at(50), at(99));
        }
        Ok(())
    })
}
