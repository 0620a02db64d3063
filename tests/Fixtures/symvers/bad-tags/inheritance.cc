// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
struct base { int a; }; struct derived : base { int b; };
derived v;
