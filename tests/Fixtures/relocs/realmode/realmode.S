/* SPDX-License-Identifier: GPL-2.0-only */
	.text
	.code16
	.globl	_start
_start:	ljmpw	$real_mode_seg, $after
after:	movw	$after, %ax
	.code32
	movl	$pa_table, %ebx
	ret
	.data
	.long	pa_table
	.long	pa_entry16
	.long	table
	.word	real_mode_seg
table:	.word	0
	.globl	table, entry16
	.equ	entry16, table
