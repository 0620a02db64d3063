// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Mcount;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Cli.Commands.Mcount;

/// <summary>A run of <c>kelf mcount</c>. An object that fails is left as it is, and the others are done.</summary>
internal static class McountRun
{
    /// <summary>Does what was asked for.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(McountArguments arguments)
    {
        List<Exception> failures = [];
        List<string> idle = [];
        McountList? list = arguments.List ? new McountList(arguments.Json, arguments.Files.Count > 1) : null;
        foreach (string file in arguments.Files)
        {
            try
            {
                if (!Process(file, arguments, list))
                {
                    idle.Add(file);
                }
            }
            catch (KelfException exception) when (IsOfOneFile(exception))
            {
                failures.Add(exception);
            }
        }

        list?.Print();
        WarningList.Current.Write();
        if (idle.Count > 0 && !arguments.Quiet)
        {
            string what = arguments.Files.Count == 1 ? idle[0] : $"{idle.Count} of {arguments.Files.Count} objects";
            StandardError.WriteLine($"kelf: {what}: no calls of the tracer: nothing to do");
        }

        return failures.Count == 0 ? ExitStatus.Done : throw new AggregateException(failures);
    }

    /// <summary>True for the tracer itself, which recordmcount does not let be traced (<c>kernel/trace/ftrace.o</c>).</summary>
    public static bool IsTracer(string path) => path.EndsWith("/ftrace.o", StringComparison.Ordinal);

    /// <summary>True for an error that says nothing about other files.</summary>
    public static bool IsOfOneFile(KelfException exception) => !exception.IsTold;

    // False when there is nothing to do, and nothing else was said.
    private static bool Process(string path, McountArguments arguments, McountList? list)
    {
        bool isEdited = !arguments.List && arguments.Output is null;
        using OpenedObject input = isEdited ? OpenedObject.ToEdit(path) : OpenedObject.OfFile(path, arguments.Decompression);
        if (ElfFile.IsBitcode(input.Contents))
        {
            Warn(WarningKind.Bitcode, path, "LLVM bitcode has no calls yet: skipped; give the linked object");
            Copy(input.Contents, arguments.Output);
            return true;
        }

        McountPlan plan = McountTool.Run(input.Contents, arguments.Options);
        if (plan.Style == McountStyle.Recordmcount && IsTracer(path))
        {
            Copy(input.Contents, arguments.Output);
            return true;
        }

        if (list is not null)
        {
            list.Add(path, plan);
            return plan.Records.Count > 0 || arguments.Json;
        }

        if (plan.HasTable)
        {
            Warn(WarningKind.HasTable, path, "has a section __mcount_loc already: nothing is added");
        }

        foreach (Diagnostic warning in plan.Warnings)
        {
            WarningList.Current.Add(warning.In(path));
        }

        foreach (string section in arguments.WarnsOfIgnored ? plan.IgnoredSections : [])
        {
            Warn(WarningKind.IgnoredCalls, path, $"section {section} has calls of the tracer that are not recorded");
        }

        if (plan.Output.HasChanges || arguments.Output is not null)
        {
            McountOutput.Write(plan, arguments.Output ?? path);
        }

        return plan.Output.HasChanges || plan.HasTable;
    }

    private static void Warn(string kind, string path, string text) =>
        WarningList.Current.Add(Diagnostic.Warning(kind, text).In(path));

    // Who names an output wants it to be there.
    private static void Copy(Region contents, string? output)
    {
        if (output is not null)
        {
            using OutputFile file = OutputFile.Create(output, keepsTime: false);
            file.Write(contents.Span());
            file.Commit();
        }
    }
}
