//! How much memory a process may have, and has had.

/// Keeps this process from having more memory than `bytes`, as far as the system can do that
/// (Linux counts what is writable and its own); a request beyond it ends the process. Gives
/// whether it is kept.
pub(super) fn limit_memory(bytes: u64) -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = Rlimit {
            current: Some(bytes),
            maximum: Some(bytes),
        };
        setrlimit(Resource::Data, limit).is_ok()
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = bytes;
        false
    }
}

/// Asks the system to end this process when the one that started it ends, so that a paper
/// that hangs does not outlive its batch. Where systems cannot, a worker ends when it finds
/// nobody to answer.
pub(super) fn end_with_parent() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Signal, set_parent_process_death_signal};
        // A system that cannot is one on which the worker lives a little longer.
        let _ = set_parent_process_death_signal(Some(Signal::KILL));
    }
}

/// Starts to count the most memory anew.
pub(super) fn reset_peak() {
    // 5 resets the peak (proc_pid_clear_refs(5)); where it cannot be, the peak is the process's.
    #[cfg(target_os = "linux")]
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The most memory that was in use since then, in bytes.
pub(super) fn peak() -> Option<u64> {
    field("VmHWM:")
}

fn field(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}
