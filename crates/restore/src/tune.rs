//! TEMPORARY
pub(crate) fn t(i: usize, default: f32) -> f32 {
    use std::sync::OnceLock;
    static V: OnceLock<Vec<Option<f32>>> = OnceLock::new();
    V.get_or_init(|| {
        (0..20).map(|i| std::env::var(format!("T{i}")).ok().and_then(|v| v.parse().ok())).collect()
    })
    .get(i)
    .copied()
    .flatten()
    .unwrap_or(default)
}
