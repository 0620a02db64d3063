// SPDX-License-Identifier: GPL-2.0-only
# 1 "e.h"
namespace ns { struct S { struct In { char c; } in; enum En { Q } en; union U { struct Deep { int d; } deep; } u; struct { struct N { int n; } n; } an; void m(int); };
class Cl { int a; protected: int b; }; template<typename T> struct Tm { T t; }; }
void ns::S::m(int z) {}
extern "C" void fr(int &r, int &&rr, const ns::S &s, ns::Cl c, ns::Tm<int> t, decltype(nullptr) n) {}
