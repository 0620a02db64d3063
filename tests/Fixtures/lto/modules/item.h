/* SPDX-License-Identifier: GPL-2.0-only */
struct kelf_item {
	int number;
#ifdef CHANGED
	int added;
#endif
	struct kelf_item *next;
};

int kelf_supply(struct kelf_item *item);
