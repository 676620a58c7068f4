#![no_main]

libfuzzer_sys::fuzz_target!(
    init: unleaded_fuzz::begin(),
    |bytes: &[u8]| unleaded_fuzz::rows::declaration(bytes)
);
