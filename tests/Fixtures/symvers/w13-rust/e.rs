// SPDX-License-Identifier: GPL-2.0-only
#![no_std]
pub enum E { A, B(u8), C { x: u64 } }
#[repr(i16)] pub enum Neg { X = -1, Y = 2 }
pub struct P<const N: usize> { pub e: E, s: &'static [u8], a: [u16; N], f: fn(u32) -> i8 }
#[no_mangle] pub extern "C" fn rf(p: &P<4>, n: Neg) -> Result<u32, E> { Err(E::A) }
