/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel's EXPORT_SYMBOL leaves in an object file, made by hand: a label __export_symbol_NAME
 * in the section .export_symbol, and a pointer that makes the compiler describe the symbol's type.
 */
#define EXPORT_SYMBOL(sym)                                                                    \
	static typeof(sym) *__gendwarfksyms_ptr_##sym                                         \
		__attribute__((used, section(".discard.gendwarfksyms"))) = &sym;              \
	asm(".section \".export_symbol\",\"a\"\n"                                             \
	    "__export_symbol_" #sym ":\n"                                                     \
	    ".asciz \"GPL\"\n"                                                                \
	    ".ascii \"\\0\"\n"                                                                \
	    ".balign 8\n"                                                                     \
	    ".quad " #sym "\n"                                                                \
	    ".previous\n")
