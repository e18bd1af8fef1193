//! A page's blocks in reading order, and what parts its lines.

use vanthu_document::page::{Block, Gap, Line, LineStyle, Span};
use vanthu_document::table::{Cell, Row, Table};

use super::cell::{self, SPACE};
use super::column::{Piece, ordered};
use super::columns;
use super::geometry::Rect;
use super::grid::{Grid, grid};
use super::lattice::{Lattice, Slot, lattices};
use super::line::{Band, Segment, bands, segments};
use super::rule::{Rule, joined};
use super::sheet::{Font, Glyph, Sheet};

/// What a page leaves for the next one: the columns of a table without rules that stood at its end.
#[derive(Debug, Default)]
pub(crate) struct Carry {
    rivers: Option<Vec<(f32, f32)>>,
}

/// A part of a page, from the top.
enum Part {
    Text(Vec<Band>),
    Ruled(Lattice, Vec<Vec<Glyph>>),
    Unruled(Grid),
}

/// Lines and tables of a page. The first line's gap is a page's, or a paragraph's on the first page.
pub(crate) fn blocks(sheet: &Sheet, fonts: &[Font], carry: &mut Carry) -> Vec<Block> {
    let mut column = 0;
    let mut texts: Vec<Vec<Piece>> = Vec::new();
    // A place for each table, with as many texts before it.
    let mut found: Vec<(usize, Table)> = Vec::new();
    for part in parts(sheet, fonts, carry) {
        let table = match part {
            Part::Text(bands) => {
                let own = column;
                let rows = bands.into_iter().map(segments).filter(|row| !row.is_empty()).collect();
                let mut pieces = ordered(rows, &mut column);
                // Text above and below a table has the same margins.
                column += 1;
                for piece in pieces.iter_mut().filter(|piece| piece.column == own) {
                    piece.column = 0;
                }
                texts.push(pieces);
                continue;
            }
            Part::Ruled(lattice, cells) => ruled(sheet, fonts, &lattice, cells),
            Part::Unruled(grid) => unruled(sheet.number, &grid),
        };
        if !table.rows.is_empty() {
            found.push((texts.len(), table));
        }
    }
    let margins = Margins::of(texts.iter().flatten());
    let mut out = Vec::new();
    let mut gap = if sheet.number > 1 { Gap::Page } else { Gap::Paragraph };
    let mut found = found.into_iter().peekable();
    for (at, text) in texts.into_iter().enumerate() {
        out.extend(
            std::iter::from_fn(|| found.next_if(|(before, _)| *before <= at)).map(|t| Block::Table(t.1)),
        );
        let mut before: Option<Piece> = None;
        for piece in text {
            if let Some(before) = &before {
                gap = margins.gap(before, &piece);
            }
            out.push(Block::Line(line(sheet.number, &piece.segment, gap)));
            before = Some(piece);
        }
        gap = Gap::Paragraph;
    }
    out.extend(found.map(|(_, table)| Block::Table(table)));
    out
}

/// Parts a page into text and tables.
fn parts(sheet: &Sheet, fonts: &[Font], carry: &mut Carry) -> Vec<Part> {
    let tables = lattices(&sheet.rules);
    let mut cells: Vec<Vec<Vec<Glyph>>> = tables.iter().map(|t| vec![Vec::new(); t.slots.len()]).collect();
    // Above the first table, between the tables, below the last one.
    let mut regions: Vec<Vec<Glyph>> = vec![Vec::new(); tables.len() + 1];
    for glyph in &sheet.glyphs {
        let center = glyph.center();
        let inside = tables.iter().enumerate().find_map(|(t, table)| {
            let slot =
                table.area.holds(center).then(|| table.slots.iter().position(|s| s.area.holds(center)));
            slot.flatten().map(|slot| (t, slot))
        });
        match inside {
            Some((table, slot)) => cells[table][slot].push(*glyph),
            None => {
                let region = tables.iter().filter(|t| t.area.center().1 < center.1).count();
                regions[region].push(*glyph);
            }
        }
    }
    let across = joined(&sheet.rules, false, SHORTEST_ACROSS);
    let mut known = carry.rivers.take();
    let mut out = Vec::new();
    let mut tables = tables.into_iter().zip(cells);
    for region in regions {
        let known = known.take();
        let mut rest = bands(sheet, fonts, region);
        let mut done = 0;
        for columns in columns::tables(&rest, known.as_deref(), sheet.read) {
            let mut inside = rest.split_off(columns.first - done);
            let behind = inside.split_off(columns.end - columns.first);
            done = columns.end;
            out.push(Part::Text(std::mem::replace(&mut rest, behind)));
            let places = rules_across(&across, &inside);
            let continues = known.is_some() && columns.first == 0;
            // Nothing but a page's number behind it.
            let last = rest.iter().map(|band| band.words.len()).sum::<usize>() <= 1;
            carry.rivers = last.then(|| columns.rivers.clone());
            out.extend(grid(inside, &columns, &places, continues).map(Part::Unruled));
        }
        out.push(Part::Text(rest));
        if let Some((lattice, cells)) = tables.next() {
            carry.rivers = None;
            out.push(Part::Ruled(lattice, cells));
        }
    }
    out
}

/// Shortest rule that may part rows, in points.
const SHORTEST_ACROSS: f32 = 40.0;

/// Places of the rules that go over most of a table's width between its lines.
fn rules_across(rules: &[Rule], lines: &[Band]) -> Vec<f32> {
    let words = lines.iter().flat_map(|b| &b.words);
    let Some(area) = words.map(|w| w.area).reduce(|a, b| a.join(&b)) else { return Vec::new() };
    let mut out: Vec<(f32, f32)> = Vec::new();
    for rule in rules.iter().filter(|r| r.at > area.y0 && r.at < area.y1) {
        let width = rule.to.min(area.x1) - rule.from.max(area.x0);
        match out.last_mut() {
            Some((at, all)) if rule.at - *at < SAME_RULE => *all += width,
            _ => out.push((rule.at, width)),
        }
    }
    out.into_iter().filter(|(_, width)| *width > 0.6 * area.width()).map(|(at, _)| at).collect()
}

/// Rules no farther apart are one.
const SAME_RULE: f32 = 3.0;

/// Reads the cells of a table without vertical rules.
fn unruled(page: u32, grid: &Grid) -> Table {
    let mut room = vec![0.0_f32; grid.columns];
    for cell in grid.rows.iter().flatten().filter(|cell| cell.columns == 1) {
        for line in &cell.lines {
            room[cell.column] = room[cell.column].max(line.area.width());
        }
    }
    let rows = grid.rows.iter().enumerate().map(|(at, cells)| {
        let mut row = Row { cells: Vec::new(), span: Span::default() };
        let areas = cells.iter().flat_map(|cell| &cell.lines).map(|line| line.area);
        let Some(area) = areas.reduce(|a, b| a.join(&b)) else { return row };
        row.span = area.span(page);
        let mut column = 0;
        let mut put = |column: usize, columns: usize, lines: &[Segment]| {
            let own = lines.iter().map(|line| line.area).reduce(|a, b| a.join(&b)).unwrap_or(area);
            let slot = Slot { column, row: at, columns, rows: 1, area: own };
            let room = room.get(column).copied().filter(|_| columns == 1);
            row.cells.push(read_cell(page, &slot, lines, room.unwrap_or(own.width())));
        };
        for cell in cells {
            for empty in column..cell.column {
                put(empty, 1, &[]);
            }
            put(cell.column, cell.columns, &cell.lines);
            column = cell.column + cell.columns;
        }
        for empty in column..grid.columns {
            put(empty, 1, &[]);
        }
        row
    });
    Table { rows: rows.collect(), span: grid.area.span(page) }
}

fn line(page: u32, segment: &Segment, gap: Gap) -> Line {
    let mut text = segment.text.clone();
    // A space behind a hyphen says that the next line does not run on.
    if segment.spaced && text.ends_with(['-', '/']) {
        text.push(' ');
    }
    let style = LineStyle { bold: segment.bold, italic: segment.italic, heading: None };
    Line { text, span: segment.area.span(page), gap, style, read: segment.read.iter().copied().collect() }
}

/// Reads the cells of a lattice.
fn ruled(sheet: &Sheet, fonts: &[Font], lattice: &Lattice, cells: Vec<Vec<Glyph>>) -> Table {
    let lines: Vec<Vec<Segment>> =
        cells.into_iter().map(|glyphs| cell::lines(sheet, fonts, glyphs)).collect();
    let columns = lattice.xs.len().saturating_sub(1);
    // How much of its width the text of each column fills where it wraps.
    let mut room = vec![0.0_f32; columns];
    for (slot, lines) in lattice.slots.iter().zip(&lines).filter(|(slot, _)| slot.columns == 1) {
        for line in lines {
            room[slot.column] = room[slot.column].max(line.area.width());
        }
    }
    let mut out: Vec<Row> = lattice
        .ys
        .windows(2)
        .map(|ys| {
            let area = Rect::new(lattice.area.x0, ys[0], lattice.area.x1, ys[1]);
            Row { cells: Vec::new(), span: area.span(sheet.number) }
        })
        .collect();
    for (slot, lines) in lattice.slots.iter().zip(&lines) {
        let Some(row) = out.get_mut(slot.row) else { continue };
        row.cells.push(read_cell(sheet.number, slot, lines, room.get(slot.column).copied().unwrap_or(0.0)));
    }
    if lines.iter().all(Vec::is_empty) {
        out.clear();
    }
    Table { rows: out, span: lattice.area.span(sheet.number) }
}

fn read_cell(page: u32, slot: &Slot, lines: &[Segment], room: f32) -> Cell {
    let text = cell::text(lines, slot.area.width(), if slot.columns == 1 { room } else { 0.0 });
    Cell {
        text: text.text,
        span: slot.area.span(page),
        col_span: slot.columns as u32,
        row_span: slot.rows as u32,
        bold: text.bold,
        confidence: text.confidence,
        read: text.read.into(),
    }
}

/// What the lines of each column show of its setting.
struct Margins {
    columns: Vec<Margin>,
}

#[derive(Clone, Copy)]
struct Margin {
    left: f32,
    right: f32,
    /// Distance of baselines inside a paragraph.
    pitch: f32,
    /// Lines begin to the right of the left margin often: paragraphs are indented.
    indented: bool,
}

/// Margins within which edges are the same, in points.
const SAME_EDGE: f32 = 3.0;
/// Indent of a paragraph's first line, at least, in parts of the font size.
const INDENT: f32 = 0.8;

impl Margins {
    fn of<'a>(pieces: impl Iterator<Item = &'a Piece> + Clone) -> Self {
        let count = pieces.clone().map(|p| p.column as usize + 1).max().unwrap_or(0);
        let mut of_column: Vec<Vec<&Segment>> = vec![Vec::new(); count];
        for piece in pieces {
            of_column[piece.column as usize].push(&piece.segment);
        }
        Self { columns: of_column.iter().map(|lines| Margin::of(lines)).collect() }
    }

    /// What parts `next` from the line before it.
    fn gap(&self, before: &Piece, next: &Piece) -> Gap {
        if before.column != next.column {
            return Gap::Paragraph;
        }
        let Some(margin) = self.columns.get(next.column as usize) else { return Gap::Line };
        let (before, next) = (&before.segment, &next.segment);
        let size = before.size.max(next.size);
        if next.baseline - before.baseline > margin.pitch.max(size) + 0.25 * size {
            return Gap::Paragraph;
        }
        let centered = |line: &Segment| {
            let (left, right) = (line.area.x0 - margin.left, margin.right - line.area.x1);
            left > INDENT * size && (left - right).abs() < size
        };
        // Lines of a centred title are broken where the writer wanted.
        if centered(before) && centered(next) {
            return Gap::Line;
        }
        let full = before.area.x1 + SPACE * size + next.first_word > margin.right - 0.1 * size;
        if !full {
            return Gap::Paragraph;
        }
        let at_margin = next.area.x0 - margin.left < INDENT * size;
        if at_margin && margin.indented { Gap::Wrap } else { Gap::Line }
    }
}

impl Margin {
    fn of(lines: &[&Segment]) -> Self {
        let edge = |of: fn(&Segment) -> f32, least: bool| {
            let mut edges: Vec<f32> = lines.iter().map(|l| of(l)).collect();
            edges.sort_by(f32::total_cmp);
            if !least {
                edges.reverse();
            }
            // The outermost edge that several lines share.
            let several = (lines.len() / 6).clamp(2, 6);
            let shared =
                edges.windows(several).find(|w| (w[0] - w[several - 1]).abs() <= SAME_EDGE).map(|w| w[0]);
            shared.or(edges.first().copied()).unwrap_or(0.0)
        };
        let left = edge(|l| l.area.x0, true);
        let right = edge(|l| l.area.x1, false);
        let mut steps: Vec<f32> =
            lines.windows(2).map(|w| w[1].baseline - w[0].baseline).filter(|step| *step > 0.0).collect();
        steps.sort_by(f32::total_cmp);
        let pitch = steps.get(steps.len() / 4).copied().unwrap_or(0.0);
        let indents =
            lines.iter().filter(|l| (INDENT * l.size..6.0 * l.size).contains(&(l.area.x0 - left))).count();
        Self { left, right, pitch, indented: indents * 8 > lines.len() }
    }
}
