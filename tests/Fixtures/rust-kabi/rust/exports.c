// SPDX-License-Identifier: GPL-2.0-only
// What exports for the crate and for the helpers: the names are known, the types are not.
#define EXPORT(sym)                                                                                  \
    extern int sym;                                                                                  \
    static __typeof__(sym) *__gendwarfksyms_ptr_##sym                                                \
        __attribute__((used, section(".discard.gendwarfksyms"))) = &sym;                             \
    __asm__(".pushsection .export_symbol,\"a\"\n__export_symbol_" #sym ":\n.asciz \"GPL\"\n.asciz \"\"\n" \
            ".balign 8\n.quad " #sym "\n.popsection\n")
#include "exports_generated.h"
