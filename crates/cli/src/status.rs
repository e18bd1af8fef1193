//! Exit statuses, fixed by the contract.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 0: done.
    Done,
    /// 1: a negative answer (documents differ, nothing found).
    Negative,
    /// 2: wrong use, or nothing could be done.
    Failed,
    /// 3: some inputs failed, the others are done.
    SomeFailed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(match status {
            Status::Done => 0,
            Status::Negative => 1,
            Status::Failed => 2,
            Status::SomeFailed => 3,
        })
    }
}
