// SPDX-License-Identifier: GPL-2.0-only
#![no_std]
#![allow(dead_code, improper_ctypes_definitions, unused_variables)]
use core::num::NonZeroU32;

// Enumerations: without and with data, explicit values, niches, 128-bit values, one and no variant.
#[derive(Clone, Copy)]
pub enum Plain { First, Second = 5, Third }
#[repr(u8)] #[derive(Clone, Copy)]
pub enum Byte { Low = 1, High = 255 }
#[repr(i64)] #[derive(Clone, Copy)]
pub enum Signed { Min = i64::MIN, Minus = -1, Max = i64::MAX }
#[repr(u128)]
pub enum Wide { Small(u8) = 1, Huge(u16) = 0x1_0000_0000_0000_0000 }
#[repr(C)]
pub enum Tagged { Nothing, Number(i32), Pair(u8, u16), Named { key: u32, value: u64 } }
pub enum Single { Only(u32) }
pub enum Never {}
pub enum Nested { Outer(Option<Plain>), Deep { inner: Result<u8, Byte> }, None }

// Aggregates.
pub struct Unit;
pub struct Wrapped(pub u32, u8);
pub struct Generic<T, const N: usize> { pub items: [T; N], pub first: Option<T> }
#[repr(C)] pub struct Layout { a: u8, b: u32, c: [[u16; 3]; 2] }
#[repr(C, packed)] pub struct Packed { a: u8, b: u64 }
#[repr(align(64))] pub struct Aligned(u8);
#[repr(transparent)] pub struct Transparent(u64);
pub union Either { word: u32, bytes: [u8; 4], nested: (u16, u16) }
pub struct List<'a> { pub next: Option<&'a List<'a>>, pub value: char, pub flag: bool, pub unit: () }

pub trait Shape { fn area(&self) -> u64; fn scale(&mut self, by: u32); }
impl Shape for Wrapped { fn area(&self) -> u64 { self.0 as u64 } fn scale(&mut self, by: u32) { self.0 *= by } }
impl Wrapped { #[no_mangle] pub extern "C" fn wrapped_sum(&self, other: &mut Wrapped) -> u32 { self.0 + other.0 } }

#[no_mangle] pub fn enums(p: Plain, b: Byte, s: Signed, t: &Tagged, n: &Nested, o: Single) -> Option<Byte> { None }
#[no_mangle] pub fn wide(w: &Wide, n: Option<&Never>) -> i128 { 0 }
#[no_mangle] pub fn niches(a: Option<&u8>, b: Option<Option<bool>>, c: Option<NonZeroU32>, d: Result<(), u8>, e: Option<char>) {}
#[no_mangle] pub fn tuples(a: (u8, u16, (i32, f64)), b: (), c: (Plain,)) -> (usize, isize) { (0, 0) }
#[no_mangle] pub fn slices(a: &[u32], b: &mut [Wrapped], c: &str, d: *const [u8], e: &[&[&str]; 2]) {}
#[no_mangle] pub fn generics(a: &Generic<u8, 3>, b: Generic<Option<u16>, 0>, c: &Generic<fn(u8), 1>) {}
#[no_mangle] pub fn layouts(a: Layout, b: &Packed, c: &Aligned, d: Transparent, e: &Either, f: Unit) {}
#[no_mangle] pub fn pointers(a: *const u8, b: *mut Wrapped, c: &mut &Wrapped, d: *const (), e: *mut *mut List) {}
#[no_mangle] pub fn functions(a: fn(u8, &str) -> u32, b: extern "C" fn(*const u8) -> i32, c: unsafe fn(), d: fn() -> !) {}
#[no_mangle] pub fn objects(a: &dyn Shape, b: &mut (dyn Shape + Send), c: *const dyn Fn(u8) -> u16) -> u64 { a.area() }
#[no_mangle] pub fn list(l: &List) -> bool { true }
#[no_mangle] pub extern "C" fn diverges() -> ! { loop {} }
pub fn mangled(w: &Wrapped) -> u8 { w.1 }
pub mod inner { pub mod deeper { pub struct Hidden { pub x: u8 } pub fn reach(h: &Hidden) -> u8 { h.x } } }
#[no_mangle] pub static TABLE: [Option<&'static str>; 2] = [None, Some("x")];
#[no_mangle] pub static mut STATE: Layout = Layout { a: 0, b: 0, c: [[0; 3]; 2] };
#[no_mangle] pub static OBJECT: &(dyn Shape + Sync) = &Wrapped(1, 2);
