//! What a comparison says: the output's own words (`schemas/diff.schema.json`).

use std::collections::BTreeMap;

use serde::Serialize;
use vanthu_appendix::model::{Provenance, Source};
use vanthu_document::PartialDate;
use vanthu_document::model::Period;

/// Always the value of [`Diff::schema`].
pub const SCHEMA: &str = "vanthu/diff/1";

/// One of the two appendices.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Compared {
    /// The file.
    #[serde(flatten)]
    pub source: Source,
    /// Number and symbol of the document, where they are printed.
    pub number: Option<String>,
    /// The time that it is for.
    pub period: Option<Period>,
    /// Label of the appendix as printed.
    pub appendix: String,
    /// Title of the appendix as printed.
    pub title: String,
}

/// How tasks of the two appendices belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// One task on each side that says the same; it may stand in another section ([`Match::section_moved`]).
    Same,
    /// One task on each side, and something in it changed.
    Changed,
    /// One old task became several.
    Split,
    /// Several old tasks became one.
    Merged,
}

/// The field that a change is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The task's text.
    Task,
    /// Product.
    Product,
    /// Leader.
    Leader,
    /// Lead agencies.
    Lead,
    /// Coordinating agencies.
    Support,
    /// Deadline.
    Deadline,
    /// The section that the task stands in: known to the program's own reports; in JSON a [match](Match) says
    /// `section_moved` instead.
    #[schemars(skip)]
    Section,
}

/// Why a field changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Other words.
    Wording,
    /// An abbreviation written out, or words abbreviated.
    Abbreviation,
    /// The year went on with the plan's own.
    YearRolled,
    /// A slip of typing or printing, made or mended: marks, letters.
    TypingError,
    /// A leader who was named is now given by office.
    LeaderToRole,
    /// Another leader.
    LeaderChanged,
    /// The agency has another name, and no act is known that ended the old one.
    AgencyRenamed,
    /// The agency ended, and this is its successor.
    AgencySucceeded,
    /// The district level ended; communes take its place.
    DistrictToCommune,
    /// The old agency lives on, but is known to have handed the work to the new one.
    Transferred,
    /// An agency came in.
    AgencyAdded,
    /// An agency went out.
    AgencyDropped,
    /// A lead agency supports now, or the other way round.
    LeadSupportSwapped,
    /// Another agency answers for the task.
    Reassigned,
    /// Another product.
    ProductChanged,
    /// The deadline moved against the plan's own year.
    DeadlineMoved,
    /// A deadline that names a time became one that names none, or the other way round.
    DeadlineRestated,
    /// It recurs at other intervals, or did not recur before.
    RecurrenceChanged,
    /// The task stands in another section.
    SectionMoved,
}

/// How far a deadline moved, once the plan's years are counted off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Shift {
    /// Days, positive for later.
    pub days: i32,
    /// Quarters of a year, positive for later.
    pub quarters: i32,
}

/// A change in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Change {
    /// The field.
    pub field: Field,
    /// What is concerned of the old text as printed; `null` where something came in.
    pub old: Option<String>,
    /// What is concerned of the new text as printed; `null` where something went out.
    pub new: Option<String>,
    /// Why.
    pub cause: Cause,
    /// Whether it changes who does what by when. Administrative churn does not.
    pub material: bool,
    /// First day of what caused it, where an act did and the day is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<PartialDate>,
    /// Number of the act that caused it, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// How far the deadline moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shift: Option<Shift>,
}

/// A task of one side with what it says, so that a comparison can be read by itself.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct TaskView {
    /// Its ordinal as printed, or `#` and its place in the table where none is printed.
    pub ordinal: String,
    /// Its place in the appendix' list of tasks, from 0.
    pub index: usize,
    /// Sections above it, outermost first, with their labels.
    pub section: Vec<String>,
    /// Text; of sub-rows with texts of their own, each on its own line.
    pub task: String,
    /// Product.
    pub product: Option<String>,
    /// Leader.
    pub leader: Option<String>,
    /// Lead agencies as printed.
    pub lead: Vec<String>,
    /// Their canonical ids.
    pub lead_agencies: Vec<String>,
    /// Coordinating agencies as printed.
    pub support: Vec<String>,
    /// Their canonical ids.
    pub support_agencies: Vec<String>,
    /// Deadline as printed.
    pub deadline: Option<String>,
    /// Where it stands in its source.
    pub provenance: Provenance,
}

/// The changes of a row's own fields.
fn within_the_row<S: serde::Serializer>(changes: &[Change], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(changes.iter().filter(|change| change.field != Field::Section))
}

/// Tasks of both sides that belong together.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Match {
    /// Ordinals of the old tasks.
    pub old: Vec<String>,
    /// Ordinals of the new tasks.
    pub new: Vec<String>,
    /// How they belong together.
    pub relation: Relation,
    /// Probability that a careful reader would say the same, 0 to 1.
    pub confidence: f32,
    /// Whether a person should look at it before anything is built on it.
    pub review: bool,
    /// Section of the old task as printed, label and title.
    pub old_section: Option<String>,
    /// Section of the new task.
    pub new_section: Option<String>,
    /// Whether the task stands in another section now.
    pub section_moved: bool,
    /// What changed, field by field.
    #[serde(serialize_with = "within_the_row")]
    pub changes: Vec<Change>,
    /// The old tasks.
    pub old_tasks: Vec<TaskView>,
    /// The new tasks.
    pub new_tasks: Vec<TaskView>,
}

/// A task that only the new side has.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Added {
    /// Its ordinal.
    pub new: Vec<String>,
    /// The task.
    pub new_tasks: Vec<TaskView>,
}

/// A task that only the old side has.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Removed {
    /// Its ordinal.
    pub old: Vec<String>,
    /// The task.
    pub old_tasks: Vec<TaskView>,
}

/// An agency that the new document names although it had ended by then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct StaleAgency {
    /// Ordinal of the new task.
    pub new: String,
    /// The name as printed.
    pub text: String,
    /// Its canonical id.
    pub agency: String,
    /// First day without it.
    pub since: Option<PartialDate>,
    /// Number of the act that ended it.
    pub act: Option<String>,
    /// What came after it.
    pub successor: String,
}

/// Numbers that say it all at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, schemars::JsonSchema)]
pub struct Counts {
    /// Tasks of the old side.
    pub old: usize,
    /// Tasks of the new side.
    pub new: usize,
    /// Matches that say the same.
    pub same: usize,
    /// Matches of one task each in which something changed.
    pub changed: usize,
    /// Changed matches with a material change.
    pub material: usize,
    /// Matches that stand in another section, whatever else changed in them.
    pub moved: usize,
    /// Old tasks that became several.
    pub split: usize,
    /// New tasks that several became.
    pub merged: usize,
    /// Tasks that only the new side has.
    pub added: usize,
    /// Tasks that only the old side has.
    pub removed: usize,
    /// Matches that a person should look at.
    pub review: usize,
    /// Changes by cause.
    pub causes: BTreeMap<Cause, usize>,
}

/// What changed between two appendices: what `vanthu diff --format json` writes.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Diff {
    /// Always `vanthu/diff/1`.
    pub schema: String,
    /// The old side.
    pub old: Compared,
    /// The new side.
    pub new: Compared,
    /// Tasks that belong together, in the new side's order.
    pub matches: Vec<Match>,
    /// Tasks that only the new side has.
    pub added: Vec<Added>,
    /// Tasks that only the old side has.
    pub removed: Vec<Removed>,
    /// Agencies that the new document names although they had ended.
    pub stale: Vec<StaleAgency>,
    /// Numbers.
    pub counts: Counts,
}

impl Diff {
    /// Whether the two sides say the same in the same sections.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.matches.iter().all(|m| m.relation == Relation::Same && !m.section_moved)
    }
}
