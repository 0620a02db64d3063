// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
int first;
long other = 5;
