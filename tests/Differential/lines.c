// SPDX-License-Identifier: GPL-2.0-only
// For lines.sh: functions that compilers inline into each other, split, and move; lines that are not those of the file.
struct list { struct list *next; unsigned value; };

extern void fail(const char *why) __attribute__((cold, noreturn));
extern unsigned hash(unsigned value);
extern void trace(unsigned value);

static inline __attribute__((always_inline)) unsigned mix(unsigned one, unsigned other)
{
    one ^= other >> 7;
    return hash(one) * 2654435761u;
}

static inline __attribute__((always_inline)) void check(const struct list *list)
{
    if (__builtin_expect(!list, 0))
        fail("no list");
}

static inline __attribute__((always_inline)) unsigned step(const struct list *list, unsigned sum)
{
    check(list);
    for (unsigned i = 0; i < list->value; i++) {
        unsigned once = mix(sum, i);
        if (once & 1) {
            unsigned twice = mix(once, sum);
            trace(twice);
            sum += twice;
        }
        sum ^= once;
    }
    return sum;
}

#define BOTH(list, sum) (step(list, sum) + step((list)->next, sum))

unsigned walk(const struct list *list)
{
    unsigned sum = 0;

    for (; list; list = list->next)
        sum = step(list, sum);
    return sum;
}

unsigned pairs(const struct list *list)
{
    check(list);
    trace(1); trace(2);
    return BOTH(list,
                list->value);
}

#line 100 "generated.h"
static __attribute__((noinline)) unsigned generated(unsigned value)
{
    return mix(value, 3) + mix(value, 4);
}
#line 60 "lines.c"

unsigned last(unsigned value)
{
    trace(value);
    return generated(value) + mix(value, generated(value + 1));
}
