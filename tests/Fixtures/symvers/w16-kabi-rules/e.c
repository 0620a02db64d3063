// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
#define R __attribute__((used, aligned(1), section(".discard.gendwarfksyms.kabi_rules")))
struct s { int a; }; enum e { A, B, C, LAST }; struct b { long a; long added; };
static const char R r1[] = "1\0" "declonly\0" "s\0" "";
static const char R r2[] = "1\0" "enumerator_ignore\0" "e C\0" "";
static const char R r3[] = "1\0" "enumerator_value\0" "e LAST\0" "2";
static const char R r4[] = "1\0" "byte_size\0" "b\0" "8";
struct s vs; enum e ve; struct b vb;
