// SPDX-License-Identifier: GPL-2.0-only
// A kernel in miniature, of which `make demo` decodes a trace. README.md says how vmlinux is made.
#include <demo/ring.h>

static volatile int drained;

static __attribute__((noinline)) int ring_drain(struct ring *ring)
{
	int count = 0;

	while (!ring_is_last(ring)) {
		ring = ring->next;
		count++;
	}

	return count;
}

static __attribute__((noinline)) void ring_release(struct ring *ring)
{
	drained += ring_drain(ring);
	drained++;
}

void ring_exit(struct ring *ring)
{
	ring_release(ring);
	drained++;
}

int ring_init(void)
{
	return drained;
}
