// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
struct s { int a; struct s *next; const char *name; };
struct s s0;
int f(struct s *p, ...) { return 0; }
void v(void) {}
