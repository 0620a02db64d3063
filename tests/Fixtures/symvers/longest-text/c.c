// SPDX-License-Identifier: GPL-2.0-only
# 1 "c.h"
enum kind; struct node;
struct node *node_c;
int use_c(struct node *node) { return 0; }
static int same_name(int c) { return c; }
int (*keep_c)(int) = same_name;
