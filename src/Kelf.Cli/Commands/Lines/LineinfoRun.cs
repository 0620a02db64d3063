// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Lines.Collection;
using Kelf.Kernel.Lines.Side;
using Kelf.Kernel.Lines.Tables;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Elf.Editing;

namespace Kelf.Cli.Commands.Lines;

/// <summary>A run of <c>kelf lineinfo</c> that makes tables. An image that fails does not keep the others from being done.</summary>
internal static class LineinfoRun
{
    /// <summary>Makes what was asked for.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(LineinfoArguments arguments)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        using WorkerSource workers = CommandWorkers.Find(arguments.Jobs);
        List<LineinfoFigures> made = [];
        List<Exception> failures = [];
        foreach (string image in arguments.Images)
        {
            try
            {
                made.Add(Make(image, arguments, workers));
            }
            catch (KelfException exception) when (!exception.IsTold && arguments.Images.Count > 1)
            {
                failures.Add(exception);
            }
        }

        if (arguments.Json)
        {
            LineinfoFigures.WriteJson(made);
        }
        else if (!arguments.Quiet)
        {
            made.ForEach(figures => StandardError.WriteLine($"kelf: {figures.Text}"));
        }

        return failures.Count == 0 ? ExitStatus.Done : throw new AggregateException(failures);
    }

    private static LineinfoFigures Make(string path, LineinfoArguments arguments, WorkerSource workers)
    {
        using OpenedObject input = arguments.InPlace ? OpenedObject.ToEdit(path) : OpenedObject.OfFile(path, arguments.Decompression);
        ElfFile image = ElfFile.Parse(input.Contents);
        bool isModule = image.Type == ElfType.Relocatable;
        if (arguments.IsModule && !isModule)
        {
            throw new RefusedException(path, "not a module: it is linked");
        }

        if (arguments.Format == LineinfoFormat.Side)
        {
            return MakeSide(path, image, arguments, input, workers);
        }

        TableMaker maker = new(arguments.Rule, arguments.Roots, workers, WarningList.Current.Add, arguments.OnlyCalls);
        LineTable table = isModule ? maker.OfModule(image, input.Budget) : maker.OfKernel(image, input.Budget);
        Warn(maker.Uncovered, "rows are in no section that is covered", path);
        Warn(maker.TooFar, "rows are 4 GiB or more away", path);
        string output = arguments.InPlace ? path : arguments.Output ?? path + (arguments.Format == LineinfoFormat.Text ? ".lineinfo.S" : ".lineinfo.o");
        if (arguments.InPlace)
        {
            ElfEditor editor = ModuleEditor.Edit(image, table);
            if (editor.HasChanges)
            {
                Write(output, editor.WriteTo);
            }
        }
        else
        {
            Write(output, write => WriteTable(write, arguments.Format, table, image, path));
        }

        return LineinfoFigures.Of(output, table);
    }

    private static void Warn(int rows, string what, string path)
    {
        if (rows > 0)
        {
            WarningList.Current.Add(Diagnostic.Warning(WarningKind.LeftOut, $"{rows} {what}").In(path));
        }
    }

    private static void WriteTable(ByteWriter write, LineinfoFormat format, LineTable table, ElfFile image, string path)
    {
        ElfObjectKind kind = ElfObjectKind.Of(image);
        bool isModule = image.Type == ElfType.Relocatable;
        if (format == LineinfoFormat.Text)
        {
            write(isModule
                ? TableText.OfModule(table, TableMaker.PresentIn(image), kind.Class == ElfClass.Elf64, kind.Order, path)
                : TableText.OfKernel(table, path));
            return;
        }

        ByteBuilder bytes = new();
        if (isModule)
        {
            TableObjects.WriteModule(table, TableMaker.PresentIn(image), kind, path, bytes);
        }
        else
        {
            TableObjects.WriteKernel(table, kind, bytes);
        }

        write(bytes.Bytes);
    }

    private static LineinfoFigures MakeSide(string path, ElfFile image, LineinfoArguments arguments, OpenedObject input, WorkerSource workers)
    {
        IReadOnlyList<ulong>? addresses = image.Type == ElfType.Relocatable ? ModuleAddresses.Of(image) : null;
        SideLineTable table = ImageLines.Collect(
            image, addresses, arguments.WithFunctions, arguments.Roots, input.Budget, workers, WarningList.Current.Add);
        if (table.BuildId.Length == 0)
        {
            throw new RefusedException(path, "no build ID, by which the table would be known to belong to it (link with --build-id)");
        }

        SideLinesWriter writer = SideLinesWriter.Of(table, workers);
        string output = arguments.Output ?? path + ".lines";
        Write(output, writer.WriteTo);
        return LineinfoFigures.Of(output, table, writer);
    }

    private static void Write(string output, Action<ByteWriter> write)
    {
        if (output == "-")
        {
            write(StandardOutput.Write);
            return;
        }

        using OutputFile file = OutputFile.Create(output, keepsTime: true);
        write(file.Write);
        file.Commit();
    }
}
