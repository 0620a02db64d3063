// SPDX-License-Identifier: GPL-2.0-only
# 1 "common.h"
struct thing { int x; };
extern int act(struct thing *by_pointer, long);
extern struct thing thing;
# 1 "definition.h"
int act(struct thing *by_definition, long count) { return 0; }
struct thing thing;
