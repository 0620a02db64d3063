// SPDX-License-Identifier: GPL-2.0-only
// A definition is private if the name of its file ends in exactly .c.
# 1 "a.c"
struct s0 { int m; }; enum e0 { E0 }; union u0 { char c; }; typedef struct { int t; } t0; struct s0 v0; enum e0 w0; union u0 x0; t0 y0;
# 1 "a.h"
struct s1 { int m; }; enum e1 { E1 }; union u1 { char c; }; typedef struct { int t; } t1; struct s1 v1; enum e1 w1; union u1 x1; t1 y1;
# 1 "a.C"
struct s2 { int m; }; enum e2 { E2 }; union u2 { char c; }; typedef struct { int t; } t2; struct s2 v2; enum e2 w2; union u2 x2; t2 y2;
# 1 "a.cc"
struct s3 { int m; }; enum e3 { E3 }; union u3 { char c; }; typedef struct { int t; } t3; struct s3 v3; enum e3 w3; union u3 x3; t3 y3;
# 1 "a.c.h"
struct s4 { int m; }; enum e4 { E4 }; union u4 { char c; }; typedef struct { int t; } t4; struct s4 v4; enum e4 w4; union u4 x4; t4 y4;
# 1 "a.h.c"
struct s5 { int m; }; enum e5 { E5 }; union u5 { char c; }; typedef struct { int t; } t5; struct s5 v5; enum e5 w5; union u5 x5; t5 y5;
# 1 "dir.c/file"
struct s6 { int m; }; enum e6 { E6 }; union u6 { char c; }; typedef struct { int t; } t6; struct s6 v6; enum e6 w6; union u6 x6; t6 y6;
# 1 "dir.h/file.c"
struct s7 { int m; }; enum e7 { E7 }; union u7 { char c; }; typedef struct { int t; } t7; struct s7 v7; enum e7 w7; union u7 x7; t7 y7;
# 1 ".c"
struct s8 { int m; }; enum e8 { E8 }; union u8 { char c; }; typedef struct { int t; } t8; struct s8 v8; enum e8 w8; union u8 x8; t8 y8;
# 1 "c"
struct s9 { int m; }; enum e9 { E9 }; union u9 { char c; }; typedef struct { int t; } t9; struct s9 v9; enum e9 w9; union u9 x9; t9 y9;
# 1 "a."
struct s10 { int m; }; enum e10 { E10 }; union u10 { char c; }; typedef struct { int t; } t10; struct s10 v10; enum e10 w10; union u10 x10; t10 y10;
# 1 "<stdin>"
struct s11 { int m; }; enum e11 { E11 }; union u11 { char c; }; typedef struct { int t; } t11; struct s11 v11; enum e11 w11; union u11 x11; t11 y11;
# 1 "a.inc"
struct s12 { int m; }; enum e12 { E12 }; union u12 { char c; }; typedef struct { int t; } t12; struct s12 v12; enum e12 w12; union u12 x12; t12 y12;
# 1 "a.S"
struct s13 { int m; }; enum e13 { E13 }; union u13 { char c; }; typedef struct { int t; } t13; struct s13 v13; enum e13 w13; union u13 x13; t13 y13;
# 1 "/usr/include/abs.c"
struct s14 { int m; }; enum e14 { E14 }; union u14 { char c; }; typedef struct { int t; } t14; struct s14 v14; enum e14 w14; union u14 x14; t14 y14;
# 1 "../up/b.c"
struct s15 { int m; }; enum e15 { E15 }; union u15 { char c; }; typedef struct { int t; } t15; struct s15 v15; enum e15 w15; union u15 x15; t15 y15;
# 1 "a b.c"
struct s16 { int m; }; enum e16 { E16 }; union u16 { char c; }; typedef struct { int t; } t16; struct s16 v16; enum e16 w16; union u16 x16; t16 y16;
# 1 "a.c "
struct s17 { int m; }; enum e17 { E17 }; union u17 { char c; }; typedef struct { int t; } t17; struct s17 v17; enum e17 w17; union u17 x17; t17 y17;
