// SPDX-License-Identifier: GPL-2.0-only
/*
 * measure FILE PROGRAM ARGUMENT...
 *
 * Runs a program and writes its processor time in microseconds, its peak memory in KiB and its exit status to FILE. The child
 * is forked here: what vfork starts inherits the peak memory of who started it.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **arguments)
{
	struct rusage use;
	int status;
	FILE *file;
	pid_t child;

	if (count < 3)
		return 2;
	child = fork();
	if (child == 0) {
		execv(arguments[2], arguments + 2);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &use) != child)
		return 2;
	file = fopen(arguments[1], "w");
	if (!file)
		return 2;
	fprintf(file, "%ld %ld %d\n",
		(use.ru_utime.tv_sec + use.ru_stime.tv_sec) * 1000000L + use.ru_utime.tv_usec + use.ru_stime.tv_usec,
		use.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	return fclose(file) ? 2 : 0;
}
