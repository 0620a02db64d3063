	.section .rodata, "a"
.globl kallsyms_num_syms
	.balign 4
kallsyms_num_syms:
	.long	43

.globl kallsyms_names
	.balign 4
kallsyms_names:
	.byte 0x01, 0x12	/* T_text */
	.byte 0x01, 0x1e	/* T__cfi__start */
	.byte 0x01, 0x15	/* T_start */
	.byte 0x01, 0x22	/* tdevice_late */
	.byte 0x01, 0x13	/* T_stext */
	.byte 0x01, 0x1f	/* t__cfi_device_late */
	.byte 0x01, 0x16	/* t__kvm_nvhe_device_read */
	.byte 0x01, 0x20	/* t__pfx_device_late */
	.byte 0x01, 0x18	/* t__pi_device_read */
	.byte 0x01, 0x38	/* t__cfi_null_open */
	.byte 0x01, 0x39	/* tnull_open */
	.byte 0x01, 0x3e	/* t__cfi_null_read */
	.byte 0x01, 0x3f	/* tnull_read */
	.byte 0x01, 0x2c	/* T__cfi_device_add */
	.byte 0x01, 0x2d	/* Tdevice_add */
	.byte 0x01, 0x3a	/* T__cfi_device_open */
	.byte 0x01, 0x3b	/* Tdevice_open */
	.byte 0x01, 0x1a	/* T__cfi_device_read */
	.byte 0x01, 0x1b	/* Tdevice_read */
	.byte 0x01, 0x14	/* T_etext */
	.byte 0x01, 0x56	/* Rnull_operations */
	.byte 0x01, 0x27	/* R__start___ex_table */
	.byte 0x01, 0x29	/* R__stop___ex_table */
	.byte 0x01, 0x3c	/* T_sinittext */
	.byte 0x01, 0x1c	/* t__cfi_null_init */
	.byte 0x01, 0x1d	/* tnull_init */
	.byte 0x01, 0x37	/* t__cfi_early_init */
	.byte 0x01, 0x25	/* tearly_init */
	.byte 0x01, 0x23	/* t__cfi_late_init */
	.byte 0x01, 0x24	/* tlate_init */
	.byte 0x01, 0x3d	/* T_einittext */
	.byte 0x01, 0x0f	/* Dinitcalls_begin */
	.byte 0x01, 0x45	/* d__initcall__kmod_kernel__14_1_early_init1 */
	.byte 0x01, 0x49	/* d__initcall__kmod_kernel__12_1_null_init6 */
	.byte 0x01, 0x47	/* d__initcall__kmod_kernel__13_1_late_init6 */
	.byte 0x01, 0x2a	/* Dinitcalls_end */
	.byte 0x01, 0x2f	/* D__start_mcount_loc */
	.byte 0x01, 0x35	/* D__stop_mcount_loc */
	.byte 0x01, 0x4b	/* Dmain_extable_sort_needed */
	.byte 0x01, 0x26	/* dnull_init.device */
	.byte 0x01, 0x10	/* Bkernel_state */
	.byte 0x01, 0x5c	/* Bdevices */
	.byte 0x01, 0x2b	/* B_end */
.size kallsyms_names, . - kallsyms_names

.globl kallsyms_markers
	.balign 4
kallsyms_markers:
	.long	0
.size kallsyms_markers, . - kallsyms_markers

.globl kallsyms_token_table
	.balign 4
kallsyms_token_table:
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	""
	.asciz	"Dinitcalls_begin"
	.asciz	"Bkernel_state"
	.asciz	"Bkernel_sta"
	.asciz	"T_text"
	.asciz	"T_stext"
	.asciz	"T_etext"
	.asciz	"T_start"
	.asciz	"t__kvm_nvhe_device_read"
	.asciz	"e_device_read"
	.asciz	"t__pi_device_read"
	.asciz	"i_device_read"
	.asciz	"T__cfi_device_read"
	.asciz	"Tdevice_read"
	.asciz	"t__cfi_null_init"
	.asciz	"tnull_init"
	.asciz	"T__cfi__start"
	.asciz	"t__cfi_device_late"
	.asciz	"t__pfx_device_late"
	.asciz	"x_device_late"
	.asciz	"tdevice_late"
	.asciz	"t__cfi_late_init"
	.asciz	"tlate_init"
	.asciz	"tearly_init"
	.asciz	"dnull_init.device"
	.asciz	"R__start___ex_table"
	.asciz	"__start___ex_table"
	.asciz	"R__stop___ex_table"
	.asciz	"Dinitcalls_end"
	.asciz	"B_end"
	.asciz	"T__cfi_device_add"
	.asciz	"Tdevice_add"
	.asciz	"."
	.asciz	"D__start_mcount_loc"
	.asciz	"__start_mcount_loc"
	.asciz	"1"
	.asciz	"2"
	.asciz	"3"
	.asciz	"4"
	.asciz	"D__stop_mcount_loc"
	.asciz	"6"
	.asciz	"t__cfi_early_init"
	.asciz	"t__cfi_null_open"
	.asciz	"tnull_open"
	.asciz	"T__cfi_device_open"
	.asciz	"Tdevice_open"
	.asciz	"T_sinittext"
	.asciz	"T_einittext"
	.asciz	"t__cfi_null_read"
	.asciz	"tnull_read"
	.asciz	"R__stop"
	.asciz	"D__stop"
	.asciz	"B"
	.asciz	"dnull_init."
	.asciz	"D"
	.asciz	"d__initcall__kmod_kernel__14_1_early_init1"
	.asciz	"_1_early_init1"
	.asciz	"d__initcall__kmod_kernel__13_1_late_init6"
	.asciz	"_1_late_init6"
	.asciz	"d__initcall__kmod_kernel__12_1_null_init6"
	.asciz	"_1_null_init6"
	.asciz	"Dmain_extable_sort_needed"
	.asciz	"Dmain_extable_sort_nee"
	.asciz	"rt_nee"
	.asciz	"t__kvm_nvh"
	.asciz	"T__cfi"
	.asciz	"t__kvm_n"
	.asciz	"Dmain_extable_so"
	.asciz	"R"
	.asciz	"table_so"
	.asciz	"T"
	.asciz	"e_so"
	.asciz	"Rnull_operations"
	.asciz	"null_operations"
	.asciz	"operations"
	.asciz	"rations"
	.asciz	"tions"
	.asciz	"Bkernel_s"
	.asciz	"Bdevices"
	.asciz	"Dmain_ex"
	.asciz	"main_ex"
	.asciz	"_"
	.asciz	"in_ex"
	.asciz	"a"
	.asciz	"b"
	.asciz	"c"
	.asciz	"d"
	.asciz	"e"
	.asciz	"f"
	.asciz	"g"
	.asciz	"h"
	.asciz	"i"
	.asciz	"_ex"
	.asciz	"k"
	.asciz	"l"
	.asciz	"m"
	.asciz	"n"
	.asciz	"o"
	.asciz	"p"
	.asciz	"t__kv"
	.asciz	"r"
	.asciz	"s"
	.asciz	"t"
	.asciz	"u"
	.asciz	"v"
	.asciz	"__kv"
	.asciz	"x"
	.asciz	"y"
	.asciz	"devices"
	.asciz	"kernel_s"
	.asciz	"ons"
	.asciz	"so"
	.asciz	"m_n"
	.asciz	"on"
	.asciz	"__cfi"
	.asciz	"ti"
	.asciz	"vh"
	.asciz	"Dinitcalls_beg"
	.asciz	"t__pf"
	.asciz	"nee"
	.asciz	"Dinitcalls_be"
	.asciz	"ded"
	.asciz	"Dinitcalls_b"
	.asciz	"tea"
	.asciz	"ra"
	.asciz	"ma"
	.asciz	"rt_"
	.asciz	"kernel_"
	.asciz	"Dinitcalls_"
	.asciz	"m_"
	.asciz	"null_init6"
	.asciz	"late_init6"
	.asciz	"d__initcall__kmod_kernel__14"
	.asciz	"d__initcall__kmod_kernel__13"
	.asciz	"d__initcall__kmod_kernel__12"
	.asciz	"early_init1"
	.asciz	"null_init."
	.asciz	"T_e"
	.asciz	"__stop"
	.asciz	"null_read"
	.asciz	"inittext"
	.asciz	"device_open"
	.asciz	"null_open"
	.asciz	"early_init"
	.asciz	"_mcount_loc"
	.asciz	"device_add"
	.asciz	"_end"
	.asciz	"___ex_table"
	.asciz	"_ex_table"
	.asciz	"x_table"
	.asciz	"_mcount_l"
	.asciz	"_mcoun"
	.asciz	"_mco"
	.asciz	"t__p"
	.asciz	"Dinitcalls"
	.asciz	"__st"
	.asciz	"initcalls"
	.asciz	"__p"
	.asciz	"mco"
	.asciz	"un"
	.asciz	"t_l"
	.asciz	"device"
	.asciz	"table"
	.asciz	"nd"
	.asciz	"dd"
	.asciz	"oc"
	.asciz	"mc"
	.asciz	"device_a"
	.asciz	"t_"
	.asciz	"rly_init"
	.asciz	"late_init"
	.asciz	"late_"
	.asciz	"device_late"
	.asciz	"T__cfi_"
	.asciz	"device_la"
	.asciz	"__start"
	.asciz	"d__initcall__kmod_kernel__1"
	.asciz	"kernel__1"
	.asciz	"d__initcall__kmod_"
	.asciz	"rly_"
	.asciz	"d__initcall__kmo"
	.asciz	"__initcall__kmo"
	.asciz	"initcall__kmo"
	.asciz	"lat"
	.asciz	"T_s"
	.asciz	"__kmo"
	.asciz	"__km"
	.asciz	"tabl"
	.asciz	"rl"
	.asciz	"tab"
	.asciz	"_1_"
	.asciz	"y_"
	.asciz	"x_"
	.asciz	"d_"
	.asciz	"__1"
	.asciz	"_1"
	.asciz	"null_init"
	.asciz	"device_read"
	.asciz	"tart"
	.asciz	"kernel"
	.asciz	"ker"
	.asciz	"open"
	.asciz	"nel"
	.asciz	"__k"
	.asciz	"ke"
	.asciz	"T_"
	.asciz	"initcall"
	.asciz	"initca"
	.asciz	"text"
	.asciz	"xt"
	.asciz	"rt"
	.asciz	"__s"
	.asciz	"ope"
	.asciz	"ne"
	.asciz	"ca"
	.asciz	"t__cfi_"
	.asciz	"read"
	.asciz	"ead"
	.asciz	"la"
	.asciz	"op"
	.asciz	"_e"
	.asciz	"ta"
	.asciz	"ea"
	.asciz	"__cfi_"
	.asciz	"null_"
	.asciz	"nu"
	.asciz	"ll_"
	.asciz	"__cf"
	.asciz	"te"
	.asciz	"__c"
	.asciz	"i_"
	.asciz	"device_"
	.asciz	"devic"
	.asciz	"dev"
	.asciz	"ic"
	.asciz	"ll"
	.asciz	"de"
	.asciz	"e_"
	.asciz	"init"
	.asciz	"ini"
	.asciz	"in"
	.asciz	"__"
.size kallsyms_token_table, . - kallsyms_token_table

.globl kallsyms_token_index
	.balign 4
kallsyms_token_index:
	.short	0
	.short	1
	.short	2
	.short	3
	.short	4
	.short	5
	.short	6
	.short	7
	.short	8
	.short	9
	.short	10
	.short	11
	.short	12
	.short	13
	.short	14
	.short	15
	.short	32
	.short	46
	.short	58
	.short	65
	.short	73
	.short	81
	.short	89
	.short	113
	.short	127
	.short	145
	.short	159
	.short	178
	.short	191
	.short	208
	.short	219
	.short	233
	.short	252
	.short	271
	.short	285
	.short	298
	.short	315
	.short	326
	.short	338
	.short	356
	.short	376
	.short	395
	.short	414
	.short	429
	.short	435
	.short	453
	.short	465
	.short	467
	.short	487
	.short	506
	.short	508
	.short	510
	.short	512
	.short	514
	.short	533
	.short	535
	.short	553
	.short	570
	.short	581
	.short	600
	.short	613
	.short	625
	.short	637
	.short	654
	.short	665
	.short	673
	.short	681
	.short	683
	.short	695
	.short	697
	.short	740
	.short	755
	.short	797
	.short	811
	.short	853
	.short	867
	.short	893
	.short	916
	.short	923
	.short	934
	.short	941
	.short	950
	.short	967
	.short	969
	.short	978
	.short	980
	.short	985
	.short	1002
	.short	1018
	.short	1029
	.short	1037
	.short	1043
	.short	1053
	.short	1062
	.short	1071
	.short	1079
	.short	1081
	.short	1087
	.short	1089
	.short	1091
	.short	1093
	.short	1095
	.short	1097
	.short	1099
	.short	1101
	.short	1103
	.short	1105
	.short	1109
	.short	1111
	.short	1113
	.short	1115
	.short	1117
	.short	1119
	.short	1121
	.short	1127
	.short	1129
	.short	1131
	.short	1133
	.short	1135
	.short	1137
	.short	1142
	.short	1144
	.short	1146
	.short	1154
	.short	1163
	.short	1167
	.short	1170
	.short	1174
	.short	1177
	.short	1183
	.short	1186
	.short	1189
	.short	1204
	.short	1210
	.short	1214
	.short	1228
	.short	1232
	.short	1245
	.short	1249
	.short	1252
	.short	1255
	.short	1259
	.short	1267
	.short	1279
	.short	1282
	.short	1293
	.short	1304
	.short	1333
	.short	1362
	.short	1391
	.short	1403
	.short	1414
	.short	1418
	.short	1425
	.short	1435
	.short	1444
	.short	1456
	.short	1466
	.short	1477
	.short	1489
	.short	1500
	.short	1505
	.short	1517
	.short	1527
	.short	1535
	.short	1545
	.short	1552
	.short	1557
	.short	1562
	.short	1573
	.short	1578
	.short	1588
	.short	1592
	.short	1596
	.short	1599
	.short	1603
	.short	1610
	.short	1616
	.short	1619
	.short	1622
	.short	1625
	.short	1628
	.short	1637
	.short	1640
	.short	1649
	.short	1659
	.short	1665
	.short	1677
	.short	1685
	.short	1695
	.short	1703
	.short	1731
	.short	1741
	.short	1760
	.short	1765
	.short	1782
	.short	1798
	.short	1812
	.short	1816
	.short	1820
	.short	1826
	.short	1831
	.short	1836
	.short	1839
	.short	1843
	.short	1847
	.short	1850
	.short	1853
	.short	1856
	.short	1860
	.short	1863
	.short	1873
	.short	1885
	.short	1890
	.short	1897
	.short	1901
	.short	1906
	.short	1910
	.short	1914
	.short	1917
	.short	1920
	.short	1929
	.short	1936
	.short	1941
	.short	1944
	.short	1947
	.short	1951
	.short	1955
	.short	1958
	.short	1961
	.short	1969
	.short	1974
	.short	1978
	.short	1981
	.short	1984
	.short	1987
	.short	1990
	.short	1993
	.short	2000
	.short	2006
	.short	2009
	.short	2013
	.short	2018
	.short	2021
	.short	2025
	.short	2028
	.short	2036
	.short	2042
	.short	2046
	.short	2049
	.short	2052
	.short	2055
	.short	2058
	.short	2063
	.short	2067
	.short	2070

.globl kallsyms_offsets
	.balign 4
kallsyms_offsets:
	.long	_text - . + (0)	/* T_text */
	.long	_text - . + (0)	/* T__cfi__start */
	.long	_text - . + (16)	/* T_start */
	.long	_text - . + (112)	/* tdevice_late */
	.long	_text - . + (112)	/* T_stext */
	.long	_text - . + (112)	/* t__cfi_device_late */
	.long	_text - . + (112)	/* t__kvm_nvhe_device_read */
	.long	_text - . + (112)	/* t__pfx_device_late */
	.long	_text - . + (112)	/* t__pi_device_read */
	.long	_text - . + (128)	/* t__cfi_null_open */
	.long	_text - . + (144)	/* tnull_open */
	.long	_text - . + (160)	/* t__cfi_null_read */
	.long	_text - . + (176)	/* tnull_read */
	.long	_text - . + (192)	/* T__cfi_device_add */
	.long	_text - . + (208)	/* Tdevice_add */
	.long	_text - . + (240)	/* T__cfi_device_open */
	.long	_text - . + (256)	/* Tdevice_open */
	.long	_text - . + (304)	/* T__cfi_device_read */
	.long	_text - . + (320)	/* Tdevice_read */
	.long	_text - . + (374)	/* T_etext */
	.long	_text - . + (376)	/* Rnull_operations */
	.long	_text - . + (392)	/* R__start___ex_table */
	.long	_text - . + (452)	/* R__stop___ex_table */
	.long	_text - . + (4096)	/* T_sinittext */
	.long	_text - . + (4096)	/* t__cfi_null_init */
	.long	_text - . + (4112)	/* tnull_init */
	.long	_text - . + (4156)	/* t__cfi_early_init */
	.long	_text - . + (4172)	/* tearly_init */
	.long	_text - . + (4188)	/* t__cfi_late_init */
	.long	_text - . + (4204)	/* tlate_init */
	.long	_text - . + (4217)	/* T_einittext */
	.long	_text - . + (4224)	/* Dinitcalls_begin */
	.long	_text - . + (4224)	/* d__initcall__kmod_kernel__14_1_early_init1 */
	.long	_text - . + (4232)	/* d__initcall__kmod_kernel__12_1_null_init6 */
	.long	_text - . + (4240)	/* d__initcall__kmod_kernel__13_1_late_init6 */
	.long	_text - . + (4248)	/* Dinitcalls_end */
	.long	_text - . + (4248)	/* D__start_mcount_loc */
	.long	_text - . + (4320)	/* D__stop_mcount_loc */
	.long	_text - . + (8192)	/* Dmain_extable_sort_needed */
	.long	_text - . + (8208)	/* dnull_init.device */
	.long	_text - . + (8272)	/* Bkernel_state */
	.long	_text - . + (8280)	/* Bdevices */
	.long	_text - . + (8288)	/* B_end */
.size kallsyms_offsets, . - kallsyms_offsets

.globl kallsyms_seqs_of_names
	.balign 4
kallsyms_seqs_of_names:
	.byte 0x00, 0x00, 0x01	/* T__cfi__start */
	.byte 0x00, 0x00, 0x0d	/* T__cfi_device_add */
	.byte 0x00, 0x00, 0x05	/* t__cfi_device_late */
	.byte 0x00, 0x00, 0x0f	/* T__cfi_device_open */
	.byte 0x00, 0x00, 0x11	/* T__cfi_device_read */
	.byte 0x00, 0x00, 0x1a	/* t__cfi_early_init */
	.byte 0x00, 0x00, 0x1c	/* t__cfi_late_init */
	.byte 0x00, 0x00, 0x18	/* t__cfi_null_init */
	.byte 0x00, 0x00, 0x09	/* t__cfi_null_open */
	.byte 0x00, 0x00, 0x0b	/* t__cfi_null_read */
	.byte 0x00, 0x00, 0x21	/* d__initcall__kmod_kernel__12_1_null_init6 */
	.byte 0x00, 0x00, 0x22	/* d__initcall__kmod_kernel__13_1_late_init6 */
	.byte 0x00, 0x00, 0x20	/* d__initcall__kmod_kernel__14_1_early_init1 */
	.byte 0x00, 0x00, 0x06	/* t__kvm_nvhe_device_read */
	.byte 0x00, 0x00, 0x07	/* t__pfx_device_late */
	.byte 0x00, 0x00, 0x08	/* t__pi_device_read */
	.byte 0x00, 0x00, 0x15	/* R__start___ex_table */
	.byte 0x00, 0x00, 0x24	/* D__start_mcount_loc */
	.byte 0x00, 0x00, 0x16	/* R__stop___ex_table */
	.byte 0x00, 0x00, 0x25	/* D__stop_mcount_loc */
	.byte 0x00, 0x00, 0x1e	/* T_einittext */
	.byte 0x00, 0x00, 0x2a	/* B_end */
	.byte 0x00, 0x00, 0x13	/* T_etext */
	.byte 0x00, 0x00, 0x17	/* T_sinittext */
	.byte 0x00, 0x00, 0x02	/* T_start */
	.byte 0x00, 0x00, 0x04	/* T_stext */
	.byte 0x00, 0x00, 0x00	/* T_text */
	.byte 0x00, 0x00, 0x0e	/* Tdevice_add */
	.byte 0x00, 0x00, 0x03	/* tdevice_late */
	.byte 0x00, 0x00, 0x10	/* Tdevice_open */
	.byte 0x00, 0x00, 0x12	/* Tdevice_read */
	.byte 0x00, 0x00, 0x29	/* Bdevices */
	.byte 0x00, 0x00, 0x1b	/* tearly_init */
	.byte 0x00, 0x00, 0x1f	/* Dinitcalls_begin */
	.byte 0x00, 0x00, 0x23	/* Dinitcalls_end */
	.byte 0x00, 0x00, 0x28	/* Bkernel_state */
	.byte 0x00, 0x00, 0x1d	/* tlate_init */
	.byte 0x00, 0x00, 0x26	/* Dmain_extable_sort_needed */
	.byte 0x00, 0x00, 0x19	/* tnull_init */
	.byte 0x00, 0x00, 0x27	/* dnull_init.device */
	.byte 0x00, 0x00, 0x0a	/* tnull_open */
	.byte 0x00, 0x00, 0x14	/* Rnull_operations */
	.byte 0x00, 0x00, 0x0c	/* tnull_read */

