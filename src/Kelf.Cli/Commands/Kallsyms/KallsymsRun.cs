// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kallsyms;
using Kelf.Kernel.Kallsyms.Compression;
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Inputs;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Kallsyms;

/// <summary>A run of <c>kelf kallsyms</c> that makes tables.</summary>
internal static class KallsymsRun
{
    /// <summary>Makes what was asked for.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(KallsymsArguments arguments)
    {
        using OpenedObject input = OpenedObject.OfPipe(arguments.Input, arguments.PathInputs.Decompression);
        bool isImage = ElfFile.IsElf(input.Contents) || ElfFile.IsBitcode(input.Contents);
        ElfFile? image = isImage ? ElfFile.Parse(input.Contents) : null;
        (SymbolListing listing, KallsymsOptions options) = image is null
            ? OfMap(arguments, input.Contents)
            : OfImage(arguments, image);
        if (image is null && arguments.Paths is not null)
        {
            throw new RefusedException(arguments.Input, "a map tells no paths: give the image that it lists");
        }

        using WorkerSource workers = CommandWorkers.Find(arguments.Jobs);
        PathTables? paths = arguments.Paths is { } mode
            ? ImagePaths.Tables(mode with { ForText = arguments.AsText }, arguments.PathInputs, workers, input)
            : null;
        KallsymsTable table = KallsymsTool.Make(
            listing, options with { Strict = arguments.Strict, Workers = workers },
            warning => WarningList.Current.Add(warning.In(arguments.Input)), Previous(arguments),
            entries => paths?.Rename(image!, entries) ?? entries);
        byte[]? side = arguments.Side is null ? null : paths!.MakeSide(image!, table);
        Write(arguments, image, listing, table);
        if (side is not null)
        {
            Result.Write(side, arguments.Side);
        }

        return ExitStatus.Done;
    }

    private static TokenCompression? Previous(KallsymsArguments arguments)
    {
        if (arguments.Previous is null)
        {
            return null;
        }

        using OpenedObject previous = OpenedObject.OfFile(arguments.Previous, arguments.PathInputs.Decompression);
        return TokenCompression.Read(ElfFile.Parse(previous.Contents));
    }

    // Nothing is known of the kernel but what the user says: the options of the original.
    private static (SymbolListing Listing, KallsymsOptions Options) OfMap(KallsymsArguments arguments, Region text)
    {
        KallsymsLayout layout = arguments.Layout ?? LayoutNames.OfEnvironment() ?? KallsymsLayout.Linux73;
        return (MapReader.Read(text, layout), Asked(arguments, new KallsymsOptions { Layout = layout }));
    }

    private static (SymbolListing Listing, KallsymsOptions Options) OfImage(KallsymsArguments arguments, ElfFile image)
    {
        KallsymsLayout layout = arguments.Layout ?? LayoutNames.Of(image);
        SymbolListing listing = ListingReader.Read(image, SysmapFilter.For(layout));
        string directory = Path.GetDirectoryName(arguments.Input) is { Length: > 0 } parent ? parent : ".";
        KernelConfig? config = KernelConfig.Find(directory) ?? KernelConfig.Find(image.Image);
        KallsymsOptions defaults = KallsymsDefaults.For(image, listing, layout, config);
        if (config is null && arguments.AllSymbols is null && TableVerifier.HasAllSymbols(image, listing, defaults) is { } all)
        {
            defaults = defaults with { AllSymbols = all };
        }

        // Of 64-bit kernels all are relative.
        if (config is null && defaults.PcRelative && image.Class == ElfClass.Elf32 && TableVerifier.IsPcRelative(image) is { } isRelative)
        {
            defaults = defaults with { PcRelative = isRelative };
        }

        return (listing, Asked(arguments, defaults));
    }

    private static KallsymsOptions Asked(KallsymsArguments arguments, KallsymsOptions defaults) => defaults with
    {
        AllSymbols = arguments.AllSymbols ?? defaults.AllSymbols,
        AbsolutePercpu = arguments.AbsolutePercpu ?? defaults.AbsolutePercpu,
        BaseRelative = arguments.BaseRelative ?? defaults.BaseRelative,
        LtoClang = arguments.LtoClang ?? defaults.LtoClang,
        PcRelative = arguments.PcRelative ?? defaults.PcRelative,
    };

    private static void Write(KallsymsArguments arguments, ElfFile? image, SymbolListing listing, KallsymsTable table)
    {
        using OutputFile? syms = arguments.Listing is { } path ? OutputFile.Create(path, keepsTime: true) : null;
        using OutputFile? output = arguments.Output is null ? null : OutputFile.Create(arguments.Output, keepsTime: true);
        IByteSink sink = output is null ? new StandardOutputSink() : output;
        if (syms is not null)
        {
            SysmapText.Write(listing, syms);
            syms.Complete();
        }

        if (arguments.Like is { } like)
        {
            using OpenedObject model = OpenedObject.OfFile(like, arguments.PathInputs.Decompression);
            KallsymsObject.Write(table, ElfObjectKind.Of(ElfFile.Parse(model.Contents)), like, sink);
        }
        else if (image is null || arguments.AsText)
        {
            KallsymsText.Write(table, arguments.Input, sink);
        }
        else
        {
            KallsymsObject.Write(table, ElfObjectKind.Of(image), arguments.Input, sink);
        }

        // A full disk shows here, before the first file gets its name.
        output?.Complete();
        syms?.Commit();
        output?.Commit();
    }
}
