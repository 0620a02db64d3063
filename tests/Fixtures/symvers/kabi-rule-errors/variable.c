// SPDX-License-Identifier: GPL-2.0-only
# 1 "variable.h"
enum e { A, B };
struct s { int a; enum e e; };
struct s v;
