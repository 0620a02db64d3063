// SPDX-License-Identifier: GPL-2.0-only
//
// The first process of a kernel that boot.sh boots on a machine for which there is no shell: it does what /plan says, a line
// at a time, and restarts the machine, at which the emulator ends. What it finds are lines of RESULT, in which nothing of the kernel's stands.
//
//   load FILE.ko      RESULT loaded FILE, or RESULT refused FILE: why
//   same A B          RESULT same A, when B has all of A's lines first; or RESULT other A: the first line that differs
//   line FILE WORD    RESULT line FILE: its first line with WORD in it
//   lines FILE WORD   RESULT lines FILE: how many lines have WORD in them; all, with the word -
//   said WORD TEXT    RESULT said: the first message of the kernel with WORD, and TEXT if there is one, in it
//   write FILE TEXT   into a file, such as a switch of the kernel
//   die FILE TEXT     the same in a process of its own, which need not survive it; then the line "kelf_trace: after TEXT"
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void load(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	if (file < 0 || syscall(SYS_finit_module, file, "", 0) != 0)
		printf("RESULT refused %s: %s\n", name, strerror(errno));
	else
		printf("RESULT loaded %s\n", name);
	if (file >= 0)
		close(file);
}

static void same(const char *expected, const char *actual)
{
	static char left[65536], right[65536];
	FILE *a = fopen(expected, "r"), *b = fopen(actual, "r");
	long count = 0;

	if (!a || !b) {
		printf("RESULT other %s: %s cannot be read\n", expected, a ? actual : expected);
		return;
	}
	while (fgets(left, sizeof(left), a)) {
		count++;
		if (!fgets(right, sizeof(right), b) || strcmp(left, right) != 0) {
			left[strcspn(left, "\n")] = 0;
			right[strcspn(right, "\n")] = 0;
			printf("RESULT other %s: line %ld is %s instead of %s\n", expected, count, right, left);
			return;
		}
	}
	printf("RESULT same %s %ld\n", expected, count);
	fclose(a);
	fclose(b);
}

static void find(const char *path, const char *word, int counts)
{
	static char line[65536];
	FILE *file = fopen(path, "r");
	long count = 0;

	while (file && fgets(line, sizeof(line), file)) {
		if (strcmp(word, "-") != 0 && !strstr(line, word))
			continue;
		count++;
		if (!counts) {
			printf("RESULT line %s: %s", path, line);
			break;
		}
	}
	if (counts)
		printf("RESULT lines %s: %ld\n", path, count);
	if (file)
		fclose(file);
}

static void put(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);

	if (file < 0 || write(file, text, strlen(text)) < 0)
		printf("RESULT refused %s: %s\n", path, strerror(errno));
	if (file >= 0)
		close(file);
}

static void die(const char *path, const char *text)
{
	pid_t child = fork();

	if (child == 0) {
		put(path, text);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	printf("kelf_trace: after %s\n", text);
}

static void said(const char *word, const char *text)
{
	static char log[1 << 20];
	int size = klogctl(3 /* SYSLOG_ACTION_READ_ALL */, log, sizeof(log) - 1);
	char *rest = log, *line;

	log[size < 0 ? 0 : size] = 0;
	while ((line = strsep(&rest, "\n")) && !(strstr(line, word) && strstr(line, text)))
		;
	printf("RESULT said %s\n", line ? line : "nothing of it");
}

int main(void)
{
	static char line[4096];
	FILE *plan;

	mount("proc", "/proc", "proc", 0, "");
	mount("sysfs", "/sys", "sysfs", 0, "");
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, "");
	setbuf(stdout, NULL);
	put("/proc/sys/kernel/kptr_restrict", "0");
	// Whoever started the machine may have left a line open.
	printf("\n");
	plan = fopen("/plan", "r");
	while (plan && fgets(line, sizeof(line), plan)) {
		char *words[3] = { "", "", "" }, *rest = line;

		line[strcspn(line, "\n")] = 0;
		for (int i = 0; i < 3 && rest; i++)
			words[i] = i < 2 ? strsep(&rest, " ") : rest;
		if (!strcmp(words[0], "load"))
			load(words[1]);
		else if (!strcmp(words[0], "same"))
			same(words[1], words[2]);
		else if (!strcmp(words[0], "line"))
			find(words[1], words[2], 0);
		else if (!strcmp(words[0], "lines"))
			find(words[1], words[2], 1);
		else if (!strcmp(words[0], "said"))
			said(words[1], words[2]);
		else if (!strcmp(words[0], "write"))
			put(words[1], words[2]);
		else if (!strcmp(words[0], "die"))
			die(words[1], words[2]);
		else
			printf("RESULT unknown %s\n", words[0]);
	}
	printf("BOOT-OK\n");
	sync();
	// Without ACPI a PC cannot be switched off; the emulator ends here, too (-no-reboot).
	reboot(RB_AUTOBOOT);
	return 0;
}
