// SPDX-License-Identifier: GPL-2.0-only
# 1 "rules.h"
#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define RULE(kind, target, value) static const char PASTE(rule, __COUNTER__)[] \
	__attribute__((used, aligned(1), section(".discard.gendwarfksyms.kabi_rules"))) = \
	"1\0" kind "\0" target "\0" value
struct hidden { int a; struct { int b; } c; };
union uhidden { int a; long b; };
enum ehidden { EH1, EH2 };
struct sized { long a, b; };
union usized { char a; };
enum esized { ES };
struct twice { int a; };
enum values { V_ZERO, V_ONE, V_TWO, V_THREE, V_FOUR, V_FIVE, V_GONE, V_LAST };
enum { ANON_A, ANON_B };
struct text { int a; };
struct other { struct text *text; };
typedef struct other other_t;
struct declared;
RULE("declonly", "hidden", "values are ignored");
RULE("declonly", "uhidden", "");
RULE("declonly", "ehidden", "");
RULE("declonly", "nothing of this name", "");
RULE("declonly", "", "");
RULE("byte_size", "sized", "8");
RULE("byte_size", "usized", " \t+24");
RULE("byte_size", "esized", "");
RULE("byte_size", "short int", "16");
RULE("byte_size", "declared", "99");
RULE("byte_size", "twice", "1");
RULE("byte_size", "twice", "2");
RULE("byte_size", "twice", "3");
RULE("enumerator_value", "values V_ONE", "18446744073709551615");
RULE("enumerator_value", "values V_TWO", "-1");
RULE("enumerator_value", "values V_THREE", "");
RULE("enumerator_value", "values V_FOUR", "0007");
RULE("enumerator_value", "values  V_FIVE", "555");
RULE("enumerator_ignore", "values V_GONE", "");
RULE("enumerator_value", "values V_GONE", "not used, so not read");
RULE("enumerator_ignore", " ANON_A", "");
RULE("enumerator_ignore", "ANON_B", "");
RULE("type_string", "s#text", "structure_type text { anything t#other_t at all } e#values");
RULE("type_string", "t#other_t", "typedef_type other_t { s#text }");
RULE("type_string", "s#unused", "structure_type unused { }");
RULE("type_string", "function", "subprogram ( ) -> s#text");
RULE("type_string", "inside", "abcs#text u#'made up', t#other_t");
RULE("type_string", "u#'made up'", "union_type made up { s#only_here }");
RULE("type_string", "s#only_here", "structure_type only_here { s#only_here s#hidden }");
struct hidden hidden; union uhidden uhidden; enum ehidden ehidden;
struct sized sized; union usized usized; enum esized esized; short shorty; struct declared *declared; struct twice twice;
enum values values; enum { ANON_C, ANON_D } anon; __typeof__(ANON_A) enumerator;
struct text text; struct other other; other_t typed; int inside; union uhidden *pointer;
int function(struct other *p) { return 0; }
int function_alias(struct other *p) __attribute__((alias("function")));
