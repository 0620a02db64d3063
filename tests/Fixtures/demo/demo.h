/* SPDX-License-Identifier: GPL-2.0-only */
/* The interface of a small driver: what its versions are computed from. */
#include <stddef.h>

enum ring_state {
	RING_EMPTY,
	RING_READY,
	RING_FULL,
	RING_BROKEN = -1,
};

struct ring_entry {
	unsigned long address;
	unsigned int length;
	unsigned int last : 1;
	unsigned int flags : 7;
};

struct ring;

struct ring_ops {
	int (*push)(struct ring *ring, const struct ring_entry *entry);
	void (*drain)(struct ring *ring, void (*done)(struct ring_entry *entry, void *cookie), void *cookie);
};

struct ring {
	const struct ring_ops *ops;
	struct ring *next;
	struct ring_entry *entries;
	size_t head, tail, size;
	union {
		enum ring_state state;
		int error;
	};
	char name[16];
};

typedef int ring_visitor(struct ring *ring, void *cookie);

extern struct ring *ring_first;
extern const char *const ring_state_names[3];

struct ring *ring_find(const char *name);
int ring_push(struct ring *ring, const struct ring_entry *entry);
enum ring_state ring_state(const struct ring *ring);
int ring_for_each(ring_visitor *visit, void *cookie);
