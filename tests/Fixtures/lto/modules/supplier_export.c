// SPDX-License-Identifier: GPL-2.0-only
#include <linux/export.h>
#include "item.h"

int kelf_supply(struct kelf_item *item)
{
	return item->next ? item->next->number : item->number;
}
EXPORT_SYMBOL(kelf_supply);
