//! The `vanthu` program: arguments in, exit status out.

use std::panic;
use std::process::ExitCode;
use std::thread;

use vanthu_readers::GUARDED_THREAD;

fn main() -> ExitCode {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        // A reader that fails on a damaged file is caught, and the file's warnings say so.
        if thread::current().name() != Some(GUARDED_THREAD) {
            print(panic);
        }
    }));
    vanthu_cli::commands::run(std::env::args_os()).into()
}
