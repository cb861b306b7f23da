//! All integration tests, in one binary.

mod cli;
mod crash;
mod generated;
mod kdl;
mod names;
mod platforms;
mod readme;
mod robustness;
mod rules;
mod support;
mod tidy;
mod ui;
mod upstream;
mod yaml;
