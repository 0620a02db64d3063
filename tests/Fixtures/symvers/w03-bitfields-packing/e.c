// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
struct bf { unsigned a:3; int b:5; _Bool c:1; char e; } __attribute__((packed));
struct al { int x; } __attribute__((aligned(32)));
struct bf bf; struct al al;
