// SPDX-License-Identifier: GPL-2.0-only
//
// Loads a small x86-64 program at another address than it was linked for, patches it as the kernel's boot code does, and
// calls its entry, which returns 1 when it finds its data where they are.
//
//   moved IMAGE TABLE DISTANCE   prints right or wrong
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static void *contents(const char *path, long *size)
{
	FILE *file = fopen(path, "rb");
	char *bytes;

	if (!file || fseek(file, 0, SEEK_END) || (*size = ftell(file)) < 0)
		exit(2);
	rewind(file);
	bytes = malloc(*size);
	if (fread(bytes, 1, *size, file) != (size_t)*size)
		exit(2);
	fclose(file);
	return bytes;
}

int main(int argc, char **argv)
{
	long size, table_size;
	char *file = contents(argc == 4 ? argv[1] : "", &size);
	int *table = contents(argv[2], &table_size);
	unsigned long distance = strtoul(argv[3], NULL, 0);
	Elf64_Ehdr *header = (Elf64_Ehdr *)file;
	Elf64_Phdr *segment = (Elf64_Phdr *)(file + header->e_phoff);
	int (*entry)(void) = (void *)(header->e_entry + distance);
	long last = table_size / 4 - 1;

	for (int i = 0; i < header->e_phnum; i++, segment++) {
		unsigned long start = segment->p_vaddr & -4096UL, end = segment->p_vaddr + segment->p_memsz;

		if (segment->p_type != PT_LOAD)
			continue;
		if (mmap((void *)(start + distance), end - start, PROT_READ | PROT_WRITE | PROT_EXEC,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED)
			return 2;
		memcpy((void *)(segment->p_vaddr + distance), file + segment->p_offset, segment->p_filesz);
	}
	// From the last word down: 32-bit places until a 0, then 64-bit ones.
	for (; table[last]; last--)
		*(unsigned int *)(table[last] + distance) += distance;
	for (last--; table[last]; last--)
		*(unsigned long *)(table[last] + distance) += distance;
	puts(entry() == 1 ? "right" : "wrong");
	return 0;
}
