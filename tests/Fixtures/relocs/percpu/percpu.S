/* SPDX-License-Identifier: GPL-2.0-only */
	.text
	.globl	_start
_start:	movl	%gs:pcpu_a(%rip), %eax
	movl	%gs:pcpu_b, %eax
	movq	$init_per_cpu__pcpu_a, %rcx
	leaq	pcpu_a(%rip), %rax
	.section .data..percpu, "aw"
	.globl	pcpu_a, pcpu_b
pcpu_a:	.quad	0
pcpu_b:	.quad	0
	.quad	_start
