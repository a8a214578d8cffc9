//! Everything users rely on, as one test binary: a module for each room.
#![allow(clippy::unwrap_used, reason = "a test stops at a surprise")]

mod any_layer;
mod architecture;
mod asked_first;
mod card;
mod classes;
mod commands;
mod commands_day;
mod day;
mod demo;
mod doubts;
mod evidence;
mod exports;
mod features;
mod frame;
mod histories;
mod input;
mod map;
mod map_dress;
mod other_software;
mod panels;
mod pictures;
mod print;
mod procedure;
mod procedures;
mod programme;
mod reading;
mod recognition;
mod records;
mod roundtrip;
mod standards;
mod table;
mod text;
mod union;
mod walk;
mod workspace;
