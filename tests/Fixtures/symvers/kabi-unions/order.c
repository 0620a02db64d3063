// SPDX-License-Identifier: GPL-2.0-only
# 1 "order.h"
/* A restored name leaks only while the structure is being built. */
struct inner { int a; union { int nb; struct { int __kabi_renamedb; }; }; };
struct outer { struct inner *p; int z; };
struct again { struct inner *q; struct inner i; int y; };
struct deep { int first; struct outer *last; };
union u { int n; struct { long __kabi_renamedfoo; }; };
struct three { union u a, b, c; };
struct chain { struct link { struct chain *up; union u end; } link; int (*call)(struct link *, union u); };
struct inner *first; struct outer second; struct again third; struct deep fourth; struct three fifth; union u sixth; struct chain seventh;
int eighth(struct deep *x, struct three *y, union u z) { return 0; }
int ninth(struct three *x, struct deep *y) { return 0; }
