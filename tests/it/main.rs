//! All integration tests, in one binary.

mod platforms;
mod rules;
mod support;
mod upstream;
