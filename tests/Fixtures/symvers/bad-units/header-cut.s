# SPDX-License-Identifier: GPL-2.0-only
    .section .debug_info, "", @progbits
    .byte 5, 0, 0
