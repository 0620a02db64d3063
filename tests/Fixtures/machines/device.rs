// SPDX-License-Identifier: GPL-2.0-only
//! A crate of its own, compiled with the flags of a kernel with Rust: what modules may use of it is versioned.
#![no_std]
#![allow(dead_code)]

/// What a device may be.
#[derive(Clone, Copy)]
pub enum State {
    Off,
    On { since: u64 },
    Broken(&'static str),
}

pub struct Ring<T, const N: usize> {
    slots: [Option<T>; N],
    next: usize,
}

pub trait Operations {
    fn open(&self, mode: u32) -> Result<(), i32>;
    fn name(&self) -> &str;
}

pub struct Device<'a> {
    state: State,
    queue: Ring<core::num::NonZeroU32, 4>,
    operations: &'a dyn Operations,
    on_change: Option<fn(&Device<'_>, State)>,
}

impl<'a> Device<'a> {
    #[inline(never)]
    pub fn open(&mut self, mode: u32) -> Result<State, i32> {
        self.operations.open(mode)?;
        self.state = State::On { since: mode as u64 };
        if let Some(changed) = self.on_change {
            changed(self, self.state);
        }
        Ok(self.state)
    }

    #[inline(never)]
    pub fn push(&mut self, number: core::num::NonZeroU32) -> usize {
        let slot = self.queue.next & 3;
        self.queue.slots[slot] = Some(number);
        self.queue.next += 1;
        slot
    }
}

#[no_mangle]
pub extern "C" fn device_is_on(device: &Device<'_>) -> bool {
    matches!(device.state, State::On { .. })
}
