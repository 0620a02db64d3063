// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
extern int arr[];
int use(int i) { return arr[i]; }
int arr[10] = {1};
