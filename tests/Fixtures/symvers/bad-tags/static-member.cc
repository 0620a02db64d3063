// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
struct counted { static int count; int x; };
counted v;
