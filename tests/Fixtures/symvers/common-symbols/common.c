// SPDX-License-Identifier: GPL-2.0-only
# 1 "common.h"
struct a { int x; };
struct b { long y; };
struct a *first;
struct b *second;
int third;
struct b fourth;
