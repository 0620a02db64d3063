// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include "item.h"

static int __init consumer_init(void)
{
	struct kelf_item item = { .number = 42 };

	pr_info("kelf_consumer: the answer is %d\n", kelf_supply(&item));
	return 0;
}

static void __exit consumer_exit(void)
{
}

module_init(consumer_init);
module_exit(consumer_exit);
MODULE_DESCRIPTION("Calls a function that takes a structure");
MODULE_LICENSE("GPL");
