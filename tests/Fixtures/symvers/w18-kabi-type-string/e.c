// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
#define R __attribute__((used, aligned(1), section(".discard.gendwarfksyms.kabi_rules")))
struct x { long a; }; struct x vx; int vy;
static const char R r1[] = "1\0" "type_string\0" "s#x\0" "structure_type x { member pointer_type { s#'no such' } p }";
static const char R r2[] = "1\0" "type_string\0" "s#'no such'\0" "structure_type no such { }";
static const char R r3[] = "1\0" "type_string\0" "vy\0" "variable s#x";
