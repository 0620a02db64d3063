/* SPDX-License-Identifier: GPL-2.0-only */
	.text
	.globl	_start, helper
_start:	call	helper
	movq	$counter, %rdi
	movl	$VDSO_tag, %esi
	leaq	message(%rip), %rdx
	ret
helper:	movl	counter(,%rax,4), %eax
	ret
	.section .rodata, "a"
message: .asciz	"hi"
	.balign	8
table:	.quad	_start, helper + 2
	.long	message - ., __crc_foo
	.data
	.globl	counter
counter: .quad	0
self:	.quad	self
edge:	.quad	_end
	.section .notes, "a", @note
	.long	4, 8, 1; .asciz	"abc"; .quad	_start
	.section .modinfo, "a"
	.asciz	"toy.license=GPL"; .asciz	"toy.file=drivers/toy/toy"
	.asciz	"two.file=lib/one lib/two"; .byte	0
	.section .debug_demo, "", @progbits
	.quad	helper
	.globl	__crc_foo
	.set	__crc_foo, 0x1234abcd
	.section .rodata
	.globl	__mod_device_table__kmod_toy__of__ids
__mod_device_table__kmod_toy__of__ids: .quad 7
