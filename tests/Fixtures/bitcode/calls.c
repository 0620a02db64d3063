// SPDX-License-Identifier: GPL-2.0-only
// One symbol of each kind, and initcalls in both forms that kernels have: labels in assembly, and pointer variables.
#define INITCALL(name, level) \
	__asm__(".section \".initcall" level ".init.." name "\", \"a\"\n" \
		"__initcall__" name level ":\n.long __initstub__" name level " - .\n.previous\n")

int shared_table[4] = { 1, 2, 3, 4 };
_Thread_local int per_thread;
int tentative;
extern int outside(int value);
extern int maybe __attribute__((weak));
static int counter;

__attribute__((weak)) int replaceable(void) { return 1; }
__attribute__((visibility("hidden"))) int hidden(int value) { return outside(value) + shared_table[1]; }
__attribute__((visibility("protected"))) int *protected(void) { return &maybe; }
int other_name(int value) __attribute__((alias("hidden")));
static int (*resolve(void))(int) { return hidden; }
int chosen(int value) __attribute__((ifunc("resolve")));

static int setup(void) { return ++counter; }
int __initstub__kmod_calls__20_30_late6(void) { return setup(); }
int __initstub__kmod_calls__7_10_soon6(void) { return setup() + per_thread + tentative; }
int __initstub__kmod_calls__9_12_firstearly(void) { return setup(); }
INITCALL("kmod_calls__20_30_late", "6");
INITCALL("kmod_calls__7_10_soon", "6");
INITCALL("kmod_calls__9_12_first", "early");
static int (*__initcall__kmod_calls__15_50_pointer2)(void)
	__attribute__((used, section(".initcall2.init..kmod_calls__15_50_pointer"))) = setup;

__asm__(".section \".export_symbol\",\"a\" ; __export_symbol_hidden: ; .asciz \"GPL\" ; .quad hidden ; .previous\n"
	"# not_a_label:\n"
	".globl asm_global\nasm_global: nop /* nor: this */\n"
	".weak asm_weak\nasm_weak: 1: jmp 1b\n"
	".set asm_constant, 5\nasm_other = 4\n.quad asm_undefined\n");
