// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
template<int N> struct array { char a[N]; };
array<3> v;
