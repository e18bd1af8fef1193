//! The `vanthu` program: arguments in, exit status out.

use std::process::ExitCode;

fn main() -> ExitCode {
    vanthu_cli::commands::run(std::env::args_os()).into()
}
