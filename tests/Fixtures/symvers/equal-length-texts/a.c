// SPDX-License-Identifier: GPL-2.0-only
# 1 "a.h"
struct s { int bbb; };
struct s *from_a;
