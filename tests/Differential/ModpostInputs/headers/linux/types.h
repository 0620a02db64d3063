/* SPDX-License-Identifier: GPL-2.0-only */
/* For the kernel's mod_devicetable.h: the types that it uses, without what only a configured tree has. */
#pragma once
typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed char __s8;
typedef short __s16;
typedef int __s32;
typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __u16 __le16;
typedef __u32 __le32;
typedef _Bool bool;
#define BITS_PER_LONG (8 * (int)sizeof(long))
