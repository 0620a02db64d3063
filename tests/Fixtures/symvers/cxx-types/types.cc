// SPDX-License-Identifier: GPL-2.0-only
# 1 "types.h"
namespace outer { namespace { struct Hidden { int h; }; } inline namespace v2 { struct Versioned { int v; }; } }
namespace outer {
enum class Scoped : unsigned char { One = 1, Max = 255 };
enum Plain { Red, Green = -5 };
struct Static { static int counter; int x; static int get(int y); };
struct Holder {
	enum Inner { In1, In2 } inner;
	union { int word; char bytes[4]; };
	struct Nested { struct Deeper { char c; } deeper; } nested;
	int Static::*nothing() { return nullptr; }
	mutable int cache;
private:
	volatile long secret;
};
template<typename T> struct Array { T items[3]; };
template<typename T> T pass(T value) { return value; }
class Closed { int a; public: int b; void method(Holder &h); };
void Closed::method(Holder &h) {}
int Static::counter;
int Static::get(int y) { return y; }
}
using namespace outer;
extern "C" {
void take(Hidden *h, Versioned v, Scoped s, Plain p, const Closed &c) {}
int hold(Holder &&h, Array<char> *a, Array<Scoped> b) { return 0; }
bool flag; wchar_t wide; char16_t c16; decltype(nullptr) nothing;
const int limits[] = { 1, 2, 3 };
}
template int outer::pass<int>(int);
int overloaded(int a) { return a; }
int overloaded(long a) { return 0; }
int (&refer(int (&a)[3]))[3] { return a; }
