/* SPDX-License-Identifier: GPL-2.0-only */
struct ring {
	struct ring *next;
	int used;
};

static inline int ring_used(const struct ring *ring)
{
	return ring->used;
}

static inline int ring_is_last(const struct ring *ring)
{
	return ring_used(ring->next) == 0;
}
