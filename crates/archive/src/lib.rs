//! What lets a conversion of a whole archive be stopped, restarted and trusted.
//!
//! Converting a document is the business of other crates; a crate of its own knows what it takes to do that a hundred
//! thousand times, over a weekend, on files of strangers:
//!
//! - [`catalogue`]: what is known of every file that was met, in a database that outlives the run;
//! - [`stamp`]: whether a file is the one that was seen before;
//! - [`plan`]: what is still to be done, and the same plan whoever asks;
//! - [`queue`] and [`worker`]: work for several processes, with bounds on what is under way, on time and on memory;
//! - [`outbox`]: outputs that are whole or absent;
//! - [`attention`]: which documents a person should look at first;
//! - [`citations`]: which document of the archive cites, amends, replaces or repeals which.
//!
//! It keeps the database, the processes and the locks to itself: no type of SQLite or of the system stands in its
//! signatures, and nothing here knows how a document is read. The run itself, which joins these with the pipeline, is
//! `vanthu convert FOLDER -o DIR`.
//!
//! ```
//! use std::fs;
//! use vanthu_archive::catalogue::{Catalogue, Making};
//! use vanthu_archive::lock::RunFolder;
//! use vanthu_archive::plan::{Input, Step, Wish, plan};
//! use vanthu_archive::stamp::Stamp;
//!
//! let folder = tempfile::tempdir()?;
//! let input = |name: &str, text: &str| {
//!     let path = folder.path().join(name);
//!     fs::write(&path, text)?;
//!     Ok::<_, std::io::Error>(Input {
//!         key: path.as_path().into(),
//!         stamp: Stamp::at(&path).ok(),
//!         within: Vec::new(),
//!         sha256: None,
//!         name: name.into(),
//!         given: path,
//!     })
//! };
//! let inputs = [input("a.md", "Kế hoạch 1")?, input("b.md", "Kế hoạch 2")?, input("c.md", "Kế hoạch 1")?];
//! let output = folder.path().join("out");
//! let run = RunFolder::open(&output)?;
//! let entries = Catalogue::open(&run.catalogue())?.entries()?;
//! let wish = Wish {
//!     output: &output,
//!     endings: &[".json"],
//!     making: &Making::default(),
//!     ocr: &String::new,
//!     refresh: false,
//!     max_bytes: 1 << 20,
//! };
//! let steps: Vec<Step> = plan(&inputs, entries, &wish).iter().map(|task| task.step).collect();
//! assert_eq!(steps, [Step::Convert, Step::Convert, Step::Copy(0)]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod attention;
pub mod catalogue;
pub mod citations;
pub mod lock;
pub mod name;
pub mod outbox;
pub mod plan;
pub mod queue;
pub mod stamp;
#[cfg(test)]
mod testing;
pub mod worker;
