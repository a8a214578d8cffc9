//! The program: one match between the window and the command line, errors to exit codes.

fn main() {}
