// SPDX-License-Identifier: GPL-2.0-only
#include "node.h"

EXPORTED int external_asm_fn(struct node *n, int k);
EXPORT_SYMBOL(external_asm_fn);

int b_helper(struct node *n)
{
	return n->next ? n->next->id : n->id;
}
EXPORT_SYMBOL(b_helper);

int b_user(struct node *n)
{
	return a_get(n->op) + b_helper(n);
}
EXPORT_SYMBOL(b_user);
