/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The inner function type is entered again through t2, and replays its first parameter: the
 * replaced union t3 is met a second time, and the function type that stands for it is not built
 * anew, so that the second parameter is still the first item that is built: it has no separator.
 */
# 1 "e.h"
union t3 {
	int n;
	void (*__kabi_renamedold)(void);
};
struct t2;
typedef void (*fn)(int (*)(union t3 **, struct t2 *));
struct t2 {
	fn f;
};
fn again;
