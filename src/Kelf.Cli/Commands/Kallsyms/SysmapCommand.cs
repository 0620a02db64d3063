// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Kallsyms;

/// <summary><c>kelf sysmap</c>: the symbols of an image in the order of their addresses, filtered for <c>System.map</c>.</summary>
internal static class SysmapCommand
{
    private static readonly string[] s_examples =
    [
        "kelf sysmap vmlinux -o System.map",
        "kelf sysmap --all vmlinux.o | grep ' b '",
    ];

    private static readonly Argument<string> s_image = new("IMAGE") { Description = "An ELF file with a symbol table" };

    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "Write there: System.map, .tmp_vmlinux1.syms; - is standard output, the default",
        HelpName = "OUT",
    };

    private static readonly Option<bool> s_all = new("--all", "-a") { Description = "Do not filter: the listing of nm -n" };

    private static readonly Option<string> s_layout = LayoutNames.CreateOption();

    private static readonly Option<string> s_maxDecompressed = MaxDecompressedOption.Create();

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Command command = new("sysmap", "List the symbols of an image for System.map: the work of nm -n and mksysmap.")
        {
            s_image, s_output, s_all, s_layout, s_maxDecompressed,
        };
        command.Validators.Add(result => ExclusiveOptions.Refuse(result, s_all, s_layout));
        command.Validators.Add(result => MaxDecompressedOption.Refuse(result, s_maxDecompressed));
        command.WithExamples(s_examples);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        using OpenedObject opened = OpenedObject.OfFile(
            parsed.GetRequiredValue(s_image), MaxDecompressedOption.Bind(parsed, s_maxDecompressed));
        ElfFile image = ElfFile.Parse(opened.Contents);
        SysmapFilter? filter = null;
        if (!parsed.GetValue(s_all))
        {
            filter = SysmapFilter.For(LayoutNames.Parse(parsed.GetValue(s_layout)) ?? LayoutNames.Of(image));
        }

        SymbolListing listing = ListingReader.Read(image, filter);
        using OutputFile? output = parsed.GetValue(s_output) is null or "-"
            ? null
            : OutputFile.Create(parsed.GetValue(s_output)!, keepsTime: true);
        SysmapText.Write(listing, output is null ? new StandardOutputSink() : output);
        output?.Commit();
        return ExitStatus.Done;
    }
}
