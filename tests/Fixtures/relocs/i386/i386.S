/* SPDX-License-Identifier: GPL-2.0-only */
	.text
	.globl	_start
_start:	call	helper
	movl	$counter, %eax
	.weak	weak_undef
	movl	weak_undef, %ecx
	movl	$VDSO_x, %edx
	ret
helper:	ret
	.data
	.long	_start
	.long	_end
	.globl	counter
counter: .long	0
