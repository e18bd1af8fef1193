//! A table with known cells.

use super::random::Random;
use super::words::Words;

/// What a generated column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// Ordinals.
    Ordinal,
    /// Tasks, or names of criteria.
    Task,
    /// Products.
    Product,
    /// Leaders.
    Leader,
    /// Lead agencies.
    Lead,
    /// Support agencies.
    Support,
    /// Times.
    Deadline,
    /// Remarks.
    Note,
    /// Scores.
    Score,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// What it holds.
    pub holds: Holds,
    /// Its header.
    pub header: String,
    /// Width of its text, in thousandths of the type size.
    pub width: u32,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Paragraphs; none for an empty cell.
    Text(Vec<String>),
    /// The cell above goes on.
    Merged,
}

/// A row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Whether it is a section's title.
    pub section: bool,
    /// Cells from the left.
    pub cells: Vec<Cell>,
}

/// A table with known cells.
#[derive(Debug, Clone)]
pub struct Table {
    /// Columns from the left.
    pub columns: Vec<Column>,
    /// Rows from the top, without the header.
    pub rows: Vec<Row>,
    /// Width of a section's title: its cell is merged with those to the right, or not.
    pub title_room: u32,
}

impl Table {
    /// A task table with `count` tasks or a little more.
    #[must_use]
    pub fn tasks(random: &mut Random, words: &Words, count: usize) -> Self {
        let mut optional = vec![Holds::Product, Holds::Leader, Holds::Support, Holds::Note];
        random.shuffle(&mut optional);
        optional.truncate(random.between(1, 4));
        optional.extend([Holds::Lead, Holds::Deadline]);
        random.shuffle(&mut optional);
        let lead = optional.iter().position(|h| *h == Holds::Lead);
        let support = optional.iter().position(|h| *h == Holds::Support);
        if let (Some(lead), Some(support)) = (lead, support)
            && support < lead
        {
            optional.swap(lead, support);
        }
        let columns: Vec<Column> = [Holds::Ordinal, Holds::Task]
            .into_iter()
            .chain(optional)
            .map(|holds| column(holds, random))
            .collect();
        let merged = random.chance(75);
        let title_room = if merged { columns.iter().skip(1).map(|c| c.width).sum() } else { 11_000 };
        let mut table = Self { columns, rows: Vec::new(), title_room };
        let mut ordinal = 0;
        let mut section = 0;
        let dotted = random.chance(40);
        let restarts = random.chance(40);
        let sections = random.chance(80);
        while ordinal < count {
            if sections && (section == 0 || random.chance(15)) {
                section += 1;
                if restarts {
                    ordinal = 0;
                }
                let label = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
                    .get(section - 1)
                    .copied()
                    .unwrap_or("XI");
                table.push_section(label, words.section(random));
            }
            if restarts && section >= 10 {
                break;
            }
            ordinal += 1;
            table.push_task(&format!("{ordinal}{}", if dotted { "." } else { "" }), random, words);
        }
        table
    }

    fn push_section(&mut self, label: &str, title: String) {
        let mut cells: Vec<Cell> = self.columns.iter().map(|_| Cell::Text(Vec::new())).collect();
        if let Some(slot) = cells.get_mut(0) {
            *slot = Cell::Text(vec![label.to_owned()]);
        }
        if let Some(slot) = cells.get_mut(1) {
            *slot = Cell::Text(vec![title]);
        }
        self.rows.push(Row { section: true, cells });
    }

    fn push_task(&mut self, ordinal: &str, random: &mut Random, words: &Words) {
        let row = |random: &mut Random, table: &Self| -> Vec<Cell> {
            let text = |holds, random: &mut Random| match holds {
                Holds::Ordinal => vec![ordinal.to_owned()],
                Holds::Task => vec![words.task(random)],
                Holds::Product => words.products(random),
                Holds::Leader => vec![words.leader(random)],
                Holds::Lead => words.agencies(random),
                Holds::Support if random.chance(8) => Vec::new(),
                Holds::Support => words.agencies(random),
                Holds::Deadline => vec![words.time(random)],
                Holds::Note if random.chance(40) => Vec::new(),
                Holds::Note => vec![words.note(random)],
                Holds::Score => vec![words.score(random)],
            };
            table.columns.iter().map(|c| Cell::Text(text(c.holds, random))).collect()
        };
        let cells = row(random, self);
        self.rows.push(Row { section: false, cells });
        if random.chance(6) {
            for _ in 0..random.between(1, 2) {
                let mut cells = row(random, self);
                let mut own = 0;
                for (cell, column) in cells.iter_mut().zip(&self.columns) {
                    let keeps = matches!(column.holds, Holds::Product | Holds::Deadline | Holds::Lead)
                        && random.chance(60);
                    own += usize::from(keeps);
                    if !keeps {
                        *cell = Cell::Merged;
                    }
                }
                if own == 0 {
                    break;
                }
                self.rows.push(Row { section: false, cells });
            }
        }
    }

    /// A score table with `count` criteria.
    #[must_use]
    pub fn scores(random: &mut Random, words: &Words, count: usize) -> Self {
        let numbers = random.between(2, 4);
        let mut columns = vec![column(Holds::Ordinal, random), column(Holds::Task, random)];
        columns.extend((0..numbers).map(|i| {
            Column {
                holds: Holds::Score,
                header: ["Điểm tối đa", "Kết quả năm 2023", "Mục tiêu năm 2024", "Kết quả năm 2022"]
                    .get(i)
                    .copied()
                    .unwrap_or("Điểm")
                    .to_owned(),
                width: 3800,
            }
        }));
        columns.push(Column {
            holds: Holds::Lead,
            header: "Đơn vị chủ trì tham mưu".to_owned(),
            width: 7500,
        });
        let mut table = Self { columns, rows: Vec::new(), title_room: 11_000 };
        for i in 1..=count {
            let cells = table
                .columns
                .iter()
                .map(|c| match c.holds {
                    Holds::Ordinal => Cell::Text(vec![if i % 5 == 1 {
                        (i / 5 + 1).to_string()
                    } else {
                        format!("{}.{}", (i - 1) / 5 + 1, (i - 1) % 5)
                    }]),
                    Holds::Task => Cell::Text(vec![words.task(random)]),
                    Holds::Score => Cell::Text(vec![words.score(random)]),
                    _ if i > 1 && random.chance(40) => Cell::Merged,
                    _ => Cell::Text(vec![words.agency(random)]),
                })
                .collect();
            table.rows.push(Row { section: false, cells });
        }
        table
    }

    /// The text that a reader of the table should give for a cell: merged cells repeat the cell above.
    #[must_use]
    pub fn expected(&self, row: usize, column: usize) -> String {
        for r in (0..=row).rev() {
            if let Some(Cell::Text(paragraphs)) = self.rows.get(r).and_then(|r| r.cells.get(column)) {
                return paragraphs.join(" ");
            }
        }
        String::new()
    }
}

fn column(holds: Holds, random: &mut Random) -> Column {
    let (headers, low, high): (&[&str], usize, usize) = match holds {
        Holds::Ordinal => (&["TT", "STT", "Số TT"], 1600, 2400),
        Holds::Task => (
            &["Nhiệm vụ", "Nội dung công việc", "Nhiệm vụ, giải pháp", "Nội dung nhiệm vụ", "Tên nhiệm vụ"],
            9000,
            17000,
        ),
        Holds::Product => (
            &["Sản phẩm", "Kết quả, sản phẩm", "Sản phẩm đầu ra", "Nội dung/sản phẩm", "Kết quả đầu ra"],
            4200,
            9000,
        ),
        Holds::Leader => {
            (&["Lãnh đạo phụ trách", "Lãnh đạo UBND tỉnh chỉ đạo", "Đồng chí phụ trách"], 4600, 8000)
        }
        Holds::Lead => {
            (&["Cơ quan chủ trì", "Đơn vị chủ trì", "Cơ quan, đơn vị chủ trì", "Chủ trì"], 5200, 11000)
        }
        Holds::Support => {
            (&["Cơ quan phối hợp", "Đơn vị phối hợp", "Cơ quan, đơn vị phối hợp", "Phối hợp"], 5200, 13000)
        }
        Holds::Deadline => (
            &["Thời gian hoàn thành", "Thời hạn", "Thời gian thực hiện", "Tiến độ", "Thời hạn hoàn thành"],
            3800,
            7500,
        ),
        Holds::Note => (&["Ghi chú", "Căn cứ", "Nguồn nhiệm vụ"], 4000, 8000),
        Holds::Score => (&["Điểm"], 3000, 4000),
    };
    let width = u32::try_from(random.between(low, high)).unwrap_or(8000);
    Column { holds, header: random.pick(headers).to_owned(), width }
}
