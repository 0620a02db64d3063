// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
template<typename... T> struct pack { int x; };
pack<int, char> v;
