//! The `tesseract` command as OCR: a picture in, its table of words out.

use std::io::{ErrorKind, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use super::{Missing, Ocr, OcrError, Setting, Word};
use crate::raster::Gray;

/// How the command is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TesseractOptions {
    /// The program.
    pub program: PathBuf,
    /// Language data, as `-l` takes it.
    pub language: String,
    /// Most time for a page.
    pub timeout: Duration,
}

impl Default for TesseractOptions {
    fn default() -> Self {
        Self { program: "tesseract".into(), language: "vie".to_owned(), timeout: Duration::from_secs(120) }
    }
}

/// The `tesseract` command, version 4 or newer.
#[derive(Debug, Default)]
pub struct Tesseract {
    options: TesseractOptions,
    /// Version and data, asked for once.
    found: OnceLock<Result<String, OcrError>>,
}

/// How often a running command is looked after.
const LOOK: Duration = Duration::from_millis(10);

impl Tesseract {
    /// The command called in another way than usual.
    #[must_use]
    pub fn new(options: TesseractOptions) -> Self {
        Self { options, found: OnceLock::new() }
    }

    /// The version of the command, once it is known that it is there and knows Vietnamese.
    ///
    /// # Errors
    /// [`OcrError::Missing`] where it is not.
    pub fn version(&self) -> Result<String, OcrError> {
        self.found.get_or_init(|| self.find()).clone()
    }

    fn find(&self) -> Result<String, OcrError> {
        let asked = |argument: &str| match Command::new(&self.options.program).arg(argument).output() {
            Ok(output) => {
                let both = [output.stdout, output.stderr].concat();
                Ok(String::from_utf8_lossy(&both).into_owned())
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Err(OcrError::Missing(Missing::Program)),
            Err(error) => Err(OcrError::Failed(error.to_string())),
        };
        let languages = asked("--list-langs")?;
        let wanted = self.options.language.split('+');
        if !wanted.into_iter().all(|want| languages.lines().any(|line| line.trim() == want)) {
            return Err(OcrError::Missing(Missing::Vietnamese));
        }
        Ok(asked("--version")?.lines().next().unwrap_or_default().trim().to_owned())
    }

    fn run(&self, page: &Gray, setting: Setting) -> Result<String, OcrError> {
        let segmentation = match setting {
            Setting::Page => "3",
            Setting::Column => "6",
        };
        let failed = |error: std::io::Error| OcrError::Failed(error.to_string());
        let dpi = (page.dpi().round() as u32).max(70).to_string();
        let mut child = Command::new(&self.options.program)
            .args([
                "stdin",
                "stdout",
                "-l",
                &self.options.language,
                "--dpi",
                &dpi,
                "--psm",
                segmentation,
                "tsv",
            ])
            // Its threads gain little and stand in the way of other pages.
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let deadline = Instant::now() + self.options.timeout;
        let (status, text) = thread::scope(|scope| {
            scope.spawn(|| {
                let Some(mut stdin) = stdin else { return };
                let head = format!("P5\n{} {}\n255\n", page.width(), page.height());
                // A command that stopped reading has said why by its exit status.
                let _ = stdin.write_all(head.as_bytes()).and_then(|()| stdin.write_all(page.pixels()));
            });
            let reading = scope.spawn(|| {
                let mut text = Vec::new();
                let read = stdout.map(|mut stdout| stdout.read_to_end(&mut text));
                read.transpose().map(|_| text)
            });
            let status = loop {
                match child.try_wait() {
                    Ok(Some(status)) => break Ok(status),
                    Ok(None) if Instant::now() < deadline => thread::sleep(LOOK),
                    Ok(None) => {
                        let _ = child.kill();
                        let _ = child.wait();
                        break Err(OcrError::TimedOut(self.options.timeout.as_secs()));
                    }
                    Err(error) => break Err(failed(error)),
                }
            };
            (status, reading.join())
        });
        let status = status?;
        if !status.success() {
            return Err(OcrError::Failed(format!("tesseract, {status}")));
        }
        match text {
            Ok(Ok(text)) => Ok(String::from_utf8_lossy(&text).into_owned()),
            Ok(Err(error)) => Err(failed(error)),
            Err(_) => Err(OcrError::Failed("its output was lost".to_owned())),
        }
    }
}

impl Ocr for Tesseract {
    fn words(&self, page: &Gray, setting: Setting) -> Result<Vec<Word>, OcrError> {
        self.version()?;
        Ok(parse(&self.run(page, setting)?))
    }

    fn name(&self) -> String {
        let version = self.version().unwrap_or_default();
        format!("{version} -l {}", self.options.language)
    }
}

/// Reads the table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
fn parse(table: &str) -> Vec<Word> {
    let mut out = Vec::new();
    let mut place = None;
    let mut line = 0;
    for row in table.lines() {
        let fields: Vec<&str> = row.splitn(12, '\t').collect();
        let ["5", _, block, paragraph, number, _, left, top, width, height, confidence, text] = fields[..]
        else {
            continue;
        };
        let numbers = [left, top, width, height, confidence].map(|field| field.parse::<f32>().ok());
        let [Some(x), Some(y), Some(width), Some(height), Some(confidence)] = numbers else { continue };
        if text.trim().is_empty() {
            continue;
        }
        if place != Some((block, paragraph, number)) {
            place = Some((block, paragraph, number));
            line += 1;
        }
        out.push(Word {
            text: text.trim().to_owned(),
            x0: x,
            y0: y,
            x1: x + width,
            y1: y + height,
            confidence: (confidence / 100.0).clamp(0.0, 1.0),
            line,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_words() {
        let table = "level\tpage_num\tblock_num\n1\t1\t0\t0\t0\t0\t0\t0\t100\t100\t-1\t\n\
            5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.5\tỦy\n5\t1\t1\t1\t1\t2\t45\t20\t30\t12\t40\tban\n\
            5\t1\t1\t1\t2\t1\t10\t50\t30\t12\t12\t \n5\t1\t1\t1\t3\t1\t10\t80\t30\t12\tx\tban\n5\t1\t2\t1\t1\t1\t10\t90\t30\t12\t90\tQĐ\n";
        let words = parse(table);
        assert_eq!(
            words.iter().map(|w| (w.text.as_str(), w.line)).collect::<Vec<_>>(),
            [("Ủy", 1), ("ban", 1), ("QĐ", 2)]
        );
        assert_eq!((words[0].x1, words[0].confidence), (40.0, 0.965));
    }

    #[test]
    fn a_missing_program_is_named() {
        let options =
            TesseractOptions { program: "no-such-program-of-ocr".into(), ..TesseractOptions::default() };
        let page = Gray::white(10, 10, 300.0).unwrap();
        let error = Tesseract::new(options).words(&page, Setting::Page).unwrap_err();
        assert_eq!(error, OcrError::Missing(Missing::Program));
        assert!(error.to_string().contains("apt-get install tesseract-ocr tesseract-ocr-vie"));
    }
}
