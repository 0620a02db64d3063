// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
struct first { int a[10]; struct second *second; char name[16]; unsigned long flags; };
struct second { struct first first; struct third *third; union { int x; long y; } u; enum { ONE, TWO, THREE } e; };
struct third { struct second second[3]; int (*call)(struct first *, struct second *, int); };
struct third v;
