// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
struct an { struct { int a; union { int b; long c; }; }; enum { X1, X2 = 300 } en; };
typedef struct { int q; } anon_t;
struct an an; anon_t t; struct { char z; } bare[2];
