// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Cli.Terminal;

/// <summary>Standard output for results that are made in portions, after nothing can fail any more.</summary>
internal sealed class StandardOutputSink : IByteSink
{
    /// <inheritdoc/>
    /// <exception cref="UnwritableFileException">The stream is closed, its reader is gone, or the disk is full.</exception>
    public void Write(ReadOnlySpan<byte> bytes) => StandardOutput.Write(bytes);
}
