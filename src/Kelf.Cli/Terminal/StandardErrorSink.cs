// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;

namespace Kelf.Cli.Terminal;

/// <summary>Standard error for what a tool dumps as bytes.</summary>
internal sealed class StandardErrorSink : IByteSink
{
    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes) => StandardError.Write(bytes);
}
