// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
typedef unsigned long ul;
enum e { A, B = 5, C = -1 };
union u { int i; float f; };
struct m { int d[2][3]; char flex[]; };
struct z { char d[0]; };
ul g(enum e x, union u *y, struct m *p, struct z *q) { return 0; }
