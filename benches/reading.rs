//! Opening and indexing a layer of a million vertices, beside a generic JSON parser in the same run.
//!
//! `cargo bench --bench reading`. The peer, serde_json's `Value`, only parses: it finds no geometry, no issues
//! and no kind, and keeps none of the file's bytes.

use std::fmt::Write as _;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use yice::formats::{Additions, ReadOptions, read_layer, write_layer};
use yice::model::Layer;

const RIVERS: usize = 20_000;
const VERTICES_EACH: usize = 50;

/// Rivers that wander by a little linear congruential generator, the same each time.
fn rivers() -> Arc<[u8]> {
    let mut text =
        String::from("{\"type\":\"FeatureCollection\",\"name\":\"rivers\",\"features\":[\n");
    let mut seed = 42_u64;
    let mut step = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        ((seed >> 33) as f64 / f64::from(1_u32 << 31) - 0.5) * 0.002
    };
    for river in 0..RIVERS {
        let separator = if river == 0 { "" } else { ",\n" };
        let _ = write!(
            text,
            "{separator}{{\"type\":\"Feature\",\"id\":\"R{river:05}\",\"properties\":{{\"river_code\":\"R{river:05}\",\"name\":\"示例河{river}\",\"target_class\":\"V\",\"length_km\":{:.3}}},\"geometry\":{{\"type\":\"LineString\",\"coordinates\":[",
            step().abs() * 1e4
        );
        let (mut lon, mut lat) = (117.0 + step() * 500.0, 39.0 + step() * 500.0);
        for vertex in 0..VERTICES_EACH {
            lon += step();
            lat += step();
            let separator = if vertex == 0 { "" } else { "," };
            let _ = write!(text, "{separator}[{lon:.7},{lat:.7}]");
        }
        text.push_str("]}}");
    }
    text.push_str("\n]}\n");
    text.into_bytes().into()
}

fn open(source: &Arc<[u8]>) -> Layer {
    let options = ReadOptions {
        file_name: "rivers.geojson",
        kind: None,
        datum: None,
        own_kinds: &[],
        progress: &|_, _| ControlFlow::Continue(()),
    };
    match read_layer(Arc::clone(source).into(), options) {
        Ok((layer, _)) => layer,
        Err(refused) => panic!("{refused}"),
    }
}

fn reading(criterion: &mut Criterion) {
    let source = rivers();
    let one =
        rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread can be had");
    let layer = open(&source);
    assert_eq!(layer.shapes.vertex_count(), RIVERS * VERTICES_EACH);
    let mut group = criterion.benchmark_group("a million vertices");
    group.sample_size(10).throughput(Throughput::Bytes(source.len() as u64));
    group.bench_function("open and index", |bencher| {
        bencher.iter_with_large_drop(|| open(black_box(&source)));
    });
    group.bench_function("open and index, one thread", |bencher| {
        bencher.iter_with_large_drop(|| one.install(|| open(black_box(&source))));
    });
    group.bench_function("serde_json Value (peer)", |bencher| {
        bencher.iter_with_large_drop(|| {
            serde_json::from_slice::<serde_json::Value>(black_box(&source)).ok()
        });
    });
    let additions = Additions {
        members: [(RIVERS / 2, vec![("yice_key".to_owned(), "\"river:R10000\"".to_owned())])]
            .into(),
        yice_member: Some("{\"format\":\"yice/1\"}".to_owned()),
        ..Additions::default()
    };
    group.bench_function("write with one feature annotated", |bencher| {
        bencher.iter_batched_ref(
            || Vec::with_capacity(source.len() + 1024),
            |out| write_layer(&layer, &additions, out),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
