//! Worker threads: lanes that do not wait for each other, and a crew for what looks at everything.

use std::{
    io,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

/// Work for a lane.
pub(crate) type Job = Box<dyn FnOnce() + Send>;

/// Threads that take jobs from one queue, in order. They end when the lane is dropped and its queue is empty.
pub(crate) struct Lane {
    queue: mpsc::Sender<Job>,
}

impl Lane {
    /// Starts `threads` threads. Stacks are generous because queries recurse; only touched pages cost memory.
    pub(crate) fn start(name: &str, threads: usize, stack_bytes: usize) -> io::Result<Lane> {
        let (queue, jobs) = mpsc::channel::<Job>();
        let jobs = Arc::new(Mutex::new(jobs));
        for number in 0..threads {
            let jobs = Arc::clone(&jobs);
            thread::Builder::new()
                .name(format!("{name}-{number}"))
                .stack_size(stack_bytes)
                .spawn(move || work(&jobs))?;
        }
        Ok(Lane { queue })
    }

    /// Queues a job.
    pub(crate) fn run(&self, job: impl FnOnce() + Send + 'static) {
        // Fails only when every thread is gone, and threads outlive the lane.
        let _ = self.queue.send(Box::new(job));
    }
}

/// Threads, as many as the machine runs at once, for jobs that share themselves out among them.
///
/// # Errors
/// The system refuses threads.
pub(crate) fn crew(name: &'static str, stack_bytes: usize) -> io::Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .thread_name(move |number| format!("{name}-{number}"))
        .stack_size(stack_bytes)
        .panic_handler(|_| report_panic())
        .build()
        .map_err(io::Error::other)
}

fn work(jobs: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // Queries catch their own panics; this keeps the thread for whatever else may panic.
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(job)).is_err() {
            report_panic();
        }
    }
}

fn report_panic() {
    tracing::error!("a job of the language server panicked; its request gets no answer from it");
}
