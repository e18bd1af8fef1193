//! Throughput of decoding and folding: `cargo bench -p vanthu-text`.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vanthu_text::{Encoding, Syllable, decode, exact_key, fold, nfc};

/// About 1 MB of invented administrative prose.
fn prose() -> String {
    "Căn cứ Kế hoạch số 57/KH-UBND ngày 14/3/2019 của Ủy ban nhân dân tỉnh về việc rà soát quy trình nội bộ,\n\
     Phòng Tài chính - Kế hoạch chủ trì, phối hợp với các đơn vị liên quan hoàn thành trước ngày 30/9/2019.\n"
        .repeat(4_000)
}

fn decoding(c: &mut Criterion) {
    let text = prose();
    let forms: [(&str, Vec<u8>); 5] = [
        ("utf8", text.clone().into_bytes()),
        ("ascii", fold(&text).into_bytes()),
        ("crlf", text.replace('\n', "\r\n").into_bytes()),
        (
            "decomposed",
            unicode_normalization::UnicodeNormalization::nfd(text.as_str()).collect::<String>().into_bytes(),
        ),
        ("utf16", text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ];
    let mut group = c.benchmark_group("decode");
    for (name, bytes) in &forms {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(*name, |b| b.iter(|| decode(black_box(bytes))));
    }
    group.finish();
}

/// Encodings before Unicode: letter for letter, and found from bytes that say nothing of it.
fn legacy(c: &mut Criterion) {
    let text = prose();
    let mut found = c.benchmark_group("found");
    for (name, line) in [
        // One line that Vietnamese text in Unicode has not makes every line be looked at.
        (
            "clean UTF-8 with French",
            "Société générale d'études de l'Indochine, « procès-verbal » du 12 août 1938\n".to_owned(),
        ),
        (
            "a mixture",
            Encoding::Tcvn3
                .encode(&text)
                .map_or_else(|_| String::new(), |b| Encoding::Windows1252.decode(&b)),
        ),
    ] {
        let bytes = [text.as_str(), &line].concat().into_bytes();
        found.throughput(Throughput::Bytes(bytes.len() as u64));
        found.bench_function(name, |b| b.iter(|| decode(black_box(&bytes))));
    }
    found.finish();
    let encodings = [Encoding::Tcvn3, Encoding::Vni, Encoding::Viscii, Encoding::Vps, Encoding::Windows1258];
    let forms: Vec<(Encoding, Vec<u8>)> =
        encodings.into_iter().filter_map(|e| Some((e, e.encode(&text).ok()?))).collect();
    let mut group = c.benchmark_group("legacy");
    for (encoding, bytes) in &forms {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        let mut out = String::new();
        group.bench_function(format!("{} decoded", encoding.name()), |b| {
            b.iter(|| {
                out.clear();
                encoding.decode_into(black_box(bytes), &mut out);
                out.len()
            })
        });
        group.bench_function(format!("{} found", encoding.name()), |b| b.iter(|| decode(black_box(bytes))));
    }
    group.finish();
}

fn comparing(c: &mut Criterion) {
    let text = prose();
    let mut group = c.benchmark_group("compare");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("nfc", |b| b.iter(|| nfc(black_box(&text)).len()));
    group.bench_function("fold", |b| b.iter(|| fold(black_box(&text))));
    group.bench_function("exact_key", |b| b.iter(|| exact_key(black_box(&text))));
    group.bench_function("syllables", |b| {
        b.iter(|| black_box(&text).split(' ').filter(|w| Syllable::parse(w).is_some()).count())
    });
    group.finish();
}

criterion_group!(benches, decoding, legacy, comparing);
criterion_main!(benches);
