//! Everything users rely on, as one test binary: a module for each room.
mod architecture;
mod reading;
mod roundtrip;
mod histories;
mod procedure;
mod records;
mod standards;
mod walk;
