// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
typedef int fn(const char *, ...);
typedef const volatile int cvi;
fn *fp; cvi cv; char *const restrict cr; const void *cvp; const char *const tab[2];
void (*nr)(void) __attribute__((noreturn));
int (*ret(void))(int a) { return 0; }
