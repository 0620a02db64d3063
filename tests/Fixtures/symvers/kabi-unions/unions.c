// SPDX-License-Identifier: GPL-2.0-only
# 1 "unions.h"
/* Each member m_* shows one way to write a union that --stable reads. */
struct placeholder { long __kabi_reserved; };
struct renamed { int __kabi_renamedfrom_struct; int second; };
struct second_first { int first; long __kabi_reserved1; };
typedef struct { long __kabi_reserved_typedef; } typedef_t;
struct nothing { };
struct forms {
	union { int a; long __kabi_reserved_a; } m_reserved;
	union { long __kabi_reserved_b; int b; };
	union { int c; short __kabi_renamedold_c; } m_renamed;
	union { int d; char __kabi_renamed; } m_renamed_empty;
	union { int e; char __kabi_ignored_e; } m_ignored;
	union { char __kabi_ignored_f; };
	union { int g; struct { unsigned __kabi_reserved_g; }; } m_struct_reserved;
	union { int h; struct { unsigned __kabi_ignored_h; int more; }; } m_struct_ignored;
	union { int i; struct renamed j; } m_struct_renamed;
	union { struct placeholder k; int l; } m_struct_first;
	union { int m; struct second_first n; } m_second_member_does_not_count;
	union { int o; typedef_t p; } m_typedef_does_not_count;
	union { int q; const struct placeholder r; } m_qualifier_does_not_count;
	union { int s; int t; long __kabi_reserved_third; } m_third_does_not_count;
	union { int u; struct nothing v; long __kabi_reserved_w; } m_empty_second_goes_on;
	union { struct nothing x; struct nothing y; struct nothing z; long __kabi_renamedfourth; } m_empty_goes_on;
	union { int __kabi_reserved_both; int __kabi_ignored_both; } m_first_decides;
	union { int __kabi_other; int plain; } m_other_prefix;
	union { struct { int n1; } __kabi_ignored_struct; int aa; } m_name_before_type;
	struct { int bb; } __kabi_reserved_member;
	long __kabi_ignored_outside_union;
	int __kabi_renamed_outside_union;
	int __kabi_;
	int _kabi_reserved;
	union { int cc; long __kabi_reserved_array[4]; } m_array[2];
	union { int dd; struct { struct forms *__kabi_renamedself; }; };
	union { int ee; union { int ff; long __kabi_reserved_inner; } __kabi_renamednested; };
	union { int gg; char __kabi_ignored_gg; } m_ignored_array[3];
	union { int hh; char __kabi_ignored_hh; } *m_ignored_pointer;
	int last;
};
union ignored { int n; char __kabi_ignored0; };
typedef union ignored ignored_t;
union replaced { int n; struct { long __kabi_renamedname; }; };
struct users { union ignored direct; ignored_t through_typedef; const union ignored qualified; union replaced u, v, w; };
struct forms forms; struct users users;
union ignored ignored; ignored_t ignored_typed; union ignored *ignored_pointer, ignored_array[2];
union replaced replaced, *replaced_pointer;
int parameters(int __kabi_reserved_p, union replaced q, union ignored r, union replaced __kabi_s, struct users *t);
int parameters(int __kabi_reserved_p, union replaced q, union ignored r, union replaced __kabi_s, struct users *t) { return 0; }
union replaced returns(union ignored (*callback)(union replaced, int)) { union replaced r = {0}; return r; }
