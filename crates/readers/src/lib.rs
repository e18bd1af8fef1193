//! Markdown, TSV and plain text to pages.
