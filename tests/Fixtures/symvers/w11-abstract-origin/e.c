// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
inline int inl(int p); extern inline int inl(int p) { return p + 1; }
int user(int *d) { __builtin_memcpy(d, d + 9, d[3]); return inl(3); }
int asml(int a) __asm__("realname"); int asml(int a) { return a; }
