// SPDX-License-Identifier: GPL-2.0-only
# 1 "b.h"
struct fwd { int now_known; enum kind { K } kind; }; struct node { struct fwd *fwd; };
struct node *node_b;
int use_b(struct node *node) { return 0; }
static int same_name(int b) { return b; }
int (*keep_b)(int) = same_name;
