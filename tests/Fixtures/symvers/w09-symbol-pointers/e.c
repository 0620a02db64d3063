// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
#define EXP(sym) static typeof(sym) *__gendwarfksyms_ptr_##sym \
 __attribute__((used, section(".discard.gendwarfksyms"))) = &sym;
struct pub { int x; };
extern int ef(struct pub *p, int q); extern struct pub ev; extern const char tab[];
typedef int fn_t(int); extern fn_t tdf;
EXP(ef) EXP(ev) EXP(tab) EXP(tdf)
