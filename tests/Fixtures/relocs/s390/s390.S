/* SPDX-License-Identifier: GPL-2.0-only */
	.text
	.globl	_start
_start:	larl	%r1, word
	brasl	%r14, helper
helper:	br	%r14
	.section .data, "aw"
	.balign	8
	.globl	word
word:	.quad	_start
	.quad	helper
