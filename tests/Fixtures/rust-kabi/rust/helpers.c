// SPDX-License-Identifier: GPL-2.0-only
// What C defines as macros and inline functions, for Rust.
struct lock {
    unsigned int owner;
    unsigned short next;
};
unsigned int rust_helper_owner(struct lock *lock);
unsigned int rust_helper_owner(struct lock *lock)
{
    return lock->owner;
}
