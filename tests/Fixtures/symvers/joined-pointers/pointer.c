// SPDX-License-Identifier: GPL-2.0-only
# 1 "common.h"
struct thing { int x; };
extern int act(struct thing *by_pointer, long);
extern struct thing thing;
# 1 "pointer.h"
#define EXP(sym) static typeof(sym) *__gendwarfksyms_ptr_##sym \
 __attribute__((used, section(".discard.gendwarfksyms"))) = &sym;
EXP(act) EXP(thing)
