// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
struct a;
typedef int (*fn)(int x, struct a *p, long z);
struct a { fn f; };
int h(struct a *p) { return 0; }
int g(fn f) { return 0; }
