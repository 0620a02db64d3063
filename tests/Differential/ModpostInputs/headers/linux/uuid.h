/* SPDX-License-Identifier: GPL-2.0-only */
/* For the kernel's mod_devicetable.h: 16 bytes each. */
#pragma once
#if __has_include(<linux/mei_uuid.h>)
#include <linux/mei_uuid.h>
#else
typedef struct { unsigned char b[16]; } uuid_le;
#endif
typedef struct { unsigned char b[16]; } guid_t;
typedef struct { unsigned char b[16]; } uuid_t;
#define UUID_STRING_LEN 36
