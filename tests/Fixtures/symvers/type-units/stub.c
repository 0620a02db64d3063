// SPDX-License-Identifier: GPL-2.0-only
# 1 "stub.h"
typedef unsigned int count_t;
struct node { int value; struct node *next; };
struct hooks { int (*call)(struct node *node, struct hooks *hooks); const char *name; };
struct table { struct node node; struct hooks hooks; count_t count; int low:3; int :4; int high:5; union { int i; float f; }; };
int look_up(struct table *table) { return table->count + table->high; }
struct table table;
