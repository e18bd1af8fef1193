//! Which tasks belong together.

use std::collections::{BTreeMap, HashMap};

use crate::assignment::assign;
use crate::candidates::candidates;
use crate::evidence::{Evidence, Profile, Profiles, covered, union};
use crate::score::{ACCEPTED, ACCEPTED_KIN, Kinship, MOST_AHEAD, Model, Standing, probability};

/// Units of both sides that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    /// Old units, at least one.
    pub(crate) old: Vec<usize>,
    /// New units, at least one; one of the two lists has one.
    pub(crate) new: Vec<usize>,
    /// Probability that they do.
    pub(crate) confidence: f32,
}

/// A pair that was looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    pub(crate) old: usize,
    pub(crate) new: usize,
    pub(crate) evidence: Evidence,
    pub(crate) standing: Standing,
}

/// All groups, in the order of their first new unit.
pub(crate) fn align(profiles: &Profiles, model: &Model) -> Vec<Group> {
    let pairs = pairs(profiles, model);
    let mut groups = single(&pairs, profiles, model);
    families(&mut groups, profiles, model);
    groups.sort_by_key(|group| group.new.first().copied());
    groups
}

/// Every candidate pair with what is known of it.
pub(crate) fn pairs(profiles: &Profiles, model: &Model) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (old, (profile, candidates)) in
        profiles.old.iter().zip(candidates(&profiles.old, &profiles.new)).enumerate()
    {
        for new in candidates {
            let evidence = Evidence::between(profile, &profiles.new[new]);
            let standing = Standing { alike: model.pair.score(&evidence.0), ..Standing::default() };
            pairs.push(Pair { old, new, evidence, standing });
        }
    }
    let first = made(&pairs, profiles, |pair| pair.standing.alike);
    let (twins_old, twins_new) = (twins(&profiles.old), twins(&profiles.new));
    let best_old =
        best_two(profiles.old.len(), pairs.iter().map(|p| (p.old, twins_new[p.new], p.standing.alike)));
    let best_new =
        best_two(profiles.new.len(), pairs.iter().map(|p| (p.new, twins_old[p.old], p.standing.alike)));
    for pair in &mut pairs {
        let own = pair.standing.alike;
        pair.standing.ahead_old = ahead(own, twins_new[pair.new], best_old[pair.old]);
        pair.standing.ahead_new = ahead(own, twins_old[pair.old], best_new[pair.new]);
        pair.standing.neighbours = neighbours(pair, &first);
    }
    pairs
}

/// For each unit the first one with the very same words: tables print a task once more for another product or another time.
fn twins(profiles: &[Profile]) -> Vec<usize> {
    let mut first: HashMap<Vec<u32>, usize> = HashMap::new();
    let terms = |profile: &Profile| profile.words.iter().map(|(term, _)| *term).collect::<Vec<_>>();
    profiles.iter().enumerate().map(|(unit, profile)| *first.entry(terms(profile)).or_insert(unit)).collect()
}

/// The best partner of a unit with its score, and the best other one. Twins are one partner.
type BestTwo = [(Option<usize>, f32); 2];

/// For each unit its two best partners.
fn best_two(units: usize, scores: impl Iterator<Item = (usize, usize, f32)>) -> Vec<BestTwo> {
    let mut best = vec![[(None, f32::NEG_INFINITY); 2]; units];
    for (unit, partner, score) in scores {
        let [first, second] = &mut best[unit];
        if first.0 == Some(partner) {
            first.1 = first.1.max(score);
        } else if score > first.1 {
            *second = std::mem::replace(first, (Some(partner), score));
        } else if score > second.1 {
            *second = (Some(partner), score);
        }
    }
    best
}

/// By how much the score of a unit and a partner is ahead of the best other one.
fn ahead(own: f32, partner: usize, [first, second]: BestTwo) -> f32 {
    let rival = if first.0 == Some(partner) { second } else { first };
    (own - rival.1).clamp(-MOST_AHEAD, MOST_AHEAD)
}

/// How many of the four nearest neighbours of the old unit went to neighbours of the new one, as a share less a half.
fn neighbours(pair: &Pair, first: &[Option<usize>]) -> f32 {
    let near = [-2_isize, -1, 1, 2].into_iter().filter_map(|step| {
        let old = pair.old.checked_add_signed(step)?;
        first.get(old).map(|new| new.is_some_and(|new| new != pair.new && new.abs_diff(pair.new) <= 3))
    });
    let (all, together) = near.fold((0, 0), |(all, n), near| (all + 1, n + i32::from(near)));
    if all == 0 { 0.0 } else { together as f32 / all as f32 - 0.5 }
}

/// The best assignment by a score of pairs: for each old unit its new one.
fn made(pairs: &[Pair], profiles: &Profiles, score: impl Fn(&Pair) -> f32) -> Vec<Option<usize>> {
    let floor = (ACCEPTED / (1.0 - ACCEPTED)).ln();
    let mut edges = vec![Vec::new(); profiles.old.len()];
    for pair in pairs {
        edges[pair.old].push((pair.new, f64::from(score(pair) - floor)));
    }
    assign(&edges, profiles.new.len())
}

/// The one-to-one pairs.
pub(crate) fn single(pairs: &[Pair], profiles: &Profiles, model: &Model) -> Vec<Group> {
    let score = |pair: &Pair| model.standing.score(&pair.standing.features());
    let chosen = made(pairs, profiles, score);
    let taken = pairs.iter().filter(|pair| chosen[pair.old] == Some(pair.new));
    taken
        .map(|pair| Group { old: vec![pair.old], new: vec![pair.new], confidence: probability(score(pair)) })
        .collect()
}

/// Adds what is left over to the pairs that it is a part of.
fn families(groups: &mut [Group], profiles: &Profiles, model: &Model) {
    let [splits, mergers] = relatives(groups, profiles, model);
    let mut joined: BTreeMap<usize, bool> = BTreeMap::new();
    let mut all: Vec<(bool, Relative)> =
        splits.into_iter().map(|r| (true, r)).chain(mergers.into_iter().map(|r| (false, r))).collect();
    all.sort_by(|(_, a), (_, b)| b.probability.total_cmp(&a.probability).then(a.unit.cmp(&b.unit)));
    for (split, relative) in all {
        // A group is a split or a merger, not both.
        if relative.probability < ACCEPTED_KIN || *joined.entry(relative.group).or_insert(split) != split {
            continue;
        }
        let group = &mut groups[relative.group];
        let side = if split { &mut group.new } else { &mut group.old };
        side.push(relative.unit);
        side.sort_unstable();
        group.confidence = group.confidence.min(relative.probability);
    }
}

/// What is left over of the new side, and of the old one, each with the best pair for it.
pub(crate) fn relatives(groups: &[Group], profiles: &Profiles, model: &Model) -> [Vec<Relative>; 2] {
    [
        kin(groups, &profiles.old, &profiles.new, model, |g| (g.old[0], g.new[0])),
        kin(groups, &profiles.new, &profiles.old, model, |g| (g.new[0], g.old[0])),
    ]
}

/// A unit left over, with the pair that it may belong to.
pub(crate) struct Relative {
    pub(crate) unit: usize,
    pub(crate) group: usize,
    pub(crate) kinship: Kinship,
    pub(crate) probability: f32,
}

/// The best pair for each unit of `many` that no group has. `one` is the side that has one partner for several of `many`;
/// `ends` gives a group's unit of each.
fn kin(
    groups: &[Group],
    one: &[Profile],
    many: &[Profile],
    model: &Model,
    ends: impl Fn(&Group) -> (usize, usize),
) -> Vec<Relative> {
    let mut group_of: Vec<Option<usize>> = vec![None; one.len()];
    let mut used = vec![false; many.len()];
    for (index, group) in groups.iter().enumerate() {
        let (partner, sibling) = ends(group);
        group_of[partner] = Some(index);
        used[sibling] = true;
    }
    let alike = |a: &Profile, b: &Profile| model.pair.score(&Evidence::between(a, b).of_texts().0);
    let mut out = Vec::new();
    // Candidates are looked up from the side of the many: each of them belongs to one at most.
    let left: Vec<usize> = (0..many.len()).filter(|unit| !used[*unit]).collect();
    let left_profiles: Vec<Profile> = left.iter().map(|unit| many[*unit].clone()).collect();
    for (unit, candidates) in left.iter().zip(candidates(&left_profiles, one)) {
        let profile = &many[*unit];
        let scored: Vec<(usize, f32)> =
            candidates.into_iter().map(|partner| (partner, alike(&one[partner], profile))).collect();
        let best = scored
            .iter()
            .filter_map(|(partner, score)| {
                let group = group_of[*partner]?;
                let (_, sibling) = ends(&groups[group]);
                let rival = scored.iter().filter(|(p, _)| p != partner).map(|(_, s)| *s);
                let rival = rival.fold(f32::NEG_INFINITY, f32::max);
                let (whole, half) = (&one[*partner], &many[sibling]);
                let together = union(&half.single, &profile.single);
                let kinship = Kinship {
                    alike: *score,
                    behind: (score - alike(whole, half)).clamp(-MOST_AHEAD, MOST_AHEAD),
                    inside: covered(&profile.single, &whole.single),
                    gain: covered(&whole.single, &together) - covered(&whole.single, &half.single),
                    sibling: Evidence::between(half, profile).likeness(),
                    twin: f32::from(u8::from(half.words == profile.words)),
                    beside: f32::from(u8::from(sibling.abs_diff(*unit) <= 2)),
                    ahead: (score - rival).clamp(-MOST_AHEAD, MOST_AHEAD),
                };
                let probability = probability(model.kinship.score(&kinship.features()));
                Some(Relative { unit: *unit, group, kinship, probability })
            })
            .max_by(|a, b| a.probability.total_cmp(&b.probability).then(b.group.cmp(&a.group)));
        out.extend(best);
    }
    out
}
