// SPDX-License-Identifier: GPL-2.0-only
//
// A kernel of nothing, for each machine with the flags of a kernel tree: what the tools look for is there as a kernel has it.
// Exports with their markers and pointers, exceptions, tracer calls, initcalls, calls through pointers (CFI), inlined functions.
typedef unsigned long size;
typedef int (*initcall)(void);
#if __SIZEOF_POINTER__ == 8
#define ADDRESS ".quad "
__extension__ typedef unsigned __int128 word;
#else
#define ADDRESS ".long "
typedef unsigned long word;
#endif

struct device;
struct list { struct list *next, *previous; };
enum state { STATE_OFF, STATE_ON = 0x40, STATE_GONE = -1 };
struct operations {
	int (*open)(struct device *device, unsigned int mode);
	size (*read)(struct device *device, void *buffer, size length);
};
struct device {
	struct list siblings;
	const struct operations *operations;
	enum state state : 8;
	unsigned int minor : 24;
	union { long long wide; char bytes[8]; } stamp;
	word key;
	char name[];
};

// As a kernel marks an export: its licence and name space, and for the debugging information a pointer that keeps its type.
#define EXPORT(name)									\
	asm("	.section \".export_symbol\",\"a\"\n"					\
	    "__export_symbol_" #name ":\n	.asciz \"GPL\"\n	.asciz \"\"\n"	\
	    "	.balign 8\n	" ADDRESS #name "\n	.previous\n");			\
	static __typeof__(name) *__gendwarfksyms_ptr_##name				\
		__attribute__((used, section(".discard.gendwarfksyms"))) = &name
// With LTO a build asks for the order by these names: module, count, line, function, level.
#define INITCALL(function, level, count)						\
	static initcall __initcall__kmod_kernel__##count##_1_##function##level		\
		__attribute__((used, section(".initcall" #level ".init"))) = function

// An instruction that may fault, and where to go on: of 32-bit arm the addresses, of the others 12 bytes, relative.
#ifdef __arm__
#define MAY_FAULT(number)								\
	asm volatile("1:	nop\n	.section __ex_table,\"a\"\n	.balign 4\n"	\
		     "	.long 1b\n	.long 2f\n	.previous\n2:\n")
#else
#define MAY_FAULT(number)								\
	asm volatile("1:	nop\n	.section __ex_table,\"a\"\n	.balign 4\n"	\
		     "	.long 1b - .\n	.long 2f - .\n	.long " #number "\n	.previous\n" \
		     "2:\n")
#endif

struct device *devices;
enum state kernel_state = STATE_OFF;

static inline __attribute__((always_inline)) size clamp_length(size length)
{
	if (length > 4096)
		MAY_FAULT(3);
	return length > 4096 ? 4096 : length;
}

__attribute__((noinline)) size device_read(struct device *device, void *buffer, size length)
{
	MAY_FAULT(1);
	return device->operations->read(device, buffer, clamp_length(length));
}
EXPORT(device_read);

__attribute__((noinline)) int device_open(struct device *device, unsigned int mode)
{
	int result = device->operations->open(device, mode);

	MAY_FAULT(2);
	if (!result)
		device->state = STATE_ON;
	return result;
}
EXPORT(device_open);

void device_add(struct device *device)
{
	device->siblings.next = (struct list *)devices;
	devices = device;
	MAY_FAULT(4);
}
EXPORT(device_add);
EXPORT(devices);
EXPORT(kernel_state);

static int null_open(struct device *device, unsigned int mode)
{
	return device->minor == mode;
}

static size null_read(struct device *device, void *buffer, size length)
{
	return device->key == (size)buffer ? length : 0;
}

const struct operations null_operations = { .open = null_open, .read = null_read };
EXPORT(null_operations);

static int __attribute__((section(".init.text"))) null_init(void)
{
	static struct device device = { .operations = &null_operations, .minor = 3 };

	device_add(&device);
	return device_open(&device, 3);
}
INITCALL(null_init, 6, 12);

static int __attribute__((section(".init.text"))) early_init(void)
{
	kernel_state = STATE_ON;
	return 0;
}
INITCALL(early_init, 1, 14);

// The second of its level, whatever order a linker finds.
static int __attribute__((section(".init.text"))) late_init(void)
{
	return kernel_state != STATE_ON;
}
INITCALL(late_init, 6, 13);

// Names that kernels of these machines have, and what linkers put between code that is too far apart: the table of symbols has
// rules for some of them.
#define NAME(name) #name ":\n"
asm("	.text\n"
    NAME(__pi_device_read) NAME(__kvm_nvhe_device_read) NAME(__AArch64ADRPThunk_far) NAME(far_veneer) NAME(__ThumbV7PILongThunk_near)
    NAME(near_from_arm) NAME(a.plt_branch.b) NAME(__efistub_memcpy) NAME(__pi_$x) NAME(__cfi_device_late) NAME(__pfx_device_late) NAME(device_late)
    "	nop\n");

int main_extable_sort_needed = 1;

int __attribute__((section(".head.text"))) _start(void)
{
	extern initcall initcalls_begin[], initcalls_end[];
	int failed = 0;

	for (initcall *call = initcalls_begin; call < initcalls_end; call++)
		failed += (*call)() != 0;
	return failed;
}
