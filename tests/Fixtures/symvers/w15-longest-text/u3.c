// SPDX-License-Identifier: GPL-2.0-only
# 1 "u3.h"
struct s;
struct s *v3;
