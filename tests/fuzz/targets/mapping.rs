#![no_main]

use libfuzzer_sys::Corpus;

libfuzzer_sys::fuzz_target!(
    init: unleaded_fuzz::begin(),
    |bytes: &[u8]| -> Corpus { unleaded_fuzz::mapping(bytes) }
);
