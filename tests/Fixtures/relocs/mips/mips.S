/* SPDX-License-Identifier: GPL-2.0-only */
	.set	noreorder
	.text
	.globl	_start, target
_start:	lui	$t0, %hi(target)
	addiu	$t0, $t0, %lo(target)
	j	target
	nop
	b	target
	nop
target:	jr	$ra
	nop
	.data
	.balign	32
	.word	_start
	.weak	nowhere
	.word	nowhere
	.section __ex_table, "a"
	.word	_start, target
	.section .data.reloc, "aw"
	.word	0xffffffff
	.space	0x3c
