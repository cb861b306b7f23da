//! Stands between a program and the system: lets the n-th call that writes below a folder fail, or
//! kills the program there. Built by `tests/it/faults.rs`, loaded with LD_PRELOAD. FAULT_DIR: the
//! folder; FAULT_AT: n, from 1; FAULT_ERRNO: the error, 0 to kill; FAULT_LOG: a file that gets a
//! line when the n-th call was reached. Linux on x86-64 only: it makes the calls by number.

use std::ffi::{CStr, c_char, c_int, c_long, c_uint, c_void};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

unsafe extern "C" {
    fn syscall(number: c_long, ...) -> c_long;
    fn getenv(name: *const c_char) -> *const c_char;
    fn __errno_location() -> *mut c_int;
}

const WRITE: c_long = 1;
const GETPID: c_long = 39;
const KILL: c_long = 62;
const FSYNC: c_long = 74;
const RENAME: c_long = 82;
const MKDIR: c_long = 83;
const RMDIR: c_long = 84;
const UNLINK: c_long = 87;
const OPENAT: c_long = 257;
const AT_FDCWD: c_long = -100;
const WRITES: c_int = 0o1 | 0o2 | 0o100;

static CALLS: AtomicUsize = AtomicUsize::new(0);
/// Files that are open for writing, by their descriptors.
static OURS: [AtomicBool; 1024] = [const { AtomicBool::new(false) }; 1024];

fn variable(name: &CStr) -> Option<&'static CStr> {
    let value = unsafe { getenv(name.as_ptr()) };
    (!value.is_null()).then(|| unsafe { CStr::from_ptr(value) })
}

fn number(name: &CStr) -> usize {
    variable(name)
        .and_then(|text| text.to_str().ok()?.parse().ok())
        .unwrap_or(0)
}

/// The path is below the folder that is watched.
fn is_ours(path: *const c_char) -> bool {
    let Some(folder) = variable(c"FAULT_DIR") else {
        return false;
    };
    let path = unsafe { CStr::from_ptr(path) };
    path.to_bytes()
        .windows(folder.to_bytes().len())
        .any(|part| part == folder.to_bytes())
}

/// This is the call: it must fail. Or the program ends here.
fn hit() -> bool {
    if CALLS.fetch_add(1, Ordering::SeqCst) + 1 != number(c"FAULT_AT") {
        return false;
    }
    if let Some(log) = variable(c"FAULT_LOG") {
        unsafe {
            let file = syscall(
                OPENAT,
                AT_FDCWD,
                log.as_ptr(),
                WRITES as c_long,
                0o644 as c_long,
            );
            syscall(WRITE, file, c"hit\n".as_ptr(), 4 as c_long);
        }
    }
    match number(c"FAULT_ERRNO") {
        0 => unsafe {
            syscall(KILL, syscall(GETPID), 9 as c_long);
        },
        errno => unsafe { *__errno_location() = errno as c_int },
    }
    true
}

fn open(path: *const c_char, flags: c_int, mode: c_uint) -> c_int {
    let writes = flags & WRITES != 0 && is_ours(path);
    if writes && hit() {
        return -1;
    }
    let file = unsafe {
        syscall(
            OPENAT,
            AT_FDCWD,
            path,
            c_long::from(flags),
            c_long::from(mode),
        )
    } as c_int;
    if let Some(ours) = usize::try_from(file).ok().and_then(|file| OURS.get(file)) {
        ours.store(writes, Ordering::SeqCst);
    }
    file
}

#[unsafe(no_mangle)]
pub extern "C" fn open64(path: *const c_char, flags: c_int, mode: c_uint) -> c_int {
    open(path, flags, mode)
}

fn of_ours(file: c_int) -> bool {
    usize::try_from(file)
        .ok()
        .and_then(|file| OURS.get(file))
        .is_some_and(|ours| ours.load(Ordering::SeqCst))
}

#[unsafe(no_mangle)]
pub extern "C" fn write(file: c_int, bytes: *const c_void, count: usize) -> isize {
    if of_ours(file) && hit() {
        return -1;
    }
    unsafe { syscall(WRITE, c_long::from(file), bytes, count) as isize }
}

#[unsafe(no_mangle)]
pub extern "C" fn fsync(file: c_int) -> c_int {
    if of_ours(file) && hit() {
        return -1;
    }
    unsafe { syscall(FSYNC, c_long::from(file)) as c_int }
}

#[unsafe(no_mangle)]
pub extern "C" fn rename(from: *const c_char, to: *const c_char) -> c_int {
    if is_ours(to) && hit() {
        return -1;
    }
    unsafe { syscall(RENAME, from, to) as c_int }
}

#[unsafe(no_mangle)]
pub extern "C" fn unlink(path: *const c_char) -> c_int {
    if is_ours(path) && hit() {
        return -1;
    }
    unsafe { syscall(UNLINK, path) as c_int }
}

#[unsafe(no_mangle)]
pub extern "C" fn mkdir(path: *const c_char, mode: c_uint) -> c_int {
    if is_ours(path) && hit() {
        return -1;
    }
    unsafe { syscall(MKDIR, path, c_long::from(mode)) as c_int }
}

#[unsafe(no_mangle)]
pub extern "C" fn rmdir(path: *const c_char) -> c_int {
    if is_ours(path) && hit() {
        return -1;
    }
    unsafe { syscall(RMDIR, path) as c_int }
}
