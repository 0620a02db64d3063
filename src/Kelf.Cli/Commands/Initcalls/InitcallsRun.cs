// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Initcalls;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Cli.Commands.Initcalls;

/// <summary>A run of <c>kelf initcalls</c>.</summary>
internal static class InitcallsRun
{
    /// <summary>Does what was asked for.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(InitcallsArguments arguments)
    {
        if (CommandWorkers.IsDryRun)
        {
            return ExitStatus.Done;
        }

        if (!TryOrder(arguments, Voice.Kelf, out InitcallOrder order))
        {
            return ExitStatus.Failed;
        }

        if (arguments.Image is { } path)
        {
            using OpenedObject image = OpenedObject.OfFile(path, arguments.Decompression);
            return InitcallsReport.Print(path, ImageCheck.Run(image.Contents, order), arguments.Json);
        }

        if (arguments.List)
        {
            InitcallsList.Print(order, arguments.Json);
            return ExitStatus.Done;
        }

        WriteScript(order, arguments.Output);
        return ExitStatus.Done;
    }

    /// <summary>Reads the objects, and says what is wrong with them.</summary>
    /// <param name="arguments">What was asked for.</param>
    /// <param name="voice">How messages begin.</param>
    /// <param name="order">The initcalls.</param>
    /// <returns>False when something was wrong, and nothing may be written.</returns>
    public static bool TryOrder(InitcallsArguments arguments, Voice voice, out InitcallOrder order)
    {
        string[] files = [.. arguments.Files.Select(file => InDirectory(arguments.Directory, file))];
        using WorkerSource workers = CommandWorkers.Find(arguments.Jobs, warns: !arguments.IsQuietAboutJobs);
        IReadOnlyList<ObjectInitcalls> objects = LinkInputs.Read(
            files, arguments.Decompression, workers, opened => InitcallsReader.Read(opened.Contents, arguments.ReportUnsuffixed));
        bool isRight = true;
        foreach (ObjectInitcalls item in objects)
        {
            if (arguments.Verbose && item.FallbackReason is { } reason)
            {
                Warn(WarningKind.NoSymbolTable, item.File, $"{reason}: its modules are read instead");
            }

            foreach (string section in item.Unsuffixed)
            {
                Warn(
                    WarningKind.Unsuffixed, item.File,
                    $"initcalls in {section} come last in their level: the section's name has no suffix");
            }

            foreach (Diagnostic warning in item.Warnings)
            {
                WarningList.Current.Add(warning);
            }

            foreach (Diagnostic error in item.Errors)
            {
                voice.Error(error.ToString());
                isRight = false;
            }
        }

        WarningList.Current.Write();
        order = new InitcallOrder(objects);
        if (isRight && order.IsEmpty && !arguments.AllowEmpty)
        {
            voice.Error($"{NameOf(files)}no initcalls in {objects.Count} objects: was the kernel compiled, and are these all its objects?");
            isRight = false;
        }

        return isRight;
    }

    private static void Warn(string kind, string file, string text) =>
        WarningList.Current.Add(Diagnostic.Warning(kind, text).In(file));

    /// <summary>Writes the linker script.</summary>
    /// <param name="order">The initcalls.</param>
    /// <param name="path">The file, or null for standard output.</param>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public static void WriteScript(InitcallOrder order, string? path)
    {
        ByteBuilder script = new();
        InitcallsScript.Write(order, script);
        Result.Write(script.Bytes, path);
    }

    private static string NameOf(string[] files) =>
        files.Length switch { 0 => "", 1 => $"{files[0]}: ", _ => $"{files[0]} and {files.Length - 1} more: " };

    // Messages name files as the user does.
    private static string InDirectory(string? directory, string file) =>
        directory is null or "" or "." ? file : Path.Combine(directory, file);
}
