// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
struct tagged { int a; } __attribute__((btf_decl_tag("tag")));
struct tagged v;
struct marked { int a __attribute__((btf_decl_tag("member"))); int __attribute__((btf_type_tag("pointee"))) *p; } w;
