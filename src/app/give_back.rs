//! Memory that a removed layer took goes back to the system, not only to this program's own allocator.

use std::time::Duration;

/// By then the threads that let go of a layer, its lists and its map are through.
const AFTER: Duration = Duration::from_secs(2);

/// Gives back what is free, a moment from now and on a thread of its own.
pub fn soon() {
    let give_back = || {
        std::thread::sleep(AFTER);
        give_back();
    };
    // Where the system gives no thread, the memory stays here for the next layer.
    let _ = std::thread::Builder::new().name("give back".to_owned()).spawn(give_back);
}

/// glibc keeps freed pages in its arenas until it is asked; other systems' allocators give them back by themselves.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the C library's own function, for which there is no safe door")]
fn give_back() {
    // SAFETY: it takes a number and no pointer, locks each arena while it looks at it, and touches only what is free.
    unsafe { libc::malloc_trim(0) };
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_back() {}
