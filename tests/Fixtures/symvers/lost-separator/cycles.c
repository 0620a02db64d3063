// SPDX-License-Identifier: GPL-2.0-only
# 1 "cycles.h"
/* Function types that lead back to themselves, entered in different ways. */
struct one; struct two; struct three; union four;
typedef int (*second_t)(int x, struct one *p, long z);
typedef int (*third_t)(int x, char y, struct two *p, long z);
typedef void (*array_t)(int (*rows)[4], struct three *p);
typedef void (*two_at_once_t)(long, struct one *, struct two *, union four *);
typedef int (*nested_t)(int, int (*inner)(int, struct three *, struct two *), char);
struct one { second_t call; };
struct two { third_t call; struct one *one; };
struct three { array_t call; int (*direct)(long, struct three *, struct one); };
union four { two_at_once_t call; union four *next; void (*last)(int, union four); };
struct five { int (*a)(int, struct five *); int (*b)(int, struct five *); int (*c)(struct five *, int, struct five *); };
int h1(struct one *p) { return 0; }
int g1(second_t f) { return 0; }
int h2(struct two *p) { return 0; }
int g2(third_t f) { return 0; }
int h3(struct three *p) { return 0; }
void g3(array_t f) { }
int h4(union four *p) { return 0; }
void g4(two_at_once_t f) { }
struct five five; nested_t nested;
int (*g5)(int, struct five *);
void mixed(array_t a, second_t s, two_at_once_t t, third_t u) { }
