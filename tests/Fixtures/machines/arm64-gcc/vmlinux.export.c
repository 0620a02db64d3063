#include <linux/export-internal.h>

KSYMTAB_FUNC(device_read, "");
SYMBOL_FLAGS(device_read, 0x01);
KSYMTAB_FUNC(device_open, "");
SYMBOL_FLAGS(device_open, 0x01);
KSYMTAB_FUNC(device_add, "");
SYMBOL_FLAGS(device_add, 0x01);
KSYMTAB_DATA(devices, "");
SYMBOL_FLAGS(devices, 0x01);
KSYMTAB_DATA(kernel_state, "");
SYMBOL_FLAGS(kernel_state, 0x01);
KSYMTAB_DATA(null_operations, "");
SYMBOL_FLAGS(null_operations, 0x01);

SYMBOL_CRC(device_read, 0xe41c7b47);
SYMBOL_CRC(device_open, 0xee9efb85);
SYMBOL_CRC(device_add, 0xb5d12669);
SYMBOL_CRC(devices, 0xbb6d2429);
SYMBOL_CRC(kernel_state, 0x00000000);
SYMBOL_CRC(null_operations, 0x549488ed);
#include <linux/module.h>
#undef __MODULE_INFO_PREFIX
#define __MODULE_INFO_PREFIX
