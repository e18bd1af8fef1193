//! Prints what the reader makes of a file, scans included: `cargo run -p vanthu-readers --example pages -- FILE`.
#![allow(clippy::print_stdout)]

use std::sync::Arc;

use vanthu_document::page::Block;
use vanthu_readers::ocr::{Cached, Tesseract};
use vanthu_readers::{ReadOptions, read};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which file?")?;
    let cache = std::env::temp_dir().join("vanthu-ocr");
    let ocr = Arc::new(Cached::new(Tesseract::default(), cache));
    let options = ReadOptions { ocr: Some(ocr), ..ReadOptions::default() };
    let pages = read(&std::fs::read(path)?, &options)?;
    for page in &pages.pages {
        println!("== page {}", page.number);
        for block in &page.blocks {
            match block {
                Block::Line(line) => {
                    let bold = if line.style.bold { " b" } else { "" };
                    println!("{:?}{bold}: {}", line.gap, line.text);
                }
                Block::Table(table) => {
                    for row in &table.rows {
                        let cells = row.cells.iter().map(|c| {
                            let text = c.text.replace('\n', "\\");
                            if c.col_span * c.row_span > 1 {
                                format!("[{}x{}] {text}", c.row_span, c.col_span)
                            } else {
                                text
                            }
                        });
                        println!("| {}", cells.collect::<Vec<_>>().join(" | "));
                    }
                }
            }
        }
    }
    Ok(())
}
