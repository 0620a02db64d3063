// SPDX-License-Identifier: GPL-2.0-only
# 1 "u2.h"
struct s { int bb; };
struct s *v2;
