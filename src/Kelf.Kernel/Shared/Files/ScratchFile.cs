// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared.Files;

/// <summary>Bytes for another program that reads nothing but files. Nothing is left of it however this process ends.</summary>
public sealed class ScratchFile : IDisposable
{
    private readonly TemporaryFile _file;

    private ScratchFile(TemporaryFile file) => _file = file;

    /// <summary>Where other programs find it until it is closed here.</summary>
    public string Path => _file.PathForOthers;

    /// <summary>Makes a file in the directory for temporary files (<c>TMPDIR</c>).</summary>
    /// <param name="contents">All of it.</param>
    /// <exception cref="IOException">It cannot be made, or not written.</exception>
    public static ScratchFile Create(ReadOnlySpan<byte> contents)
    {
        TemporaryFile file = TemporaryFile.Create(SystemCalls.NativePath(System.IO.Path.Combine(System.IO.Path.GetTempPath(), "scratch")));
        try
        {
            RandomAccess.Write(file.Handle, contents, 0);
            return new ScratchFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
