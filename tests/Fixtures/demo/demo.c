// SPDX-License-Identifier: GPL-2.0-only
// A small driver that exports functions and variables, as kernel code does. README.md says how demo.o is made.
#include "demo.h"
#include "export.h"

struct ring *ring_first;
EXPORT_SYMBOL(ring_first);

const char *const ring_state_names[3] = { "empty", "ready", "full" };
EXPORT_SYMBOL(ring_state_names);

struct ring *ring_find(const char *name)
{
	for (struct ring *ring = ring_first; ring; ring = ring->next)
		if (__builtin_strcmp(ring->name, name) == 0)
			return ring;
	return NULL;
}
EXPORT_SYMBOL(ring_find);

int ring_push(struct ring *ring, const struct ring_entry *entry)
{
	return ring->ops->push(ring, entry);
}
EXPORT_SYMBOL(ring_push);

enum ring_state ring_state(const struct ring *ring)
{
	return ring->state;
}
EXPORT_SYMBOL(ring_state);

int ring_for_each(ring_visitor *visit, void *cookie)
{
	for (struct ring *ring = ring_first; ring; ring = ring->next) {
		int result = visit(ring, cookie);
		if (result)
			return result;
	}
	return 0;
}
EXPORT_SYMBOL(ring_for_each);
