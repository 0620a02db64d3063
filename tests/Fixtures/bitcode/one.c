// SPDX-License-Identifier: GPL-2.0-only
// A second object with initcalls, for archives.
int __initstub__kmod_one__3_4_one6(void) { return 0; }
__asm__(".section \".initcall6.init..kmod_one__3_4_one\", \"a\"\n"
	"__initcall__kmod_one__3_4_one6:\n.long __initstub__kmod_one__3_4_one6 - .\n.previous\n");
