//! A part of a batch that is as good as any other: which papers it has depends on their names
//! alone, so that papers that are added move none of the others.

use sha2::{Digest, Sha256};

/// One of `count` parts, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1 to `count`.
    pub index: u64,
    /// How many there are.
    pub count: u64,
}

impl Shard {
    /// A part as it is written: `2/7`, or `auto` and `auto/7`, for which `variable` gives the
    /// environment's variables.
    ///
    /// # Errors
    ///
    /// A sentence if it is neither, or the environment does not tell.
    pub fn parse(text: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let (index, count) = match text.split_once('/') {
            Some((index, count)) => (index, Some(count)),
            None => (text, None),
        };
        let count = match count {
            Some(count) => Some(number(count).ok_or_else(|| format!("`{count}` is no number of parts"))?),
            None => None,
        };
        let shard = if index == "auto" {
            from_environment(count, variable)?
        } else {
            let count = count.ok_or("a part looks like `2/7`, or `auto` in an array of jobs")?;
            let index =
                number(index).ok_or_else(|| format!("`{index}` is no part; the first is `1/{count}`"))?;
            Self { index, count }
        };
        if shard.count == 0 || !(1..=shard.count).contains(&shard.index) {
            return Err(format!(
                "there is no part {} of {}; the first is 1",
                shard.index, shard.count
            ));
        }
        Ok(shard)
    }

    /// Whether a paper is in it.
    pub fn has(&self, id: &str) -> bool {
        let digest = Sha256::digest(id.as_bytes());
        let first = digest
            .iter()
            .take(8)
            .fold(0u64, |number, &byte| number << 8 | u64::from(byte));
        first % self.count == self.index - 1
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

/// Which part an array of jobs has given to this process.
fn from_environment(count: Option<u64>, variable: impl Fn(&str) -> Option<String>) -> Result<Shard, String> {
    let value = |name: &str| variable(name).and_then(|text| number(&text));
    // Kubernetes (Indexed Job): the first is 0, and nobody says how many there are.
    if let Some(index) = value("JOB_COMPLETION_INDEX") {
        let count =
            count.ok_or("JOB_COMPLETION_INDEX does not say how many parts there are; write `auto/N`")?;
        return Ok(Shard {
            index: index + 1,
            count,
        });
    }
    // AWS Batch (array job): the first is 0.
    if let Some(index) = value("AWS_BATCH_JOB_ARRAY_INDEX") {
        let count = count
            .or_else(|| value("AWS_BATCH_JOB_ARRAY_SIZE"))
            .ok_or("AWS_BATCH_JOB_ARRAY_SIZE does not say how many parts there are; write `auto/N`")?;
        return Ok(Shard {
            index: index + 1,
            count,
        });
    }
    // Slurm (--array): the first is what the user chose, in steps of one or more.
    if let Some(id) = value("SLURM_ARRAY_TASK_ID") {
        let first = value("SLURM_ARRAY_TASK_MIN").unwrap_or(0);
        let step = value("SLURM_ARRAY_TASK_STEP").unwrap_or(1).max(1);
        let count = count
            .or_else(|| value("SLURM_ARRAY_TASK_COUNT"))
            .ok_or("SLURM_ARRAY_TASK_COUNT does not say how many parts there are; write `auto/N`")?;
        let index = id.saturating_sub(first) / step + 1;
        return Ok(Shard { index, count });
    }
    Err("no array of jobs has set its variables (Kubernetes, AWS Batch, Slurm); write `2/7`".to_owned())
}

fn number(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}
