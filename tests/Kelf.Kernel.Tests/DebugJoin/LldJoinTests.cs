// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Tests.DebugJoin;

/// <summary>As lld does it.</summary>
public sealed class LldJoinTests() : DebugJoinTests("ld.lld-19");
