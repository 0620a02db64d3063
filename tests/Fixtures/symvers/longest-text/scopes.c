// SPDX-License-Identifier: GPL-2.0-only
# 1 "scopes.h"
/* Several types of one name in a unit: the longest text wins. */
int first(struct s { char c; } *p) { return 0; }
int second(struct s { long long_member; int i; } *p) { return 0; }
int third(struct s *p) { return 0; }
union s { int other_kind; };
union s as_union;
typedef int s; s as_typedef;
struct t;
int inside(void) { struct t { int hidden; } t; return t.hidden; }
struct t *outside;
