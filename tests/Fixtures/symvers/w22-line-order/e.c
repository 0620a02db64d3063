// SPDX-License-Identifier: GPL-2.0-only
int sy0, sy6589, sy12043, a;
