/* SPDX-License-Identifier: GPL-2.0-only */
/* Only a.c knows what is in it. */
struct opaque {
	long x;
	char y[3];
#ifdef CHANGED
	short added;
#endif
};
