// SPDX-License-Identifier: GPL-2.0-only
.globl asmfn
.type asmfn, @function
asmfn: ret
.size asmfn, .-asmfn
