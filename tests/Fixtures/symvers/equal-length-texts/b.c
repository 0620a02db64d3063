// SPDX-License-Identifier: GPL-2.0-only
# 1 "b.h"
struct s { int aaa; };
struct s *from_b;
