// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.ExceptionServices;

using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>Tables and reports of linked images of all machines, with all rules.</summary>
public sealed class RelocsTarget : IFuzzTarget
{
    private static readonly RelocsOptions[] s_options =
    [
        new(),
        new() { Rules = RelocationRules.Linux61, AllowDuplicates = true, AllowEmpty = true },
        new() { Rules = RelocationRules.Linux612, AllowDuplicates = true, AllowEmpty = true },
        new() { Rules = RelocationRules.Linux73, AllowDuplicates = true, AllowEmpty = true },
        new() { RealMode = true, AllowDuplicates = true, AllowEmpty = true },
    ];

    /// <inheritdoc/>
    public string Name => "relocs";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [typeof(RelocatableImage)];

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        RelocatableImage elf = RelocatableImage.Parse(image);
        ByteBuilder output = new();
        Attempts attempts = new(this);
        foreach (RelocsOptions options in s_options)
        {
            attempts.Try(() => Make(elf, options, output));
        }

        attempts.Try(() => RelocsReports.WriteAbsoluteSymbols(elf, output));
        attempts.Try(() => _ = elf.FindWarnings().Count());
        attempts.ThrowIfNoneWorked();
    }

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MalformedFileException or RefusedException;

    private static void Make(RelocatableImage elf, RelocsOptions options, ByteBuilder output)
    {
        switch (elf.Elf.Machine)
        {
            case ElfMachine.S390:
                S390Relocs.WriteText(S390Relocs.FindPlaces(elf, options), output);
                break;
            case ElfMachine.Mips:
                MipsRelocs.WriteRelocations(elf, options, output);
                _ = MipsRelocs.Patches(elf, MipsRelocs.FindWords(elf, options), keepRelocations: false).Count;
                break;
            default:
                RelocsReports.WriteRelocations(elf, options, output);
                RelocsReports.WriteAbsoluteRelocations(elf, options, output);
                RelocationTable table = X86Relocs.MakeTable(elf, options);
                _ = TableCheck.Check(table, elf, options).Count;
                _ = EarlierLink.MakeTable(elf, elf, options).Count;
                break;
        }
    }
}

/// <summary>Several ways to read one input, of which one suffices for it to be accepted.</summary>
internal sealed class Attempts(IFuzzTarget target)
{
    private Exception? _refusal;
    private bool _isAccepted;

    public void Try(Action action)
    {
        try
        {
            action();
            _isAccepted = true;
        }
        catch (Exception error) when (target.Refuses(error))
        {
            _refusal = error;
        }
    }

    public void ThrowIfNoneWorked()
    {
        if (!_isAccepted)
        {
            ExceptionDispatchInfo.Throw(_refusal!);
        }
    }
}
