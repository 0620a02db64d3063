// SPDX-License-Identifier: GPL-2.0-only
# 1 "types.h"
typedef unsigned int u32;
typedef int (*compare_t)(const void *, const void *);
enum state { IDLE, BUSY = 7, FAILED = -3, HUGE_ONE = 0x7fffffff };
enum wide { SMALL, WIDE = 0x123456789aULL };
union value { u32 word; unsigned char bytes[4]; struct { unsigned lo : 16, hi : 16; }; };
struct list { struct list *next, *prev; };
struct item {
	struct list list;
	u32 flags : 3, kind : 5;
	_Bool ready : 1;
	const char *name;
	volatile int counter;
	union value value;
	compare_t compare;
	enum state state;
	struct { int x, y; } position;
	long double precise;
	_Complex double z;
	unsigned char tail[];
};
struct item *item_find(struct list *head, const char *restrict name);
struct item *item_find(struct list *head, const char *restrict name) { return 0; }
enum wide item_wide(enum state s, union value v, ...) { return WIDE; }
void item_sort(struct item **items, u32 count, compare_t compare) {}
struct item *volatile const items[3][5];
int matrix[2][3][4];
_Atomic int atomic;
__int128 big;
