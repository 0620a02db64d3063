// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Tests.DebugJoin;

/// <summary>As GNU ld does it.</summary>
public sealed class GnuLdJoinTests() : DebugJoinTests("ld");
