//! Work on a thread of its own of which only the newest wish counts: an older one is told to stop and forgotten.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// What is being worked out for a wish `W`; it comes to a `T`.
#[derive(Debug)]
pub struct Latest<W, T> {
    under_way: Option<UnderWay<W, T>>,
}

#[derive(Debug)]
struct UnderWay<W, T> {
    wish: W,
    stop: Arc<AtomicBool>,
    done: Receiver<T>,
}

impl<W, T> Default for Latest<W, T> {
    fn default() -> Self {
        Self { under_way: None }
    }
}

impl<W: PartialEq, T: Send + 'static> Latest<W, T> {
    /// What is being worked out.
    pub fn wish(&self) -> Option<&W> {
        self.under_way.as_ref().map(|it| &it.wish)
    }

    /// Begins with a wish, in place of an older one. `work` looks now and then whether it is to stop.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn begin(
        &mut self,
        wish: W,
        work: impl FnOnce(&AtomicBool) -> T + Send + 'static,
        wake: impl FnOnce() + Send + 'static,
    ) -> std::io::Result<()> {
        self.forget();
        let stop = Arc::new(AtomicBool::new(false));
        let (tell, done) = channel();
        let told_to_stop = Arc::clone(&stop);
        std::thread::Builder::new().name("figures".to_owned()).spawn(move || {
            // Nobody waits any more for what was overtaken.
            let _ = tell.send(work(&told_to_stop));
            wake();
        })?;
        self.under_way = Some(UnderWay { wish, stop, done });
        Ok(())
    }

    /// Nobody wants it any more.
    pub fn forget(&mut self) {
        if let Some(old) = self.under_way.take() {
            old.stop.store(true, Ordering::Relaxed);
        }
    }

    /// What the newest wish came to, once it is done; a thread that died is forgotten.
    pub fn take(&mut self) -> Option<(W, T)> {
        match self.under_way.as_ref()?.done.try_recv() {
            Ok(result) => self.under_way.take().map(|it| (it.wish, result)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.under_way = None;
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_wishes_only_the_newer_is_answered_and_the_older_is_told_to_stop() {
        let mut latest: Latest<u32, u32> = Latest::default();
        let (told, stopped) = channel();
        let wait = move |stop: &AtomicBool| {
            while !stop.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            told.send(()).unwrap();
            1
        };
        latest.begin(1, wait, || {}).unwrap();
        let (woken, is_done) = channel();
        latest.begin(2, |_| 2, move || woken.send(()).unwrap()).unwrap();
        stopped.recv().unwrap();
        is_done.recv().unwrap();
        assert_eq!(latest.take(), Some((2, 2)));
        assert_eq!(latest.take(), None);
    }
}
