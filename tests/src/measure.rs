//! What the benchmark programs share: quantiles, and the disk a figure was measured on with its bare sync time beside it.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Milliseconds with their decimals.
pub fn ms(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}

/// The `q`-quantile of some durations in milliseconds (0.5: median); 0 for none.
pub fn quantile(times: &mut [Duration], q: f64) -> f64 {
    times.sort_unstable();
    let place = ((times.len().saturating_sub(1)) as f64 * q).round();
    // Within the length, so neither lossy nor negative.
    times.get(place as usize).copied().map_or(0.0, ms)
}

/// The file system a folder lies on, and the median of an append of 600 bytes with its sync there.
pub fn disk(folder: &Path) -> io::Result<Value> {
    let path = folder.join("bare-sync");
    let mut file = File::create(&path)?;
    let mut times = Vec::new();
    for _ in 0..200 {
        let begun = Instant::now();
        file.write_all(&[7; 600])?;
        file.sync_data()?;
        times.push(begun.elapsed());
    }
    std::fs::remove_file(&path)?;
    Ok(json!({ "file_system": file_system(folder)?, "bare_append_and_sync_ms": quantile(&mut times, 0.5) }))
}

/// The type of the mount a folder lies on, as the kernel names it.
fn file_system(folder: &Path) -> io::Result<String> {
    let folder = folder.canonicalize()?;
    let mounts = std::fs::read_to_string("/proc/mounts")?;
    let mut best = (0, String::from("unknown"));
    for line in mounts.lines() {
        let mut fields = line.split(' ').skip(1);
        if let (Some(place), Some(kind)) = (fields.next(), fields.next())
            && folder.starts_with(place)
            && place.len() >= best.0
        {
            best = (place.len(), kind.to_owned());
        }
    }
    Ok(best.1)
}
