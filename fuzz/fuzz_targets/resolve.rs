//! See `pamphlet_fuzz::resolve`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| pamphlet_fuzz::on_small_stack(data, pamphlet_fuzz::resolve));
