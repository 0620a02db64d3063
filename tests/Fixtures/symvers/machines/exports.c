// SPDX-License-Identifier: GPL-2.0-only
# 1 "exports.h"
typedef unsigned long ulong;
typedef long long s64;
struct dev;
struct ops { int (*open)(struct dev *, ulong); void (*close)(struct dev *); };
struct dev { const struct ops *ops; char name[16]; s64 stamp; ulong flags : 7, mode : 9; struct dev *parent; };
enum dev_state { DEV_OFF, DEV_ON = 0x8000, DEV_GONE = -2 };
union dev_word { char byte; short half; int word; s64 both; void *pointer; };
struct dev *dev_first;
const struct ops dev_ops[2];
int dev_register(struct dev *dev, const struct ops *ops) { dev->ops = ops; return 0; }
enum dev_state dev_state(const struct dev *dev) { return dev->flags ? DEV_ON : DEV_OFF; }
union dev_word dev_read(struct dev *dev, ulong offset, ...) { union dev_word w = { .both = 0 }; return w; }
static __attribute__((noinline)) long hidden(long x) { return x * 3; }
long dev_scale(long x) { return hidden(x) + 1; }
