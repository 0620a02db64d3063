// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Kernel.Tests.Relocs;

/// <summary>A linked image in memory: one of tests/Fixtures/relocs, or one that a test built.</summary>
internal sealed class TestImage : IDisposable
{
    private readonly NativeBuffer _buffer;

    private TestImage(ReadOnlySpan<byte> bytes, string name)
    {
        _buffer = InMemory.File(bytes, name);
        try
        {
            Image = RelocatableImage.Open(ElfFile.Parse(_buffer.Contents));
        }
        catch
        {
            _buffer.Dispose();
            throw;
        }
    }

    public RelocatableImage Image { get; }

    /// <summary>An image of the fixtures.</summary>
    public static TestImage Of(string fixture) => new(Bytes($"{fixture}/{fixture}.elf"), "vmlinux");

    /// <summary>An image of a test's own.</summary>
    public static TestImage From(ReadOnlySpan<byte> bytes) => new(bytes, "vmlinux");

    /// <summary>A file of the fixtures.</summary>
    public static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(SourceDirectory.Root, "tests", "Fixtures", "relocs", file));

    /// <summary>What the original printed: a file of the fixtures as text.</summary>
    public static string Text(string file) => File.ReadAllText(Path.Combine(SourceDirectory.Root, "tests", "Fixtures", "relocs", file));

    /// <summary>What a writer writes.</summary>
    public static string Written(Action<IByteSink> write)
    {
        ByteBuilder output = new();
        write(output);
        return Encoding.UTF8.GetString(output.Bytes);
    }

    /// <summary>The table of the image with the rules of a version; the newest ones unless they are given.</summary>
    public RelocationTable Table(RelocationRules rules = RelocationRules.Linux73, bool realMode = false) =>
        X86Relocs.MakeTable(Image, new RelocsOptions { Rules = rules, RealMode = realMode });

    public void Dispose() => _buffer.Dispose();
}
