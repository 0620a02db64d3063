// SPDX-License-Identifier: GPL-2.0-only
# 1 "lto.h"
struct node { struct node *left, *right; int key; };
struct node *root;
struct node *insert(struct node *where, int key) { return where; }
static int inner(int x) { return x + 1; }
int outer(int y) { return inner(y); }
