// SPDX-License-Identifier: GPL-2.0-only
	.text
	.globl	copy
	.type	copy, @function
copy:	ret
	.size	copy, .-copy
	.globl	copy_alias
	.set	copy_alias, copy
	.globl	untyped
untyped: ret
	.section .text.other, "ax"
	.globl	other
	.type	other, @function
other:	ret
	.size	other, .-other
	.data
	.globl	data
	.type	data, @object
	.size	data, 4
data:	.long	1
