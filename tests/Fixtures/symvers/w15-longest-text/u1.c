// SPDX-License-Identifier: GPL-2.0-only
# 1 "u1.h"
struct s { int aaa; };
struct s *v1;
