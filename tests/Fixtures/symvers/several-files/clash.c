// SPDX-License-Identifier: GPL-2.0-only
# 1 "clash.h"
struct t { char c; };
struct t f3(char q) { struct t t = {q}; return t; }
int g1(int first_wins) { return 0; }
