// SPDX-License-Identifier: GPL-2.0-only
# 1 "class.h"
class Reserved { public: long __kabi_reserved_in_class; };
struct Holder { union { int a; Reserved b; } m; union { int c; struct { long __kabi_renamedd; }; }; };
class User { union Inner { int n; char __kabi_ignored0; } inner; public: int x; };
Holder holder; User user;
