// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary>What was given to be read: a directory, or the bytes of a file, decompressed.</summary>
internal sealed class OpenedSource : IDisposable
{
    private readonly OpenedObject? _file;

    private OpenedSource(string path, OpenedObject? file) => (Path, _file) = (path, file);

    /// <summary>The path, as it was given.</summary>
    public string Path { get; }

    /// <summary>True for a directory.</summary>
    public bool IsDirectory => _file is null;

    /// <summary>The bytes of a file.</summary>
    public Region Contents => _file?.Contents ?? throw new InvalidOperationException("a directory has no contents");

    /// <summary>Opens a source.</summary>
    /// <exception cref="UnreadableFileException">It cannot be read.</exception>
    public static OpenedSource Open(string path, DecompressionLimit limit) =>
        new(path, Directory.Exists(path) ? null : OpenedObject.OfPipe(path, limit));

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
