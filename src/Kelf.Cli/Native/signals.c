// SPDX-License-Identifier: GPL-2.0-only
// What the runtime cannot do: say a line when a mapped file is truncated (SIGBUS), and when the runtime itself has no room.
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// MappedRanges.cs keeps this table.
struct range { const char *start; size_t length; const char *name; };
struct ranges { size_t count; const struct range *at; };

static const struct ranges *mapped;
static const char *before_name, *after_name;

static _Noreturn void end(const char *line, size_t length)
{
	(void)!write(STDERR_FILENO, line, length);
	_exit(1);
}

static void append(char *line, size_t room, size_t *length, const char *text)
{
	size_t size = strlen(text);
	size = size < room - *length ? size : room - *length;
	memcpy(line + *length, text, size);
	*length += size;
}

static void end_truncated(int number, siginfo_t *info, void *context)
{
	static atomic_flag is_ending = ATOMIC_FLAG_INIT;
	static char line[1 << 14];
	size_t length = 0;
	(void)context;
	for (size_t i = 0; i < mapped->count; i++) {
		const struct range *file = &mapped->at[i];
		if ((size_t)info->si_addr - (size_t)file->start >= file->length)
			continue;
		while (atomic_flag_test_and_set(&is_ending))
			pause(); // another thread says it, and ends them all
		append(line, sizeof(line), &length, before_name);
		append(line, sizeof(line), &length, file->name);
		append(line, sizeof(line), &length, after_name);
		end(line, length);
	}
	signal(number, SIG_DFL); // not a file of ours: as if there were no handler
}

void kelf_end_when_truncated(const struct ranges *ranges, const char *before, const char *after)
{
	struct sigaction action = { .sa_sigaction = end_truncated, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	mapped = ranges, before_name = before, after_name = after;
	sigaction(SIGBUS, &action, NULL);
}

// Before the runtime starts: without room (ulimit -v) it ends in silence, or with SIGSEGV.
__attribute__((constructor)) static void refuse_small_room(void)
{
	static const char line[] = "kelf: error: out of memory: the limit of address space (ulimit -v) is too low\n";
	void *room = mmap(NULL, 64 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (room == MAP_FAILED)
		end(line, sizeof(line) - 1);
	munmap(room, 64 << 20);
}
