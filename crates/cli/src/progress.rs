//! Progress on a terminal, nothing elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar over `files` files on standard error; invisible where that is no terminal or the user wants quiet.
pub(crate) fn over_files(files: usize, quiet: bool) -> ProgressBar {
    // A single file is done before anybody could look.
    if quiet || files < 2 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len}  {per_sec}  {eta}  {wide_msg}") {
        bar.set_style(style);
    }
    bar
}
