// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kheaders;
using Kelf.Kernel.Kheaders.Lists;
using Kelf.Kernel.Kheaders.Settings;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Cli.Commands.Kheaders;

/// <summary>A run of <c>kelf kheaders create</c>, or of kelf in the place of the kernel's script.</summary>
internal static class KheadersCreateRun
{
    /// <summary>Does what was asked for.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(KheadersCreateArguments arguments)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        KheadersOptions options = Options(arguments);
        using WorkerSource workers = CommandWorkers.Find(arguments.Jobs, warns: false);
        PhaseTimes times = RunTimes.Current;
        KheadersTool tool = new(options, workers, times);
        if (arguments.Verify)
        {
            return Verify(tool, options.Output);
        }

        if (arguments.Check || arguments.ListEnd is not null)
        {
            IReadOnlyList<string> headers = arguments.Check ? tool.Disagreements() : tool.Headers();
            string end = arguments.ListEnd ?? "\n";
            StandardOutput.Write(Encoding.UTF8.GetBytes(string.Concat(headers.Select(path => path + end))));
            return ExitStatus.Done;
        }

        KheadersResult result = tool.Run();
        if (arguments.DependencyFile is { } path)
        {
            byte[] text = new DependencyFile(arguments.DependsOnConfiguration, arguments.EscapesDependencies)
                .Text(options.Output, result.Lists);
            Result.Write(text, path);
        }

        if (arguments.Json)
        {
            StandardOutput.Write(Json(options.Output, result, times.Total));
        }
        else if (!arguments.IsQuiet)
        {
            WarningList.Current.Write();
            StandardError.WriteLine("kelf: " + Summary(options.Output, result, times.Total));
        }

        return ExitStatus.Done;
    }

    // A tool that make runs whatever has changed warns when it does something.
    private static KheadersOptions Options(KheadersCreateArguments arguments)
    {
        List<Diagnostic> held = [];
        Action? starting = arguments.Starting is null ? null : () =>
        {
            held.ForEach(WarningList.Current.Add);
            arguments.Starting();
        };
        return Options(arguments, starting, starting is null ? WarningList.Current.Add : held.Add);
    }

    private static KheadersOptions Options(KheadersCreateArguments arguments, Action? starting, Action<Diagnostic> warn) => new()
    {
        Output = arguments.Output,
        Trees = new HeaderTrees(
            arguments.SourceTree, arguments.ObjectTree,
            arguments.Lists.Count > 0 ? string.Empty : arguments.SourceArch ?? FindArch(arguments.ObjectTree)),
        SourceList = arguments.Lists.Count > 0 ? arguments.Lists[0] : null,
        ObjectList = arguments.Lists.Count > 0 ? arguments.Lists[1] : null,
        Scope = arguments.Scope,
        Starting = starting,
        Time = Time(arguments, warn),
        Strip = arguments.Strip,
        Links = arguments.Links,
        Compression = arguments.Compression,
        AllowEmpty = arguments.AllowEmpty,
        Force = arguments.Force,
    };

    private static long Time(KheadersCreateArguments arguments, Action<Diagnostic> warn)
    {
        string text = arguments.Timestamp.Trim();
        if (text.Length > 0)
        {
            return Timestamp.Parse(text, arguments.IsUtc, warn);
        }

        if (arguments.NowWithoutTimestamp)
        {
            return TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        }

        return Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is { Length: > 0 } epoch
            ? Timestamp.Parse("@" + epoch, isUtc: true, warn)
            : 0;
    }

    // A configured tree has the headers of one architecture.
    private static string FindArch(string objectTree)
    {
        string directory = Path.Combine(objectTree, "arch");
        string[] found = Directory.Exists(directory)
            ? [.. Directory.EnumerateDirectories(directory)
                .Where(arch => Directory.Exists(Path.Combine(arch, "include/generated"))).Order(StringComparer.Ordinal)]
            : [];
        return found.Length == 1 ? Path.GetFileName(found[0]) : throw new RefusedException(
            directory,
            found.Length == 0
                ? "no generated headers of any architecture: is this an object tree after `make prepare`? (--objtree DIR)"
                : "generated headers of several architectures: say which (--srcarch SRCARCH)",
            HeadersKind.List);
    }

    private static int Verify(KheadersTool tool, string archive)
    {
        return tool.Verify()
            ? ExitStatus.Done
            : throw new RefusedException(archive, "the archive does not hold these headers; make it again", HeadersKind.Drift);
    }

    private static string Summary(string archive, KheadersResult result, TimeSpan time) => result.Work switch
    {
        KheadersWork.Nothing => $"{archive}: {result.Members} headers, nothing changed",
        KheadersWork.SameContents => $"{archive}: {result.Members} headers, touched but not changed",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{archive}: {result.Members} headers, {result.TarSize / 1e6:0.0} MB -> {result.ArchiveSize / 1e6:0.00} MB, ")
            + (result.BlocksReused > 0 ? $"{result.BlocksReused} of {result.BlocksReused + result.BlocksCompressed} blocks as before, " : "")
            + (result.Work == KheadersWork.SameBytes ? "same bytes, " : "")
            + string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s"),
    };

    private static byte[] Json(string archive, KheadersResult result, TimeSpan time) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("archive", archive);
        json.WriteString("work", result.Work switch
        {
            KheadersWork.Nothing => "nothing",
            KheadersWork.SameContents => "same contents",
            KheadersWork.SameBytes => "same bytes",
            _ => "written",
        });
        json.WriteNumber("headers", result.Members);
        json.WriteNumber("tarBytes", result.TarSize);
        json.WriteNumber("archiveBytes", result.ArchiveSize);
        json.WriteNumber("blocksCompressed", result.BlocksCompressed);
        json.WriteNumber("blocksReused", result.BlocksReused);
        WarningList.Current.WriteTo(json);
        json.WriteNumber("seconds", Math.Round(time.TotalSeconds, 3));
        json.WriteEndObject();
    });
}
