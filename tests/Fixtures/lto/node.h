/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel's EXPORT_SYMBOL leaves behind, and the type that both files see. */
#ifdef NO_POINTERS
#define SYMBOL_POINTER(sym)
#else
#define SYMBOL_POINTER(sym)						\
	static typeof(sym) *__gendwarfksyms_ptr_##sym			\
		__attribute__((used, section(".discard.gendwarfksyms"))) = &sym;
#endif

#define EXPORT_SYMBOL(sym)						\
	SYMBOL_POINTER(sym)						\
	asm(".section \".export_symbol\",\"a\"\n"			\
	    "__export_symbol_" #sym ": .asciz \"\"\n .ascii \"\\0\"\n"	\
	    ".balign 8\n .quad " #sym "\n .previous")

#define EXPORTED __attribute__((visibility("default")))

struct opaque;

struct node {
	int id;
	struct node *next;
	struct opaque *op;
};

EXPORTED int a_init(struct node *n, int v);
EXPORTED int a_get(struct opaque *o);
EXPORTED int b_helper(struct node *n);
EXPORTED int b_user(struct node *n);
