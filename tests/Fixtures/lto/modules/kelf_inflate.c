// SPDX-License-Identifier: GPL-2.0-only
#include <linux/module.h>
#include <linux/zlib.h>

static int __init inflate_init(void)
{
	struct z_stream_s stream = { };

	/* A stream that was never begun is an error; nothing happens. */
	pr_info("kelf_inflate: zlib_inflateEnd says %d\n", zlib_inflateEnd(&stream));
	return 0;
}

static void __exit inflate_exit(void)
{
}

module_init(inflate_init);
module_exit(inflate_exit);
MODULE_DESCRIPTION("Calls a function of the kernel that takes a structure");
MODULE_LICENSE("GPL");
