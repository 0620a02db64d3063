// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Fuzz.Seeds;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Names;

namespace Kelf.Fuzz.Targets;

/// <summary>Names of symbols, one a line, as Rust mangles them.</summary>
public sealed class RustNameTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "rust-names";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        foreach (Range line in image.Span().Split((byte)'\n'))
        {
            ReadOnlySpan<byte> name = image.Span()[line];
            // What is no name, or none any more, begins as one.
            if (RustName.TryDemangle(name) is { } text)
            {
                Check(text);
            }

            Read("_R"u8, name);
            Read("_ZN"u8, name);
        }
    }

    private static void Read(ReadOnlySpan<byte> start, ReadOnlySpan<byte> rest)
    {
        if (RustName.TryDemangle([.. start, .. rest]) is { } text)
        {
            Check(text);
        }
    }

    private static void Check(string text)
    {
        if (text.Length > RustName.MaxLength || text.EnumerateRunes().Any(Rune.IsControl))
        {
            throw new InvalidOperationException("a readable name is too long, or no text");
        }
    }
}
