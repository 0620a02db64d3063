// SPDX-License-Identifier: GPL-2.0-only
# 1 "shared.h"
struct leaf { int value; struct tree *owner; };
struct tree { struct leaf leaf; struct tree *left, *right; enum { OAK, ELM } kind; };
union any { struct tree tree; long number; };
# 2 "one.h"
struct tree *plant(union any *seed);
struct tree *plant(union any *seed) { return &seed->tree; }
struct leaf leaves[4];
