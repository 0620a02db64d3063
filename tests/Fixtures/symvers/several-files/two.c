// SPDX-License-Identifier: GPL-2.0-only
# 1 "two.h"
struct s { int a; char longer; };
__asm__(".skip 100");
struct s *f2(struct s *p) { return p; }
