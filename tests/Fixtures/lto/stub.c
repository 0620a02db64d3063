// SPDX-License-Identifier: GPL-2.0-only
// Code that runs before the kernel and has functions of its own, as the EFI stub has: objcopy renames their symbols.
int mem_compare(const void *a, const void *b, unsigned long size)
{
	const unsigned char *x = a, *y = b;

	while (size-- && *x == *y)
		x++, y++;
	return *x - *y;
}
