// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
struct s { int a; };
struct s v;
