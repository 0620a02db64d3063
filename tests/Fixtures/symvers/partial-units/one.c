// SPDX-License-Identifier: GPL-2.0-only
# 1 "common.h"
struct page { unsigned long flags; struct page *next; struct { int count; void *owner; } ref; const char *label; };
struct zone { struct page *free[11]; unsigned long present, spanned; char name[16]; struct zone *fallback; };
typedef int (*walk_t)(struct zone *zone, struct page *page, unsigned long argument);
enum order { ORDER_NONE, ORDER_ONE, ORDER_TWO, ORDER_BIG = 10, ORDER_HUGE = 11, ORDER_MAXIMUM = 0x7ffffff };
# 2 "one.h"
struct page *one_alloc(struct zone *zone, enum order order) { return zone->free[order]; }
int one_walk(struct zone *zone, walk_t walk) { return walk(zone, 0, 1); }
struct zone one_zone;
