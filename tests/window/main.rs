//! The real window, driven from outside as a person would. Wants a display (Xvfb will do) and software GL.
//!
//! Run as `xvfb-run cargo test --features inspection --test window`.

mod driver;
