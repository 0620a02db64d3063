# SPDX-License-Identifier: GPL-2.0-only
# Reads through the global offset table that lld makes into instructions without it. Each has a REX prefix: of the others the
# original relocs refuses the type.
        .text
        .globl _start, target, absolute
_start: mov target@GOTPCREL(%rip), %rax         # lea: relative
        cmp target@GOTPCREL(%rip), %rax         # from here on the address itself is the operand
        cmp target@GOTPCREL(%rip), %r9
        add target@GOTPCREL(%rip), %rbx
        or target@GOTPCREL(%rip), %rcx
        adc target@GOTPCREL(%rip), %rdx
        sbb target@GOTPCREL(%rip), %rsi
        and target@GOTPCREL(%rip), %rdi
        sub target@GOTPCREL(%rip), %r15
        xor target@GOTPCREL(%rip), %rbp
        test %r14, target@GOTPCREL(%rip)
        mov nowhere@GOTPCREL(%rip), %rax        # a weak symbol that is defined nowhere
        cmp VDSO_tag@GOTPCREL(%rip), %rax       # a number that the original knows as one
        mov $target, %rax                       # an ordinary place
        ret
        .weak nowhere
        .globl VDSO_tag
        .set VDSO_tag, 0x5555
        .data
        .balign 8
target: .quad target
