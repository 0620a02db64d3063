// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
struct pub { int a; }; struct fwd; enum fe;
# 1 "e.c"
struct priv { int a; }; typedef struct priv priv_t; enum pe { PA };
struct pub *p1; struct fwd *p2; priv_t *p3; enum pe p4; struct { int x; } p5;
