//! CPU time and memory of this process.

use std::time::Duration;

use cpu_time::ProcessTime;

/// Runs `work` so many times; the last result, and the median CPU time.
pub fn median<T>(times: usize, mut work: impl FnMut() -> T) -> (T, Duration) {
    let mut spent = Vec::with_capacity(times);
    loop {
        let start = ProcessTime::now();
        let result = work();
        spent.push(start.elapsed());
        if spent.len() >= times {
            spent.sort_unstable();
            return (result, spent[spent.len() / 2]);
        }
    }
}

/// A line of `/proc/self/status` in MiB, such as `VmHWM`; none where there is no such file.
pub fn memory_mib(line: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let value = status.lines().find_map(|l| l.strip_prefix(line)?.strip_prefix(':'))?;
    Some(value.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}
