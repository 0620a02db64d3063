// SPDX-License-Identifier: GPL-2.0-only
# 1 "a.h"
struct fwd; struct node { struct fwd *fwd; };
struct node *node_a;
int use_a(struct node *node) { return 0; }
static int same_name(int a) { return a; }
int (*keep_a)(int) = same_name;
