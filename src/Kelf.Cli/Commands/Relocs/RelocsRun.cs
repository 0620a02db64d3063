// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Relocs;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Relocs;

/// <summary>A run of <c>kelf relocs</c>, or of the drop-in: the machine of the image decides what a table is.</summary>
internal static class RelocsRun
{
    /// <summary>Runs the command.</summary>
    /// <param name="request">What is asked for.</param>
    /// <returns>The exit status.</returns>
    public static int Run(RelocsRequest request)
    {
        if (request.Output is { } path && FileIdentity.TryRead(path) is { } existing
            && FileIdentity.TryRead(request.Input) is { } input && existing.IsSameFile(input))
        {
            throw new UnwritableFileException(path, "--output names the input");
        }

        using OpenedObject file = OpenedObject.OfFile(request.Input, request.Decompression);
        RelocatableImage image = RelocatableImage.Parse(file.Contents);
        if (request.Machine is { } machine && image.Elf.Machine != machine)
        {
            throw new RefusedException(
                request.Input, $"it is for machine {(int)image.Elf.Machine}, not for the {(int)machine} of --arch");
        }

        ByteBuilder output = new();
        IReadOnlyList<Diagnostic> warnings = [];
        switch (image.Elf.Machine)
        {
            case ElfMachine.S390:
                RefuseX86Options(request, "s390");
                S390Relocs.WriteText(S390Relocs.FindPlaces(image, request.Options), output);
                break;
            case ElfMachine.Mips:
                RefuseX86Options(request, "MIPS");
                RunMips(file, image, request, output);
                Warn(image, request, warnings);
                return ExitStatus.Done;
            default:
                warnings = RunX86(image, request, output);
                break;
        }

        Result.Write(output.Bytes, request.Output);
        Warn(image, request, warnings);
        return ExitStatus.Done;
    }

    private static void Warn(RelocatableImage image, RelocsRequest request, IReadOnlyList<Diagnostic> ofTable)
    {
        foreach (Diagnostic warning in image.FindWarnings().Concat(ofTable))
        {
            WarningList.Current.Add(warning.In(request.Input));
        }
    }

    private static IReadOnlyList<Diagnostic> RunX86(RelocatableImage image, RelocsRequest request, ByteBuilder output)
    {
        switch (request.Result)
        {
            case RelocsResult.AbsoluteSymbols:
                RelocsReports.WriteAbsoluteSymbols(image, output);
                break;
            case RelocsResult.AbsoluteRelocations:
                RelocsReports.WriteAbsoluteRelocations(image, request.Options, output);
                break;
            case RelocsResult.Relocations:
                RelocsReports.WriteRelocations(image, request.Options, output);
                break;
            default:
                RelocationTable table = X86Relocs.MakeTable(image, request.Options);
                if (request.AsText)
                {
                    table.WriteText(output);
                }
                else
                {
                    output.Write(table.ToBytes());
                }

                return table.Warnings;
        }

        return [];
    }

    private static void RunMips(OpenedObject file, RelocatableImage image, RelocsRequest request, ByteBuilder output)
    {
        if (request.Result == RelocsResult.Relocations)
        {
            MipsRelocs.WriteRelocations(image, request.Options, output);
            Result.Write(output.Bytes, request.Output);
            return;
        }

        IReadOnlyList<uint> words = MipsRelocs.FindWords(image, request.Options);
        bool isPrinted = request.AsText || request.AsBinary;
        IReadOnlyList<FilePatch> patches =
            MipsRelocs.Patches(image, isPrinted ? null : words, request.KeepRelocations);
        if (patches.Count > 0)
        {
            file.RefuseToEdit(request.Input);
        }

        if (request.AsText)
        {
            MipsRelocs.WriteText(words, output);
        }
        else if (request.AsBinary)
        {
            output.Write(MipsRelocs.ToBytes(image, words));
        }

        if (isPrinted)
        {
            Result.Write(output.Bytes, request.Output);
        }

        FilePatch.Apply(request.Input, image.Elf.Image, patches);
    }

    private static void RefuseX86Options(RelocsRequest request, string machine)
    {
        if (request.Options.RealMode || request.Result is RelocsResult.AbsoluteSymbols or RelocsResult.AbsoluteRelocations)
        {
            throw new RefusedException(
                request.Input, $"it is for {machine}: --realmode, --abs-syms and --abs-relocs are for x86");
        }
    }
}
