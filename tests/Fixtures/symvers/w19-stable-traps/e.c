// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
#define R __attribute__((used, aligned(1), section(".discard.gendwarfksyms.kabi_rules")))
struct inner { int a; union { int nb; struct { int __kabi_renamedb; }; }; };
struct outer { struct inner *p; int z; };
union ign { int n; char __kabi_ignored0; };
enum all { AA, BB };
static const char R r1[] = "1\0" "enumerator_ignore\0" "all AA\0" "";
static const char R r2[] = "1\0" "enumerator_ignore\0" "all BB\0" "";
struct outer o; union ign ig; enum all al;
void fun(union ign u) {}
