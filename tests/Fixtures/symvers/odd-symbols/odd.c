// SPDX-License-Identifier: GPL-2.0-only
# 1 "odd.h"
struct s { int a; };
extern struct s absolute, absolute_too; extern long elsewhere;
__asm__(".globl absolute, absolute_too, unlucky, weak_one, hidden_one\n.set absolute, 64\n.set absolute_too, 64\n.set unlucky, 64\n.weak weak_one\n.hidden hidden_one\n");
struct s *use(void) { return absolute.a ? &absolute_too : 0; }
int weak_one(int a) { return elsewhere; }
long hidden_one(long b) { return b; }
static int local_one(int c) { return c; }
int (*keep)(int) = local_one;
int tls_next; __thread int tls_one; __thread struct s *tls_two;
__attribute__((ifunc("resolve"))) int indirect(int);
static int (*resolve(void))(int) { return local_one; }
int caf\u00e9(int x) { return x; }
__attribute__((section(".odd.section"))) int spaced;
