// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Symvers;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Fuzz.Targets;

/// <summary>
/// Symbol versions: those of gendwarfksyms with and without kABI rules, canonical ones, and those of each unit.
/// </summary>
public sealed class SymversTarget : IFuzzTarget
{
    // No file that a mutant names is opened.
    private static readonly SymversOptions s_alone = new() { Supplementary = SupplementarySearch.None };

    private static readonly SymversOptions[] s_options =
    [
        s_alone with { DumpVersions = true, Reference = SymtypesFile.Parse("s#s structure_type s { }\nf variable s#s\n"u8, "reference") },
        s_alone with { Stable = true, DumpDies = true },
        s_alone with { Stable = true, Canonical = true },
        s_alone with { Stable = true, PerUnit = true },
    ];

    /// <inheritdoc/>
    public string Name => "symvers";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(SymversTool)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        SymbolList symbols = SymbolList.Parse(seed.Symbols);
        ReadAsText(image);
        CountingSink sink = new();
        Exception? refusal = null;
        bool isAccepted = false;
        foreach (SymversOptions options in s_options)
        {
            try
            {
                SymversTool.Compute(image, symbols, options, sink, sink);
                isAccepted = true;
            }
            catch (Exception error) when (Refuses(error))
            {
                // The other ways to read it may still do.
                refusal = error;
            }
        }

        if (!isAccepted)
        {
            ExceptionDispatchInfo.Throw(refusal!);
        }
    }

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MalformedFileException or RefusedException;

    // Whatever the bytes are, they are a symtypes file, or a line of it is refused.
    private static void ReadAsText(Region image)
    {
        try
        {
            SymtypesFile.Parse(image.Span(), "text");
        }
        catch (RefusedException)
        {
        }
    }

    /// <summary>Texts may be long; nobody reads them.</summary>
    private sealed class CountingSink : IByteSink
    {
        public long Length { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes) => Length += bytes.Length;
    }
}
