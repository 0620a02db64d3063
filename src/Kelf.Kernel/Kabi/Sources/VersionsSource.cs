// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Versions;

namespace Kelf.Kernel.Kabi.Sources;

/// <summary><c>Module.symvers</c> and its like, also compressed, as packages have it beside the image.</summary>
internal sealed class VersionsSource : ISourceReader
{
    /// <summary>Name of the file in a build tree, and in packages of headers.</summary>
    public const string FileName = "Module.symvers";

    /// <inheritdoc/>
    public bool TryRead(OpenedSource source, SnapshotParts parts, KernelReader kernel)
    {
        if (source.IsDirectory || !IsVersions(source.Contents.Span()))
        {
            return false;
        }

        parts.Add(VersionReader.Parse(source.Contents.Span(), source.Path).Values);
        parts.Note(FileName, Evidence.Versions);
        return true;
    }

    /// <summary>Reads the file of that name in a directory, if there is one.</summary>
    public static void ReadIn(string directory, SnapshotParts parts)
    {
        string path = Path.Combine(directory, FileName);
        if (File.Exists(path))
        {
            parts.Add(VersionReader.Read(path).Values);
            parts.Note(FileName, Evidence.Versions);
        }
    }

    // No record of symtypes begins with a number.
    private static bool IsVersions(ReadOnlySpan<byte> text) => text.StartsWith("0x"u8) || text.StartsWith("0X"u8);
}
