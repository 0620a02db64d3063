// SPDX-License-Identifier: GPL-2.0-only
#include "node.h"
#include "opaque.h"

#ifdef RULE
static const char __gendwarfksyms_rule_0[]
	__attribute__((used, aligned(1), section(".discard.gendwarfksyms.kabi_rules"))) =
	"1\0declonly\0node\0";
#endif

EXPORTED struct node a_list;
EXPORT_SYMBOL(a_list);

int a_init(struct node *n, int v)
{
	n->id = v;
	return b_helper(n);
}
EXPORT_SYMBOL(a_init);

int a_get(struct opaque *o)
{
	return o->x + o->y[1];
}
EXPORT_SYMBOL(a_get);

EXPORTED int unused_export(unsigned long q)
{
	return q + 1;
}
EXPORT_SYMBOL(unused_export);
