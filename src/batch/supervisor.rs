//! Gives jobs to workers, watches over them, and says how each paper fared.
//!
//! Each worker is a process of its own with one paper at a time. One that takes too long is
//! killed; one that dies has told by how it died what its paper is to blame for; both are
//! replaced. A worker that somebody else killed was not ended by its paper, which is tried
//! once more.

use super::job::{Answer, Class, Job, Outcome};
use super::worker::Line;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// The workers of a batch.
#[derive(Debug, Clone)]
pub struct Crew {
    /// The program whose `worker` is started.
    pub program: PathBuf,
    /// How many work side by side; at least one.
    pub workers: usize,
    /// How long a paper may take.
    pub timeout: Duration,
    /// How much memory a worker may have, in bytes.
    pub memory: Option<u64>,
}

/// Whether a batch goes on; shared with whoever can end it.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicU8>);

impl Stop {
    /// Asks to finish the papers in hand and begin no other; asked again, to leave them.
    pub fn ask(&self) {
        let more = |level: u8| Some(level.saturating_add(1));
        // The closure always gives a value.
        let _ = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, more);
    }

    /// Asks to finish the papers in hand.
    pub fn after_these(&self) {
        self.0.fetch_max(1, Ordering::SeqCst);
    }

    /// Whether no other paper is begun.
    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::SeqCst) > 0
    }

    fn is_at_once(&self) -> bool {
        self.0.load(Ordering::SeqCst) > 1
    }
}

/// What happens.
#[derive(Debug)]
pub enum Event {
    /// A worker has begun a paper.
    Began {
        /// Which, counted from 0.
        worker: usize,
        /// The paper.
        id: String,
    },
    /// A paper has ended.
    Ended {
        /// Which worker had it.
        worker: usize,
        /// When it got it.
        begun: SystemTime,
        /// How it fared.
        answer: Box<Answer>,
    },
    /// Nothing can be made here: a sentence about the machine. No other paper is begun.
    Broken(String),
}

/// Has all jobs made and tells of it, each event in its time, on the caller's own thread.
/// Ends when every paper has ended, or once it is asked to stop.
pub fn run(crew: &Crew, jobs: Vec<Job>, stop: &Stop, mut tell: impl FnMut(Event)) {
    let workers = crew.workers.clamp(1, jobs.len().max(1));
    let queue = Mutex::new(jobs.into_iter());
    let next = || {
        if stop.is_asked() {
            return None;
        }
        queue.lock().unwrap_or_else(PoisonError::into_inner).next()
    };
    let (events, told) = mpsc::channel();
    thread::scope(|scope| {
        for worker in 0..workers {
            let (events, next) = (events.clone(), &next);
            scope.spawn(move || work(crew, worker, next, stop, &events));
        }
        drop(events);
        for event in told {
            if matches!(event, Event::Broken(_)) {
                stop.after_these();
            }
            tell(event);
        }
    });
}

/// One worker's share.
fn work(crew: &Crew, worker: usize, next: &impl Fn() -> Option<Job>, stop: &Stop, events: &Sender<Event>) {
    // Whoever listens outlives all workers; if not, there is nobody to tell.
    let tell = |event| drop(events.send(event));
    let mut process = None;
    while let Some(job) = next() {
        if process.is_none() {
            match Process::start(crew) {
                Ok(started) => process = Some(started),
                Err(why) => {
                    tell(Event::Broken(why));
                    return;
                }
            }
        }
        tell(Event::Began {
            worker,
            id: job.id.clone(),
        });
        let begun = SystemTime::now();
        match with_second_try(crew, &mut process, &job, stop) {
            Ok(Some(answer)) => {
                if let Some(why) = &answer.environment {
                    tell(Event::Broken(why.clone()));
                    return;
                }
                tell(Event::Ended {
                    worker,
                    begun,
                    answer: Box::new(answer),
                });
            }
            Ok(None) => return,
            Err(why) => {
                tell(Event::Broken(why));
                return;
            }
        }
    }
}

/// The answer to a job, nothing if it was left, or a sentence about the machine.
fn with_second_try(
    crew: &Crew,
    process: &mut Option<Process>,
    job: &Job,
    stop: &Stop,
) -> Result<Option<Answer>, String> {
    for is_last in [false, true] {
        let mut running = match process.take() {
            Some(running) => running,
            None => Process::start(crew)?,
        };
        let begun = Instant::now();
        let failed = |class, message: String| {
            let mut outcome = Outcome::new(job, class);
            outcome.message = Some(message);
            outcome.seconds = (begun.elapsed().as_secs_f64() * 1e6).round() / 1e6;
            Ok(Some(Answer {
                outcome,
                seen: Vec::new(),
                stamps: Vec::new(),
                environment: None,
            }))
        };
        match running.ask(job, crew.timeout, stop) {
            Reply::Answer(answer) => {
                // After a crash it ends by itself.
                if answer.outcome.class != Class::Crash {
                    *process = Some(running);
                }
                return Ok(Some(*answer));
            }
            Reply::Left => return Ok(None),
            Reply::TooLong => {
                let seconds = crew.timeout.as_secs_f64();
                return failed(
                    Class::Timeout,
                    format!("it was not finished after {seconds} seconds"),
                );
            }
            Reply::Refused(message) => return failed(Class::Error, message),
            Reply::Died => {
                let death = running.death();
                if death.is_foreign && !is_last {
                    continue;
                }
                return failed(death.class, death.message);
            }
        }
    }
    Ok(None)
}

/// A running worker.
struct Process {
    child: Child,
    jobs: Option<ChildStdin>,
    lines: Receiver<String>,
    /// The end of what it said on standard error.
    errors: Arc<Mutex<String>>,
    listener: Option<thread::JoinHandle<()>>,
}

enum Reply {
    Answer(Box<Answer>),
    Refused(String),
    TooLong,
    Died,
    Left,
}

/// How long a worker may take to be ready.
const SLOWEST_START: Duration = Duration::from_secs(60);

/// How often it is looked whether the batch is to end at once.
const GLANCE: Duration = Duration::from_millis(50);

impl Process {
    /// A worker that is ready. One that somebody kills before that is no sign of a machine on
    /// which none starts.
    ///
    /// # Errors
    ///
    /// A sentence if the system starts none, or it is not ready in time.
    fn start(crew: &Crew) -> Result<Self, String> {
        for _ in 0..3 {
            match Self::start_once(crew) {
                Ok(Some(process)) => return Ok(process),
                Ok(None) => {}
                Err(why) => return Err(why),
            }
        }
        Err("workers are killed as soon as they start".to_owned())
    }

    fn start_once(crew: &Crew) -> Result<Option<Self>, String> {
        let mut command = Command::new(&crew.program);
        command.args(["worker", "--end-with-parent"]);
        if let Some(memory) = crew.memory {
            command.arg("--memory").arg(memory.to_string());
        }
        // One core each: the workers are the threads.
        command.env("RAYON_NUM_THREADS", "1");
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // A key that ends the batch is not for its workers, which finish what they have.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let cannot = |error: io::Error| format!("cannot start a worker: {error}");
        let mut child = command.spawn().map_err(cannot)?;
        let (said, lines) = mpsc::channel();
        if let Some(output) = child.stdout.take() {
            thread::spawn(move || {
                for line in BufReader::new(output).lines() {
                    let Ok(line) = line else { break };
                    if said.send(line).is_err() {
                        break;
                    }
                }
            });
        }
        let errors = Arc::new(Mutex::new(String::new()));
        let listener = child.stderr.take().map(|stream| {
            let errors = Arc::clone(&errors);
            thread::spawn(move || listen(stream, &errors))
        });
        let mut process = Self {
            jobs: child.stdin.take(),
            child,
            lines,
            errors,
            listener,
        };
        let first = process.lines.recv_timeout(SLOWEST_START);
        match first.ok().as_deref().map(serde_json::from_str) {
            Some(Ok(Line::Ready(ready))) if ready.version == env!("CARGO_PKG_VERSION") => Ok(Some(process)),
            Some(Ok(Line::Ready(ready))) => Err(format!(
                "the program has been replaced by version {} while the batch ran",
                ready.version
            )),
            Some(_) => Err("a worker does not speak as workers do".to_owned()),
            None => {
                let death = process.death();
                if death.is_foreign {
                    return Ok(None);
                }
                Err(format!("a worker does not start: {}", death.message))
            }
        }
    }

    fn ask(&mut self, job: &Job, timeout: Duration, stop: &Stop) -> Reply {
        let Ok(mut line) = serde_json::to_vec(job) else {
            return Reply::Refused("the job cannot be written as JSON".to_owned());
        };
        line.push(b'\n');
        let sent = self
            .jobs
            .as_mut()
            .map(|jobs| jobs.write_all(&line).and_then(|()| jobs.flush()));
        if !matches!(sent, Some(Ok(()))) {
            return Reply::Died;
        }
        let end = Instant::now() + timeout;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left.min(GLANCE)) {
                Ok(line) => {
                    return match serde_json::from_str(&line) {
                        Ok(Line::Answer(answer)) => Reply::Answer(answer),
                        Ok(Line::Refused { message }) => Reply::Refused(message),
                        Ok(Line::Ready(_)) | Err(_) => Reply::Died,
                    };
                }
                Err(RecvTimeoutError::Disconnected) => return Reply::Died,
                Err(RecvTimeoutError::Timeout) if stop.is_at_once() => return Reply::Left,
                Err(RecvTimeoutError::Timeout) if left.is_zero() => return Reply::TooLong,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Waits for its end and says what that means.
    fn death(&mut self) -> Death {
        // It is gone, or of no use any more.
        let status = match self.child.try_wait() {
            Ok(Some(status)) => Some(status),
            _ => {
                thread::sleep(GLANCE);
                let gone = self.child.try_wait().ok().flatten();
                if gone.is_none() {
                    let _ = self.child.kill();
                }
                gone.or_else(|| self.child.wait().ok())
            }
        };
        if let Some(listener) = self.listener.take() {
            // What it said last may still be on its way.
            let _ = listener.join();
        }
        let said = self.errors.lock().unwrap_or_else(PoisonError::into_inner);
        Death::of(status, &said)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Without jobs an idle one ends by itself; a busy one must not outlive the batch.
        drop(self.jobs.take());
        let idle = Instant::now() + Duration::from_millis(200);
        while Instant::now() < idle {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(2));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How much is kept of what a worker says before it dies.
const LAST_WORDS: usize = 4096;

fn listen(mut stream: impl Read, errors: &Mutex<String>) {
    let mut piece = [0; 1024];
    while let Ok(length) = stream.read(&mut piece) {
        if length == 0 {
            break;
        }
        let mut said = errors.lock().unwrap_or_else(PoisonError::into_inner);
        said.push_str(&String::from_utf8_lossy(&piece[..length]));
        if said.len() > LAST_WORDS {
            let mut start = said.len() - LAST_WORDS;
            while !said.is_char_boundary(start) {
                start += 1;
            }
            said.drain(..start);
        }
    }
}

/// What ended a worker.
struct Death {
    class: Class,
    message: String,
    /// Somebody else ended it.
    is_foreign: bool,
}

impl Death {
    fn of(status: Option<ExitStatus>, said: &str) -> Self {
        let death = |class, message: &str| Self {
            class,
            message: message.to_owned(),
            is_foreign: false,
        };
        // What Rust's runtime says when it gives up.
        if said.contains("memory allocation of") {
            return death(Class::OutOfMemory, "it wanted more memory than a paper may have");
        }
        if said.contains("has overflowed its stack") {
            return death(Class::Crash, "it is nested too deeply: the stack overflowed");
        }
        let last = said
            .lines()
            .rfind(|line| !line.trim().is_empty())
            .unwrap_or_default();
        let told = |what: String| match last {
            "" => what,
            last => format!("{what}: {last}"),
        };
        match status.map(|status| (signal(status), status)) {
            Some((Some(9), _)) => Self {
                class: Class::OutOfMemory,
                message: "its worker was killed twice, as systems do that have run out of memory".to_owned(),
                is_foreign: true,
            },
            Some((Some(number @ (1 | 2 | 15)), _)) => Self {
                is_foreign: true,
                ..death(
                    Class::Crash,
                    &format!("its worker was ended twice by signal {number}"),
                )
            },
            Some((Some(number), _)) => death(
                Class::Crash,
                &told(format!("its worker was ended by signal {number}")),
            ),
            Some((None, status)) => death(Class::Crash, &told(format!("its worker ended: {status}"))),
            None => death(Class::Crash, &told("its worker is gone".to_owned())),
        }
    }
}

fn signal(status: ExitStatus) -> Option<i32> {
    #[cfg(unix)]
    {
        std::os::unix::process::ExitStatusExt::signal(&status)
    }
    #[cfg(not(unix))]
    {
        let _ = status;
        None
    }
}
