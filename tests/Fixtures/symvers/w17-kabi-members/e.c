// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
struct v0 { int a; long __kabi_reserved0; long old; };
struct v1 { int a; union { int n; char __kabi_ignored0; };
  union { void *p; struct { long __kabi_reserved0; }; };
  union { struct { int x; int y; }; struct { long __kabi_renamedold; }; }; };
struct v0 v0; struct v1 v1;
