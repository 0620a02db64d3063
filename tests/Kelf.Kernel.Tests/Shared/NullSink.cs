// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Tests.Shared;

/// <summary>Takes what nobody reads.</summary>
internal sealed class NullSink : IByteSink
{
    public void Write(ReadOnlySpan<byte> bytes)
    {
    }
}
