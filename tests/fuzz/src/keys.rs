//! Hash maps with the same keys in each run.

/// Stands in front of the function of the C library from which the standard library takes the keys of hash maps (`RandomState`),
/// and gives zeros. With other keys in each run the ways through the hash maps of libraries differ, and with them what is found
/// worth building upon: no run could be repeated. Nothing that is fuzzed makes secrets.
///
/// # Safety
/// `length` bytes can be written at `into`, as for the function of the C library.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn getrandom(into: *mut u8, length: usize, _flags: u32) -> isize {
    // SAFETY: what the caller promises.
    unsafe { std::ptr::write_bytes(into, 0, length) };
    length.cast_signed()
}
