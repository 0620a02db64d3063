// SPDX-License-Identifier: GPL-2.0-only
// What the runtime cannot do: say a line when a mapped file is truncated (SIGBUS), and when the runtime itself has no room.
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

// MappedRanges.cs keeps this table, Temporaries.cs the other.
struct range { const char *start; size_t length; const char *name; };
struct ranges { size_t count; const struct range *at; };
struct temporaries { struct temporaries *volatile next; const char *volatile names[127]; };

static const struct ranges *mapped;
static const struct temporaries *temporaries;
static const char *before_name, *after_name;

static _Noreturn void end(const char *line, size_t length)
{
	(void)!write(STDERR_FILENO, line, length);
	_exit(1);
}

static void end_truncated(int number, siginfo_t *info, void *context)
{
	static atomic_flag is_ending = ATOMIC_FLAG_INIT;
	static char line[1 << 14];
	size_t length = 0;
	for (const struct range *file = mapped->at, *last = file + mapped->count; file < last; file++) {
		if ((size_t)info->si_addr - (size_t)file->start >= file->length)
			continue;
		while (atomic_flag_test_and_set(&is_ending))
			pause(); // another thread says it, and ends them all
		for (const struct temporaries *block = temporaries; block; block = block->next)
			for (int i = 0; i < 127; i++)
				if (block->names[i])
					unlink(block->names[i]);
		const char *parts[] = { before_name, file->name, after_name };
		for (int i = 0; i < 3; i++)
			for (const char *text = parts[i]; *text && length < sizeof(line); text++)
				line[length++] = *text;
		end(line, length);
	}
	signal(number, SIG_DFL); // not a file of ours: as if there were no handler
}

void kelf_end_when_truncated(const void *ranges, const void *names, const char *before, const char *after)
{
	struct sigaction action = { .sa_sigaction = end_truncated, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	mapped = ranges, temporaries = names, before_name = before, after_name = after;
	sigaction(SIGBUS, &action, NULL);
}
// Before the runtime starts: it ends in silence, or with SIGSEGV, without room for its heap, the stacks and arenas of its threads.
__attribute__((constructor)) static void refuse_small_room(void)
{
	static const char line[] = "kelf: error: out of memory: the limit of address space (ulimit -v) is too low\n";
	void *room = mmap(NULL, 320 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (room == MAP_FAILED)
		end(line, sizeof(line) - 1);
	munmap(room, 320 << 20);
}
