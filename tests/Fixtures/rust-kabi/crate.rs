// SPDX-License-Identifier: GPL-2.0-only
//! What a driver's crate exports to others: one function or static for each kind of type. Each `--cfg` changes one thing, and
//! KabiOfRustTests.cs says which versions have to change with it. No two functions are the same code, but for the last ones: LLVM
//! would make them one.
#![no_std]
#![allow(unexpected_cfgs, dead_code, missing_docs)]

use core::marker::PhantomData;

// Layout.
#[repr(C)]
pub struct Registers {
    pub control: u32,
    #[cfg(not(field_type))]
    pub status: u32,
    #[cfg(field_type)]
    pub status: i32,
    #[cfg(field_added)]
    pub mask: u32,
}
#[repr(C)]
pub struct Window {
    #[cfg(not(field_order))]
    pub first: u32,
    pub last: u32,
    #[cfg(field_order)]
    pub first: u32,
}
#[cfg_attr(alignment, repr(C, align(64)))]
#[cfg_attr(not(alignment), repr(C))]
pub struct Line {
    bytes: [u8; 64],
}
pub struct Private {
    #[cfg(not(private_field))]
    inner: u16,
    #[cfg(private_field)]
    inner: u64,
}
#[inline(never)]
pub fn registers(at: &Registers) -> u32 {
    at.control ^ 1
}
#[inline(never)]
pub fn window(at: &mut Window) -> u32 {
    at.last ^ 2
}
#[inline(never)]
pub fn line(at: &Line) -> u8 {
    at.bytes[3]
}
#[inline(never)]
pub fn private(at: &Private) -> u64 {
    at.inner as u64
}

// Enumerations: values, variants, niches.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum Speed {
    Slow = 1,
    #[cfg(not(discriminant))]
    Fast = 2,
    #[cfg(discriminant)]
    Fast = 3,
}
pub enum Event {
    Closed,
    Data(u32),
    #[cfg(variant_added)]
    Error(u32),
}
#[cfg(not(niche))]
pub type Handle = core::num::NonZeroU32;
#[cfg(niche)]
pub type Handle = u32;
#[inline(never)]
pub fn speed(value: Speed) -> u8 {
    value as u8
}
#[inline(never)]
pub fn event(value: &Event) -> u32 {
    match value {
        Event::Data(data) => *data,
        _ => 0,
    }
}
#[inline(never)]
pub fn handle(value: Option<Handle>) -> bool {
    value.is_some()
}

// Generic arguments.
pub struct Guard<State, const DEPTH: usize> {
    value: u32,
    state: PhantomData<State>,
}
pub struct Open;
pub struct Shut;
#[cfg(not(type_argument))]
pub type Current = Open;
#[cfg(type_argument)]
pub type Current = Shut;
#[cfg(not(const_argument))]
pub const DEPTH: usize = 4;
#[cfg(const_argument)]
pub const DEPTH: usize = 8;
#[inline(never)]
pub fn guard(value: &Guard<Current, 1>) -> u32 {
    value.value ^ 3
}
#[inline(never)]
pub fn depth(value: &Guard<Open, DEPTH>) -> u32 {
    value.value ^ 4
}

// Trait objects.
pub trait Device {
    fn open(&self) -> u32;
    #[cfg(method_added)]
    fn reset(&self) -> u32;
    #[cfg(not(method_type))]
    fn close(&self) -> u32;
    #[cfg(method_type)]
    fn close(&self, force: bool) -> u32;
}
#[cfg(not(trait_bound))]
pub type AnyDevice = dyn Device;
#[cfg(trait_bound)]
pub type AnyDevice = dyn Device + Send;
#[inline(never)]
pub fn device(value: &AnyDevice) -> u32 {
    value.open()
}

// Functions.
#[cfg(not(callback_type))]
pub type Callback = fn(u32) -> u32;
#[cfg(callback_type)]
pub type Callback = fn(u64) -> u32;
#[cfg(not(callback_abi))]
pub type Other = fn(u32) -> u32;
#[cfg(callback_abi)]
pub type Other = extern "C" fn(u32) -> u32;
#[inline(never)]
pub fn call(function: Callback) -> u32 {
    function(1)
}
#[inline(never)]
pub fn call_other(function: Other) -> u32 {
    function(2)
}
#[cfg(not(mutability))]
#[inline(never)]
pub fn borrow(value: &u32) -> u32 {
    *value ^ 5
}
#[cfg(mutability)]
#[inline(never)]
pub fn borrow(value: &mut u32) -> u32 {
    *value ^ 5
}
#[cfg(not(parameter_name))]
#[inline(never)]
pub fn named(first: u32) -> u32 {
    first + 3
}
#[cfg(parameter_name)]
#[inline(never)]
pub fn named(other: u32) -> u32 {
    other + 3
}
#[cfg(not(safety))]
#[inline(never)]
pub fn safe(value: u32) -> u32 {
    value + 5
}
#[cfg(safety)]
#[inline(never)]
/// # Safety
/// None.
pub unsafe fn safe(value: u32) -> u32 {
    value + 5
}
#[inline(never)]
pub fn lifetime<'a>(
    first: &'a u32,
    #[cfg(not(lifetimes))] second: &'a u32,
    #[cfg(lifetimes)] second: &u32,
) -> &'a u32 {
    if *second == 0 {
        panic!()
    }
    first
}

// What is compiled into those who use it.
pub struct Buffer {
    length: u32,
}
#[cfg(drop_added)]
impl Drop for Buffer {
    fn drop(&mut self) {
        self.length = 0;
    }
}
#[inline(never)]
pub fn buffer() -> Buffer {
    Buffer { length: limit() }
}
#[inline(always)]
pub fn limit() -> u32 {
    #[cfg(not(inline_body))]
    let limit = 16;
    #[cfg(inline_body)]
    let limit = 32;
    limit
}
pub const VERSION: u32 = if cfg!(constant) { 2 } else { 1 };

// Data.
#[repr(C)]
pub struct Limits {
    pub least: u16,
    #[cfg(not(static_type))]
    pub most: u16,
    #[cfg(static_type)]
    pub most: u32,
}
#[no_mangle]
pub static LIMITS: Limits = Limits { least: 1, most: 9 };

// Methods: named in the declaration of their type.
impl Registers {
    #[inline(never)]
    pub fn enable(&mut self, on: bool) -> bool {
        let before = self.control != 0;
        self.control = on as u32;
        before
    }
}

// A name longer than the 55 bytes that module versions had room for.
#[inline(never)]
pub fn a_function_whose_name_is_longer_than_the_old_limit_of_the_versions_of_modules(value: &Registers) -> u32 {
    value.control + 7
}

// The same code: the linker's symbols are two, the entries of the debugging information need not be.
#[inline(never)]
pub fn twin(value: u32) -> u32 {
    value ^ 0x55
}
#[cfg(not(twin_type))]
#[inline(never)]
pub fn twin_too(value: u32) -> u32 {
    value ^ 0x55
}
#[cfg(twin_type)]
#[inline(never)]
pub fn twin_too(value: i32) -> u32 {
    value as u32 ^ 0x55
}
