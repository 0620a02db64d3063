// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>

MODULE_DESCRIPTION("Exports a function that takes a structure");
MODULE_LICENSE("GPL");
