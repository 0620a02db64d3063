// SPDX-License-Identifier: GPL-2.0-only
/*
 * Traces whose lines are known: what is written to /proc/kelf_trace chooses what happens.
 *
 * A comment that begins with `@` says that a trace has to name this line: `@null 2 store_caller` is the second place in the
 * trace of `null`, in the function `store_caller`; a `+` before the function says that it was inlined into that of the next place.
 * Places are numbered from the innermost one, as a trace has them. tests/Differential/decode-boot.sh reads these comments.
 *
 * Each call has something behind it, or it would be a jump; and most have statements after them in other lines, one of which the
 * return address belongs to.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/uaccess.h>

static volatile int after;
static int *volatile nowhere;

/* A warning in a function that was inlined twice. */
static __always_inline void warn_inner(int value)
{
	WARN_ON(value);			/* @warn 1 +warn_inner */
}

static __always_inline void warn_outer(int value)
{
	after = value;
	warn_inner(value);		/* @warn 2 +warn_outer */
	after = 0;
}

static noinline __noclone void warn_function(int value)
{
	after = 1;
	warn_outer(value);		/* @warn 3 warn_function */
	after = 2;
}

static noinline __noclone void warn_caller(int value)
{
	warn_function(value);		/* @warn 4 warn_caller */
	after = 3;
}

/* A null pointer: the processor was in the line itself, not behind it. */
static noinline __noclone void store(int value)
{
	after = 4;
	*nowhere = value;		/* @null 1 store */
	after = 5;
}

static __always_inline void store_between(int value)
{
	after = 6;
	store(value);			/* @null 2 +store_between */
	after = 7;
}

static noinline __noclone void store_caller(int value)
{
	store_between(value);		/* @null 3 store_caller */
	after = 8;
}

/* A bug at the end of a function: nothing of it is behind that. */
static noinline __noclone void bug_function(int value)
{
	after = value;
	BUG();				/* @bug 1 bug_function */
}

static noinline __noclone void bug_caller(int value)
{
	if (value)
		bug_function(value);	/* @bug 2 bug_caller */
	after = 9;
}

/* A call that does not return is the last instruction of its function: the return address is that of the function behind. */
static noinline __noclone __noreturn void never_returns(int value)
{
	after = value;
	dump_stack();			/* @noreturn 1 never_returns */
	BUG();
}

static noinline __noclone void last_call(int value)
{
	after = 10;
	never_returns(value);		/* @noreturn 2 last_call */
}

static noinline __noclone void behind_last_call(int value)
{
	after = value;
	after = 11;
}

/* A call in the middle of an expression that has several lines, through a pointer, and in a loop. */
static noinline __noclone int deepest(int value)
{
	dump_stack();			/* @stack 1 deepest */
	return value + after;
}

static int (*volatile through)(int value) = deepest;

static noinline __noclone int called_through_a_pointer(int value)
{
	int sum = after
		+ through(value)	/* @stack 2 called_through_a_pointer */
		+ after;

	return sum + 1;
}

static __always_inline int in_a_loop(int value)
{
	int sum = 0;

	for (int i = 0; i < value; i++) {
		sum += called_through_a_pointer(i + 1);	/* @stack 3 +in_a_loop */
		after = sum;
	}

	return sum;
}

static noinline __noclone int loop_caller(int value)
{
	int sum = in_a_loop(value);	/* @stack 4 loop_caller */

	return sum + after;
}

static ssize_t trace_write(struct file *file, const char __user *buffer, size_t count, loff_t *place)
{
	char what[16] = "";

	if (copy_from_user(what, buffer, min(count, sizeof(what) - 1)))
		return -EFAULT;

	pr_info("kelf_trace: begins %s\n", strim(what));
	if (!strcmp(what, "warn"))
		warn_caller(1);		/* @warn 5 trace_write */
	else if (!strcmp(what, "null"))
		store_caller(1);	/* @null 4 trace_write */
	else if (!strcmp(what, "bug"))
		bug_caller(1);		/* @bug 3 trace_write */
	else if (!strcmp(what, "noreturn"))
		last_call(1);		/* @noreturn 3 trace_write */
	else if (!strcmp(what, "stack"))
		after = loop_caller(1);	/* @stack 5 trace_write */
	else
		behind_last_call(1);

	pr_info("kelf_trace: ends %s\n", what);
	return count;
}

static const struct proc_ops trace_ops = {
	.proc_write = trace_write,
};

static int __init trace_init(void)
{
	return proc_create("kelf_trace", 0200, NULL, &trace_ops) ? 0 : -ENOMEM;
}

static void __exit trace_exit(void)
{
	remove_proc_entry("kelf_trace", NULL);
}

module_init(trace_init);
module_exit(trace_exit);
MODULE_DESCRIPTION("Faults on purpose, in lines that are known");
MODULE_LICENSE("GPL");
