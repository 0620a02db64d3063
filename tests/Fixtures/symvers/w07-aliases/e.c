// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
int real(int x) { return x; }
extern long ali(char c) __attribute__((alias("real")));
