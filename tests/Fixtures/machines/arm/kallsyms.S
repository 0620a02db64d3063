	.section .rodata, "a"
.globl kallsyms_num_syms
	.balign 4
kallsyms_num_syms:
	.long	34

.globl kallsyms_names
	.balign 4
kallsyms_names:
	.byte 0x01, 0x7e	/* T_start */
	.byte 0x01, 0x21	/* T_text */
	.byte 0x01, 0x2b	/* tdevice_late */
	.byte 0x01, 0x22	/* T_stext */
	.byte 0x01, 0x2c	/* t__cfi_device_late */
	.byte 0x01, 0x25	/* t__kvm_nvhe_device_read */
	.byte 0x01, 0x29	/* t__pfx_device_late */
	.byte 0x01, 0x28	/* t__pi_device_read */
	.byte 0x01, 0x3a	/* tnull_open */
	.byte 0x01, 0x24	/* tnull_read */
	.byte 0x01, 0x57	/* Tdevice_add */
	.byte 0x01, 0x3b	/* Tdevice_open */
	.byte 0x01, 0x27	/* Tdevice_read */
	.byte 0x01, 0x6a	/* Rnull_operations */
	.byte 0x01, 0x23	/* T_etext */
	.byte 0x01, 0x3e	/* R__start___ex_table */
	.byte 0x01, 0x3c	/* R__stop___ex_table */
	.byte 0x01, 0x4f	/* tearly_init */
	.byte 0x01, 0x49	/* T_sinittext */
	.byte 0x01, 0x1e	/* tlate_init */
	.byte 0x01, 0x1d	/* tnull_init */
	.byte 0x01, 0x1c	/* Dinitcalls_begin */
	.byte 0x01, 0x4a	/* T_einittext */
	.byte 0x01, 0x51	/* d__initcall__kmod_kernel__14_1_early_init1 */
	.byte 0x01, 0x35	/* d__initcall__kmod_kernel__13_1_late_init6 */
	.byte 0x01, 0x2d	/* d__initcall__kmod_kernel__12_1_null_init6 */
	.byte 0x01, 0x40	/* Dinitcalls_end */
	.byte 0x01, 0x43	/* D__start_mcount_loc */
	.byte 0x01, 0x46	/* D__stop_mcount_loc */
	.byte 0x01, 0x50	/* ddevice.0 */
	.byte 0x01, 0x58	/* Dmain_extable_sort_needed */
	.byte 0x01, 0x7d	/* Bdevices */
	.byte 0x01, 0x1f	/* Bkernel_state */
	.byte 0x01, 0x41	/* B_end */
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
	.asciz	"."
	.asciz	"null_init6"
	.asciz	"0"
	.asciz	"1"
	.asciz	"2"
	.asciz	"3"
	.asciz	"4"
	.asciz	"d__initcall__kmod_kernel__13_1_late_init6"
	.asciz	"6"
	.asciz	"t__pi_"
	.asciz	"t__cfi_"
	.asciz	"d__initcall__kmod_kernel__12_1_"
	.asciz	"tnull_open"
	.asciz	"Tdevice_open"
	.asciz	"R__stop___ex_table"
	.asciz	"___ex_table"
	.asciz	"R__start___ex_table"
	.asciz	"t___ex_table"
	.asciz	"Dinitcalls_end"
	.asciz	"B_end"
	.asciz	"B"
	.asciz	"D__start_mcount_loc"
	.asciz	"D"
	.asciz	"t_mcount_loc"
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
	.asciz	"ddevice.0"
	.asciz	"d__initcall__kmod_kernel__14_1_early_init1"
	.asciz	"R"
	.asciz	"_1_early_init1"
	.asciz	"T"
	.asciz	"_early_init1"
	.asciz	"D__stop_"
	.asciz	"Tdevice_add"
	.asciz	"Dmain_extable_sort_needed"
	.asciz	"Dmain_extable_sort_nee"
	.asciz	"t_nee"
	.asciz	"t__kvm_nvh"
	.asciz	"t__kvm_n"
	.asciz	"Dmain_extable_sor"
	.asciz	"table_sor"
	.asciz	"_"
	.asciz	"e_sor"
	.asciz	"a"
	.asciz	"b"
	.asciz	"c"
	.asciz	"d"
	.asciz	"e"
	.asciz	"f"
	.asciz	"g"
	.asciz	"h"
	.asciz	"i"
	.asciz	"Rnull_operations"
	.asciz	"k"
	.asciz	"l"
	.asciz	"m"
	.asciz	"n"
	.asciz	"o"
	.asciz	"p"
	.asciz	"null_operations"
	.asciz	"r"
	.asciz	"s"
	.asciz	"t"
	.asciz	"u"
	.asciz	"v"
	.asciz	"operations"
	.asciz	"x"
	.asciz	"y"
	.asciz	"erations"
	.asciz	"tions"
	.asciz	"Bkernel_s"
	.asciz	"Bdevices"
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
	.asciz	"d__initcall__kmod_kernel__14"
	.asciz	"d__initcall__kmod_kernel__13"
	.asciz	"d__initcall__kmod_kernel__12"
	.asciz	"arly_init1"
	.asciz	"device.0"
	.asciz	"device."
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
	.asciz	"device_la"
	.asciz	"tnull_"
	.asciz	"device_read"
	.asciz	"d__initcall__kmod_kernel__1"
	.asciz	"kernel__1"
	.asciz	"d__initcall__kmod_"
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
	.asciz	"d_"
	.asciz	"__1"
	.asciz	"_1"
	.asciz	"read"
	.asciz	"kernel"
	.asciz	"ernel"
	.asciz	"__s"
	.asciz	"nel"
	.asciz	"re"
	.asciz	"t_"
	.asciz	"T_"
	.asciz	"t__"
	.asciz	"initcall"
	.asciz	"null_"
	.asciz	"initca"
	.asciz	"text"
	.asciz	"nu"
	.asciz	"xt"
	.asciz	"er"
	.asciz	"op"
	.asciz	"ne"
	.asciz	"ad"
	.asciz	"la"
	.asciz	"ca"
	.asciz	"ll_"
	.asciz	"ta"
	.asciz	"device_"
	.asciz	"_e"
	.asciz	"devic"
	.asciz	"dev"
	.asciz	"ll"
	.asciz	"te"
	.asciz	"ic"
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
	.short	16
	.short	17
	.short	18
	.short	19
	.short	20
	.short	21
	.short	22
	.short	23
	.short	24
	.short	25
	.short	26
	.short	27
	.short	28
	.short	45
	.short	56
	.short	67
	.short	81
	.short	93
	.short	100
	.short	108
	.short	116
	.short	127
	.short	151
	.short	165
	.short	178
	.short	196
	.short	215
	.short	229
	.short	242
	.short	261
	.short	303
	.short	305
	.short	316
	.short	318
	.short	320
	.short	322
	.short	324
	.short	326
	.short	368
	.short	370
	.short	377
	.short	385
	.short	417
	.short	428
	.short	441
	.short	460
	.short	472
	.short	492
	.short	505
	.short	520
	.short	526
	.short	528
	.short	548
	.short	550
	.short	563
	.short	582
	.short	590
	.short	598
	.short	610
	.short	622
	.short	630
	.short	667
	.short	676
	.short	683
	.short	695
	.short	705
	.short	748
	.short	750
	.short	765
	.short	767
	.short	780
	.short	789
	.short	801
	.short	827
	.short	850
	.short	856
	.short	867
	.short	876
	.short	894
	.short	904
	.short	906
	.short	912
	.short	914
	.short	916
	.short	918
	.short	920
	.short	922
	.short	924
	.short	926
	.short	928
	.short	930
	.short	947
	.short	949
	.short	951
	.short	953
	.short	955
	.short	957
	.short	959
	.short	975
	.short	977
	.short	979
	.short	981
	.short	983
	.short	985
	.short	996
	.short	998
	.short	1000
	.short	1009
	.short	1015
	.short	1025
	.short	1034
	.short	1042
	.short	1051
	.short	1059
	.short	1065
	.short	1069
	.short	1075
	.short	1080
	.short	1088
	.short	1097
	.short	1101
	.short	1105
	.short	1108
	.short	1112
	.short	1115
	.short	1120
	.short	1123
	.short	1126
	.short	1141
	.short	1147
	.short	1153
	.short	1157
	.short	1171
	.short	1175
	.short	1179
	.short	1184
	.short	1197
	.short	1201
	.short	1204
	.short	1212
	.short	1224
	.short	1232
	.short	1235
	.short	1264
	.short	1293
	.short	1322
	.short	1333
	.short	1342
	.short	1350
	.short	1360
	.short	1366
	.short	1370
	.short	1379
	.short	1386
	.short	1395
	.short	1402
	.short	1408
	.short	1419
	.short	1424
	.short	1434
	.short	1442
	.short	1446
	.short	1455
	.short	1461
	.short	1472
	.short	1476
	.short	1481
	.short	1491
	.short	1496
	.short	1500
	.short	1505
	.short	1508
	.short	1512
	.short	1515
	.short	1522
	.short	1526
	.short	1532
	.short	1535
	.short	1538
	.short	1541
	.short	1545
	.short	1548
	.short	1551
	.short	1557
	.short	1569
	.short	1579
	.short	1586
	.short	1598
	.short	1626
	.short	1636
	.short	1655
	.short	1672
	.short	1688
	.short	1702
	.short	1706
	.short	1710
	.short	1716
	.short	1721
	.short	1726
	.short	1730
	.short	1734
	.short	1737
	.short	1740
	.short	1744
	.short	1747
	.short	1752
	.short	1759
	.short	1765
	.short	1769
	.short	1773
	.short	1776
	.short	1779
	.short	1782
	.short	1786
	.short	1795
	.short	1801
	.short	1808
	.short	1813
	.short	1816
	.short	1819
	.short	1822
	.short	1825
	.short	1828
	.short	1831
	.short	1834
	.short	1837
	.short	1841
	.short	1844
	.short	1852
	.short	1855
	.short	1861
	.short	1865
	.short	1868
	.short	1871
	.short	1874
	.short	1877
	.short	1880
	.short	1885
	.short	1889
	.short	1892

.globl kallsyms_offsets
	.balign 4
kallsyms_offsets:
	.long	0x80008000	/* T_start */
	.long	0x80008000	/* T_text */
	.long	0x80008044	/* tdevice_late */
	.long	0x80008044	/* T_stext */
	.long	0x80008044	/* t__cfi_device_late */
	.long	0x80008044	/* t__kvm_nvhe_device_read */
	.long	0x80008044	/* t__pfx_device_late */
	.long	0x80008044	/* t__pi_device_read */
	.long	0x80008048	/* tnull_open */
	.long	0x8000806c	/* tnull_read */
	.long	0x80008090	/* Tdevice_add */
	.long	0x800080bc	/* Tdevice_open */
	.long	0x800080e8	/* Tdevice_read */
	.long	0x8000811c	/* Rnull_operations */
	.long	0x8000811c	/* T_etext */
	.long	0x80008124	/* R__start___ex_table */
	.long	0x8000814c	/* R__stop___ex_table */
	.long	0x80009000	/* tearly_init */
	.long	0x80009000	/* T_sinittext */
	.long	0x80009028	/* tlate_init */
	.long	0x80009050	/* tnull_init */
	.long	0x80009088	/* Dinitcalls_begin */
	.long	0x80009088	/* T_einittext */
	.long	0x80009088	/* d__initcall__kmod_kernel__14_1_early_init1 */
	.long	0x8000908c	/* d__initcall__kmod_kernel__13_1_late_init6 */
	.long	0x80009090	/* d__initcall__kmod_kernel__12_1_null_init6 */
	.long	0x80009094	/* Dinitcalls_end */
	.long	0x80009094	/* D__start_mcount_loc */
	.long	0x80009094	/* D__stop_mcount_loc */
	.long	0x8000a000	/* ddevice.0 */
	.long	0x8000a020	/* Dmain_extable_sort_needed */
	.long	0x8000a024	/* Bdevices */
	.long	0x8000a028	/* Bkernel_state */
	.long	0x8000a02c	/* B_end */
.size kallsyms_offsets, . - kallsyms_offsets

.globl kallsyms_seqs_of_names
	.balign 4
kallsyms_seqs_of_names:
	.byte 0x00, 0x00, 0x04	/* t__cfi_device_late */
	.byte 0x00, 0x00, 0x19	/* d__initcall__kmod_kernel__12_1_null_init6 */
	.byte 0x00, 0x00, 0x18	/* d__initcall__kmod_kernel__13_1_late_init6 */
	.byte 0x00, 0x00, 0x17	/* d__initcall__kmod_kernel__14_1_early_init1 */
	.byte 0x00, 0x00, 0x05	/* t__kvm_nvhe_device_read */
	.byte 0x00, 0x00, 0x06	/* t__pfx_device_late */
	.byte 0x00, 0x00, 0x07	/* t__pi_device_read */
	.byte 0x00, 0x00, 0x0f	/* R__start___ex_table */
	.byte 0x00, 0x00, 0x1b	/* D__start_mcount_loc */
	.byte 0x00, 0x00, 0x10	/* R__stop___ex_table */
	.byte 0x00, 0x00, 0x1c	/* D__stop_mcount_loc */
	.byte 0x00, 0x00, 0x16	/* T_einittext */
	.byte 0x00, 0x00, 0x21	/* B_end */
	.byte 0x00, 0x00, 0x0e	/* T_etext */
	.byte 0x00, 0x00, 0x12	/* T_sinittext */
	.byte 0x00, 0x00, 0x00	/* T_start */
	.byte 0x00, 0x00, 0x03	/* T_stext */
	.byte 0x00, 0x00, 0x01	/* T_text */
	.byte 0x00, 0x00, 0x1d	/* ddevice.0 */
	.byte 0x00, 0x00, 0x0a	/* Tdevice_add */
	.byte 0x00, 0x00, 0x02	/* tdevice_late */
	.byte 0x00, 0x00, 0x0b	/* Tdevice_open */
	.byte 0x00, 0x00, 0x0c	/* Tdevice_read */
	.byte 0x00, 0x00, 0x1f	/* Bdevices */
	.byte 0x00, 0x00, 0x11	/* tearly_init */
	.byte 0x00, 0x00, 0x15	/* Dinitcalls_begin */
	.byte 0x00, 0x00, 0x1a	/* Dinitcalls_end */
	.byte 0x00, 0x00, 0x20	/* Bkernel_state */
	.byte 0x00, 0x00, 0x13	/* tlate_init */
	.byte 0x00, 0x00, 0x1e	/* Dmain_extable_sort_needed */
	.byte 0x00, 0x00, 0x14	/* tnull_init */
	.byte 0x00, 0x00, 0x08	/* tnull_open */
	.byte 0x00, 0x00, 0x0d	/* Rnull_operations */
	.byte 0x00, 0x00, 0x09	/* tnull_read */

