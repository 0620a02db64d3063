	.section .rodata, "a"
.globl kallsyms_num_syms
	.balign 4
kallsyms_num_syms:
	.long	35

.globl kallsyms_names
	.balign 4
kallsyms_names:
	.byte 0x01, 0x14	/* T_text */
	.byte 0x01, 0x7a	/* T_start */
	.byte 0x01, 0x1e	/* tdevice_late */
	.byte 0x01, 0x15	/* T_stext */
	.byte 0x01, 0x1f	/* t__cfi_device_late */
	.byte 0x01, 0x18	/* t__kvm_nvhe_device_read */
	.byte 0x01, 0x1c	/* t__pfx_device_late */
	.byte 0x01, 0x1b	/* t__pi_device_read */
	.byte 0x01, 0x27	/* tnull_open */
	.byte 0x01, 0x17	/* tnull_read */
	.byte 0x01, 0x50	/* Tdevice_add */
	.byte 0x01, 0x28	/* Tdevice_open */
	.byte 0x01, 0x1a	/* Tdevice_read */
	.byte 0x01, 0x16	/* T_etext */
	.byte 0x01, 0x5c	/* Rnull_operations */
	.byte 0x01, 0x2b	/* R__start___ex_table */
	.byte 0x01, 0x29	/* R__stop___ex_table */
	.byte 0x01, 0x3a	/* T_sinittext */
	.byte 0x01, 0x10	/* tnull_init */
	.byte 0x01, 0x40	/* tearly_init */
	.byte 0x01, 0x11	/* tlate_init */
	.byte 0x01, 0x0f	/* Dinitcalls_begin */
	.byte 0x01, 0x3b	/* T_einittext */
	.byte 0x01, 0x47	/* d__initcall__kmod_kernel__14_1_early_init1 */
	.byte 0x01, 0x20	/* d__initcall__kmod_kernel__12_1_null_init6 */
	.byte 0x01, 0x22	/* d__initcall__kmod_kernel__13_1_late_init6 */
	.byte 0x01, 0x2d	/* Dinitcalls_end */
	.byte 0x01, 0x30	/* D__start_mcount_loc */
	.byte 0x01, 0x37	/* D__stop_mcount_loc */
	.byte 0x01, 0x51	/* Dmain_extable_sort_needed */
	.byte 0x01, 0x26	/* dnull_init.device */
	.byte 0x01, 0x4b	/* d_DYNAMIC */
	.byte 0x01, 0x12	/* Bkernel_state */
	.byte 0x01, 0x77	/* Bdevices */
	.byte 0x01, 0x2f	/* B_end */
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
	.asciz	"tnull_init"
	.asciz	"tlate_init"
	.asciz	"Bkernel_state"
	.asciz	"Bkernel_sta"
	.asciz	"T_text"
	.asciz	"T_stext"
	.asciz	"T_etext"
	.asciz	"tnull_read"
	.asciz	"t__kvm_nvhe_device_read"
	.asciz	"e_device_read"
	.asciz	"Tdevice_read"
	.asciz	"t__pi_device_read"
	.asciz	"t__pfx_device_late"
	.asciz	"x_device_late"
	.asciz	"tdevice_late"
	.asciz	"t__cfi_device_late"
	.asciz	"d__initcall__kmod_kernel__12_1_null_init6"
	.asciz	"null_init6"
	.asciz	"d__initcall__kmod_kernel__13_1_late_init6"
	.asciz	"t__pi_"
	.asciz	"t__cfi_"
	.asciz	"d__initcall__kmod_kernel__12_1_"
	.asciz	"dnull_init.device"
	.asciz	"tnull_open"
	.asciz	"Tdevice_open"
	.asciz	"R__stop___ex_table"
	.asciz	"___ex_table"
	.asciz	"R__start___ex_table"
	.asciz	"t___ex_table"
	.asciz	"Dinitcalls_end"
	.asciz	"."
	.asciz	"B_end"
	.asciz	"D__start_mcount_loc"
	.asciz	"1"
	.asciz	"2"
	.asciz	"3"
	.asciz	"4"
	.asciz	"t_mcount_loc"
	.asciz	"6"
	.asciz	"D__stop_mcount_loc"
	.asciz	"R__star"
	.asciz	"D__star"
	.asciz	"T_sinittext"
	.asciz	"T_einittext"
	.asciz	"R__stop"
	.asciz	"d__initcall__kmod_kernel__13_1_late_"
	.asciz	"_1_late_"
	.asciz	"tlate_"
	.asciz	"tearly_init"
	.asciz	"A"
	.asciz	"B"
	.asciz	"C"
	.asciz	"D"
	.asciz	"dnull_init."
	.asciz	"null_init."
	.asciz	"d__initcall__kmod_kernel__14_1_early_init1"
	.asciz	"_1_early_init1"
	.asciz	"I"
	.asciz	"_early_init1"
	.asciz	"d_DYNAMIC"
	.asciz	"d_DYNAM"
	.asciz	"M"
	.asciz	"N"
	.asciz	"D__stop_"
	.asciz	"Tdevice_add"
	.asciz	"Dmain_extable_sort_needed"
	.asciz	"R"
	.asciz	"Dmain_extable_sort_nee"
	.asciz	"T"
	.asciz	"t_nee"
	.asciz	"t__kvm_nvh"
	.asciz	"t__kvm_n"
	.asciz	"Dmain_extable_sor"
	.asciz	"Y"
	.asciz	"table_sor"
	.asciz	"e_sor"
	.asciz	"Rnull_operations"
	.asciz	"null_operations"
	.asciz	"operations"
	.asciz	"_"
	.asciz	"erations"
	.asciz	"a"
	.asciz	"b"
	.asciz	"c"
	.asciz	"d"
	.asciz	"e"
	.asciz	"f"
	.asciz	"g"
	.asciz	"h"
	.asciz	"i"
	.asciz	"tions"
	.asciz	"k"
	.asciz	"l"
	.asciz	"m"
	.asciz	"n"
	.asciz	"o"
	.asciz	"p"
	.asciz	"Bkernel_s"
	.asciz	"r"
	.asciz	"s"
	.asciz	"t"
	.asciz	"u"
	.asciz	"v"
	.asciz	"Bdevices"
	.asciz	"x"
	.asciz	"y"
	.asciz	"T_start"
	.asciz	"Dmain_ex"
	.asciz	"main_ex"
	.asciz	"in_ex"
	.asciz	"_ex"
	.asciz	"t__kv"
	.asciz	"tart"
	.asciz	"devices"
	.asciz	"kernel_s"
	.asciz	"ons"
	.asciz	"sor"
	.asciz	"so"
	.asciz	"m_n"
	.asciz	"on"
	.asciz	"t__k"
	.asciz	"ti"
	.asciz	"vh"
	.asciz	"Dinitcalls_beg"
	.asciz	"t__pf"
	.asciz	"t__cf"
	.asciz	"nee"
	.asciz	"Dinitcalls_be"
	.asciz	"ded"
	.asciz	"add"
	.asciz	"t__c"
	.asciz	"Dinitcalls_b"
	.asciz	"era"
	.asciz	"ma"
	.asciz	"kernel_"
	.asciz	"Dinitcalls_"
	.asciz	"__stop_"
	.asciz	"m_"
	.asciz	"d_DY"
	.asciz	"NAM"
	.asciz	"d_D"
	.asciz	"IC"
	.asciz	"NA"
	.asciz	"d__initcall__kmod_kernel__14"
	.asciz	"d__initcall__kmod_kernel__13"
	.asciz	"d__initcall__kmod_kernel__12"
	.asciz	"arly_init1"
	.asciz	"init."
	.asciz	"arly_init"
	.asciz	"late_"
	.asciz	"T_e"
	.asciz	"Tdevice_"
	.asciz	"__stop"
	.asciz	"inittext"
	.asciz	"__star"
	.asciz	"arly_"
	.asciz	"mcount_loc"
	.asciz	"_end"
	.asciz	"_ex_table"
	.asciz	"x_table"
	.asciz	"arl"
	.asciz	"mcount_l"
	.asciz	"mcoun"
	.asciz	"Dinitcalls"
	.asciz	"lat"
	.asciz	"__st"
	.asciz	"initcalls"
	.asciz	"t__p"
	.asciz	"mco"
	.asciz	"open"
	.asciz	"un"
	.asciz	"t_l"
	.asciz	"rl"
	.asciz	"device"
	.asciz	"ope"
	.asciz	"table"
	.asciz	"nd"
	.asciz	"oc"
	.asciz	"mc"
	.asciz	"_1_"
	.asciz	"y_"
	.asciz	"i_"
	.asciz	"init6"
	.asciz	"device_late"
	.asciz	"tnull_"
	.asciz	"device_la"
	.asciz	"device_read"
	.asciz	"d__initcall__kmod_kernel__1"
	.asciz	"d_kernel__1"
	.asciz	"kernel__1"
	.asciz	"d__initcall__kmo"
	.asciz	"__initcall__kmo"
	.asciz	"initcall__kmo"
	.asciz	"T_s"
	.asciz	"tar"
	.asciz	"__kmo"
	.asciz	"__km"
	.asciz	"tabl"
	.asciz	"__k"
	.asciz	"tab"
	.asciz	"x_"
	.asciz	"__1"
	.asciz	"_1"
	.asciz	"read"
	.asciz	"kernel"
	.asciz	"ernel"
	.asciz	"__s"
	.asciz	"nel"
	.asciz	"re"
	.asciz	"t_"
	.asciz	"d_"
	.asciz	"T_"
	.asciz	"t__"
	.asciz	"initcall"
	.asciz	"initca"
	.asciz	"text"
	.asciz	"xt"
	.asciz	"er"
	.asciz	"op"
	.asciz	"ne"
	.asciz	"ad"
	.asciz	"la"
	.asciz	"ca"
	.asciz	"null_"
	.asciz	"nu"
	.asciz	"ll_"
	.asciz	"ta"
	.asciz	"device_"
	.asciz	"_e"
	.asciz	"devic"
	.asciz	"dev"
	.asciz	"te"
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
	.short	43
	.short	54
	.short	68
	.short	80
	.short	87
	.short	95
	.short	103
	.short	114
	.short	138
	.short	152
	.short	165
	.short	183
	.short	202
	.short	216
	.short	229
	.short	248
	.short	290
	.short	301
	.short	343
	.short	350
	.short	358
	.short	390
	.short	408
	.short	419
	.short	432
	.short	451
	.short	463
	.short	483
	.short	496
	.short	511
	.short	513
	.short	519
	.short	539
	.short	541
	.short	543
	.short	545
	.short	547
	.short	560
	.short	562
	.short	581
	.short	589
	.short	597
	.short	609
	.short	621
	.short	629
	.short	666
	.short	675
	.short	682
	.short	694
	.short	696
	.short	698
	.short	700
	.short	702
	.short	714
	.short	725
	.short	768
	.short	783
	.short	785
	.short	798
	.short	808
	.short	816
	.short	818
	.short	820
	.short	829
	.short	841
	.short	867
	.short	869
	.short	892
	.short	894
	.short	900
	.short	911
	.short	920
	.short	938
	.short	940
	.short	950
	.short	956
	.short	973
	.short	989
	.short	1000
	.short	1002
	.short	1011
	.short	1013
	.short	1015
	.short	1017
	.short	1019
	.short	1021
	.short	1023
	.short	1025
	.short	1027
	.short	1029
	.short	1035
	.short	1037
	.short	1039
	.short	1041
	.short	1043
	.short	1045
	.short	1047
	.short	1057
	.short	1059
	.short	1061
	.short	1063
	.short	1065
	.short	1067
	.short	1076
	.short	1078
	.short	1080
	.short	1088
	.short	1097
	.short	1105
	.short	1111
	.short	1115
	.short	1121
	.short	1126
	.short	1134
	.short	1143
	.short	1147
	.short	1151
	.short	1154
	.short	1158
	.short	1161
	.short	1166
	.short	1169
	.short	1172
	.short	1187
	.short	1193
	.short	1199
	.short	1203
	.short	1217
	.short	1221
	.short	1225
	.short	1230
	.short	1243
	.short	1247
	.short	1250
	.short	1258
	.short	1270
	.short	1278
	.short	1281
	.short	1286
	.short	1290
	.short	1294
	.short	1297
	.short	1300
	.short	1329
	.short	1358
	.short	1387
	.short	1398
	.short	1404
	.short	1414
	.short	1420
	.short	1424
	.short	1433
	.short	1440
	.short	1449
	.short	1456
	.short	1462
	.short	1473
	.short	1478
	.short	1488
	.short	1496
	.short	1500
	.short	1509
	.short	1515
	.short	1526
	.short	1530
	.short	1535
	.short	1545
	.short	1550
	.short	1554
	.short	1559
	.short	1562
	.short	1566
	.short	1569
	.short	1576
	.short	1580
	.short	1586
	.short	1589
	.short	1592
	.short	1595
	.short	1599
	.short	1602
	.short	1605
	.short	1611
	.short	1623
	.short	1630
	.short	1640
	.short	1652
	.short	1680
	.short	1692
	.short	1702
	.short	1719
	.short	1735
	.short	1749
	.short	1753
	.short	1757
	.short	1763
	.short	1768
	.short	1773
	.short	1777
	.short	1781
	.short	1784
	.short	1788
	.short	1791
	.short	1796
	.short	1803
	.short	1809
	.short	1813
	.short	1817
	.short	1820
	.short	1823
	.short	1826
	.short	1829
	.short	1833
	.short	1842
	.short	1849
	.short	1854
	.short	1857
	.short	1860
	.short	1863
	.short	1866
	.short	1869
	.short	1872
	.short	1875
	.short	1881
	.short	1884
	.short	1888
	.short	1891
	.short	1899
	.short	1902
	.short	1908
	.short	1912
	.short	1915
	.short	1918
	.short	1921
	.short	1924
	.short	1927
	.short	1932
	.short	1936
	.short	1939

.globl kallsyms_offsets
	.balign 4
kallsyms_offsets:
	.long	_text - . + (0)	/* T_text */
	.long	_text - . + (4)	/* T_start */
	.long	_text - . + (140)	/* tdevice_late */
	.long	_text - . + (140)	/* T_stext */
	.long	_text - . + (140)	/* t__cfi_device_late */
	.long	_text - . + (140)	/* t__kvm_nvhe_device_read */
	.long	_text - . + (140)	/* t__pfx_device_late */
	.long	_text - . + (140)	/* t__pi_device_read */
	.long	_text - . + (148)	/* tnull_open */
	.long	_text - . + (176)	/* tnull_read */
	.long	_text - . + (212)	/* Tdevice_add */
	.long	_text - . + (248)	/* Tdevice_open */
	.long	_text - . + (340)	/* Tdevice_read */
	.long	_text - . + (428)	/* T_etext */
	.long	_text - . + (432)	/* Rnull_operations */
	.long	_text - . + (448)	/* R__start___ex_table */
	.long	_text - . + (508)	/* R__stop___ex_table */
	.long	_text - . + (4096)	/* T_sinittext */
	.long	_text - . + (4100)	/* tnull_init */
	.long	_text - . + (4164)	/* tearly_init */
	.long	_text - . + (4196)	/* tlate_init */
	.long	_text - . + (4224)	/* Dinitcalls_begin */
	.long	_text - . + (4224)	/* T_einittext */
	.long	_text - . + (4224)	/* d__initcall__kmod_kernel__14_1_early_init1 */
	.long	_text - . + (4232)	/* d__initcall__kmod_kernel__12_1_null_init6 */
	.long	_text - . + (4240)	/* d__initcall__kmod_kernel__13_1_late_init6 */
	.long	_text - . + (4248)	/* Dinitcalls_end */
	.long	_text - . + (4248)	/* D__start_mcount_loc */
	.long	_text - . + (4320)	/* D__stop_mcount_loc */
	.long	_text - . + (8192)	/* Dmain_extable_sort_needed */
	.long	_text - . + (8208)	/* dnull_init.device */
	.long	_text - . + (8272)	/* d_DYNAMIC */
	.long	_text - . + (8480)	/* Bkernel_state */
	.long	_text - . + (8488)	/* Bdevices */
	.long	_text - . + (8496)	/* B_end */
.size kallsyms_offsets, . - kallsyms_offsets

.globl kallsyms_seqs_of_names
	.balign 4
kallsyms_seqs_of_names:
	.byte 0x00, 0x00, 0x1f	/* d_DYNAMIC */
	.byte 0x00, 0x00, 0x04	/* t__cfi_device_late */
	.byte 0x00, 0x00, 0x18	/* d__initcall__kmod_kernel__12_1_null_init6 */
	.byte 0x00, 0x00, 0x19	/* d__initcall__kmod_kernel__13_1_late_init6 */
	.byte 0x00, 0x00, 0x17	/* d__initcall__kmod_kernel__14_1_early_init1 */
	.byte 0x00, 0x00, 0x05	/* t__kvm_nvhe_device_read */
	.byte 0x00, 0x00, 0x06	/* t__pfx_device_late */
	.byte 0x00, 0x00, 0x07	/* t__pi_device_read */
	.byte 0x00, 0x00, 0x0f	/* R__start___ex_table */
	.byte 0x00, 0x00, 0x1b	/* D__start_mcount_loc */
	.byte 0x00, 0x00, 0x10	/* R__stop___ex_table */
	.byte 0x00, 0x00, 0x1c	/* D__stop_mcount_loc */
	.byte 0x00, 0x00, 0x16	/* T_einittext */
	.byte 0x00, 0x00, 0x22	/* B_end */
	.byte 0x00, 0x00, 0x0d	/* T_etext */
	.byte 0x00, 0x00, 0x11	/* T_sinittext */
	.byte 0x00, 0x00, 0x01	/* T_start */
	.byte 0x00, 0x00, 0x03	/* T_stext */
	.byte 0x00, 0x00, 0x00	/* T_text */
	.byte 0x00, 0x00, 0x0a	/* Tdevice_add */
	.byte 0x00, 0x00, 0x02	/* tdevice_late */
	.byte 0x00, 0x00, 0x0b	/* Tdevice_open */
	.byte 0x00, 0x00, 0x0c	/* Tdevice_read */
	.byte 0x00, 0x00, 0x21	/* Bdevices */
	.byte 0x00, 0x00, 0x13	/* tearly_init */
	.byte 0x00, 0x00, 0x15	/* Dinitcalls_begin */
	.byte 0x00, 0x00, 0x1a	/* Dinitcalls_end */
	.byte 0x00, 0x00, 0x20	/* Bkernel_state */
	.byte 0x00, 0x00, 0x14	/* tlate_init */
	.byte 0x00, 0x00, 0x1d	/* Dmain_extable_sort_needed */
	.byte 0x00, 0x00, 0x12	/* tnull_init */
	.byte 0x00, 0x00, 0x1e	/* dnull_init.device */
	.byte 0x00, 0x00, 0x08	/* tnull_open */
	.byte 0x00, 0x00, 0x0e	/* Rnull_operations */
	.byte 0x00, 0x00, 0x09	/* tnull_read */

