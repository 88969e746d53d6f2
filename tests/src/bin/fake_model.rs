//! A fake model as a process of its own, so that it and its ledger survive the daemon it serves.
//!
//! `fake_model [--port N] [--ledger FILE] [--script FILE] [--delay-ms N]`; prints `listening URL` and serves until ended.

use std::path::PathBuf;

use anyhow::{Context, bail};
use sarf_tests::fake_model::{FakeModel, Script};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (mut port, mut ledger, mut script) = (0, None::<PathBuf>, Script::default());
    while let Some(flag) = arguments.next() {
        let value = arguments.next().with_context(|| format!("{flag} needs a value"))?;
        match flag.as_str() {
            "--port" => port = value.parse().context("--port takes a number")?,
            "--ledger" => ledger = Some(value.into()),
            "--script" => {
                let text = std::fs::read_to_string(&value).with_context(|| format!("{value} cannot be read"))?;
                script = serde_json::from_str(&text).with_context(|| format!("{value} is no script"))?;
            }
            "--delay-ms" => script.delay_ms = value.parse().context("--delay-ms takes a number")?,
            other => bail!("unknown flag {other}"),
        }
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        let model = FakeModel::start_at(port, script, ledger.as_deref()).await?;
        println!("listening {}", model.base_url());
        std::future::pending::<()>().await;
        Ok(())
    })
}
