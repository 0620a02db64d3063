// SPDX-License-Identifier: GPL-2.0-only
# 1 "one.h"
struct s { int a; };
struct s *f1(struct s *p) { return p; }
int g1(long x) { return 0; }
