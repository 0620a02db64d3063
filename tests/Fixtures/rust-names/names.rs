// SPDX-License-Identifier: GPL-2.0-only
//
// Names of every kind that Rust mangles: see regenerate.sh.
#![crate_type = "lib"]
#![allow(dead_code, uncommon_codepoints)]
pub mod m {
    pub trait Show { fn show(&self) -> u32; }
    pub struct Wrap<T>(pub T);
    pub struct Arr<T, const N: usize>(pub [T; N]);
    impl<T> Show for Wrap<T> { #[inline(never)] fn show(&self) -> u32 { std::mem::size_of::<T>() as u32 } }
    impl<T, const N: usize> Arr<T, N> { #[inline(never)] pub fn len(&self) -> usize { N } }
    impl<T> Wrap<T> { #[inline(never)] pub fn inner(&self) -> usize { std::mem::size_of::<T>() } }
}
use m::*;
#[inline(never)] pub fn generic<T>() -> usize { std::mem::size_of::<T>() }
#[inline(never)] pub fn constant<const A: i32, const B: bool, const C: char>() -> i32 { A + B as i32 + C as i32 }
#[inline(never)] pub fn big<const A: u128, const B: i128>() -> u128 { A + B as u128 }
#[inline(never)] pub fn unsized_<T: ?Sized>(t: &T) -> usize { std::mem::size_of_val(t) }
pub mod gödel { #[inline(never)] pub fn escher() -> u32 { 1 } #[inline(never)] pub fn 東京<T>() -> usize { std::mem::size_of::<T>() } }
pub fn use_all(d: &dyn Show, e: &(dyn Fn(&u8) -> u16 + Send)) -> usize {
    let c = |x: u32| x + 1;
    let _f = [1u32, 2].iter().map(|y| c(*y)).sum::<u32>() as usize;
    generic::<(u8,)>() + generic::<()>() + generic::<(u8, i64, bool)>() + generic::<&'static str>() + generic::<&mut [u8]>()
    + generic::<*const i8>() + generic::<*mut f64>() + generic::<[char; 7]>() + generic::<fn(u8, &u16) -> i32>()
    + generic::<unsafe extern "C" fn(f32)>() + generic::<extern "C" fn() -> !>() + generic::<for<'a, 'b> fn(&'a u8, &'b u8) -> &'a u8>()
    + generic::<Box<dyn Show + Send + 'static>>() + generic::<Box<dyn for<'a> Fn(&'a u8) -> &'a u8>>() + generic::<&dyn Iterator<Item = u32>>()
    + generic::<Wrap<Wrap<(i128, u128, isize)>>>() + generic::<Option<Wrap<[Wrap<u8>; 3]>>>()
    + constant::<-5, true, 'x'>() as usize + constant::<{ i32::MIN }, false, '\''>() as usize + constant::<0, false, '東'>() as usize + constant::<1, true, '\n'>() as usize + constant::<1,true,'\\'>() as usize
    + big::<{ u128::MAX }, -1>() as usize + unsized_::<[u8]>(&[1]) + unsized_::<dyn Show>(d) + unsized_::<dyn Fn(&u8) -> u16 + Send>(e) + unsized_::<str>("a")
    + gödel::escher() as usize + gödel::東京::<Wrap<u8>>() + Arr::<u16, 4>([0; 4]).len() + Wrap(1u8).inner() + Wrap("x").show() as usize
    + generic::<extern "system" fn()>() + generic::<extern "sysv64" fn(u8)>() + generic::<unsafe extern "C" fn(*const u8, ...) -> u8>()
    + m_nested(3) + generic::<Wrap<fn() -> Wrap<u8>>>()
}
#[inline(never)] pub fn m_nested(n: usize) -> usize {
    fn inner<F: Fn(usize) -> usize>(f: F, n: usize) -> usize { if n == 0 { f(n) } else { f(n - 1) } }
    struct Local; impl Show for Local { #[inline(never)] fn show(&self) -> u32 { 5 } }
    impl Drop for Local { #[inline(never)] fn drop(&mut self) { std::process::abort() } }
    let l = Local; let v: Vec<Box<dyn Show>> = vec![Box::new(l)];
    n + v[0].show() as usize
}
