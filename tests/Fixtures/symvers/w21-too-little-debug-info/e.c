// SPDX-License-Identifier: GPL-2.0-only
int f(struct s *p) { return 0; }
