// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
struct empty { }; enum pe { P1, P2 };
struct empty empty = {}; enum pe pe = P2;
