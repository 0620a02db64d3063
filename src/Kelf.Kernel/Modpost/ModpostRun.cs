// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Kernel.Modpost.Exports;
using Kelf.Kernel.Modpost.Hints;
using Kelf.Kernel.Modpost.Imports;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Output;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Modpost.Reports;
using Kelf.Kernel.Modpost.Settings;
using Kelf.Kernel.Modpost.SourceVersions;
using Kelf.Kernel.Modpost.Versions;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;

namespace Kelf.Kernel.Modpost;

/// <summary>
/// A run, in the order of the original: who exports a symbol first, and what is printed when, depend on it. Objects are read in
/// parallel, and put together in order.
/// </summary>
/// <param name="options">What was asked for.</param>
/// <param name="workers">Gives threads.</param>
/// <param name="names">The names of all exports and imports.</param>
/// <param name="printer">Prints what there is to say.</param>
internal sealed class ModpostRun(ModpostOptions options, WorkerSource workers, NameTable names, MessagePrinter printer)
{
    private readonly ExportIndex _index = new(names);
    private readonly List<ModpostModule> _modules = [];
    private int _mismatches;

    /// <summary>All modules, dumps included, in the order in which they were read.</summary>
    public IReadOnlyList<ModpostModule> Modules => _modules;

    /// <summary>Does all of it.</summary>
    /// <exception cref="FatalException">A message was printed that ends the run.</exception>
    /// <exception cref="UnwritableFileException">A result cannot be written.</exception>
    public void Run()
    {
        if (options.UnknownRelease is { } version)
        {
            printer.Print(MessageLevel.Note, $"kelf: warning: Linux {version} is newer than all releases that are known: the rules are those of 7.3");
        }

        ReadDumps();
        ReadObjects();
        MessageList[] told = Resolve(out int undefined);
        if (options.Release > ModpostRelease.Linux61)
        {
            Array.ForEach(told, messages => printer.Print(messages));
            told = [];
        }

        KeepListed();
        WriteSources(told);
        WriteNamespaces();
        WriteDump();
        if (_mismatches > 0 && options.FailsOnMismatch)
        {
            printer.Print(
                MessageLevel.Error, "Section mismatches detected.\nSet CONFIG_SECTION_MISMATCH_WARN_ONLY=y to allow them.");
        }

        if (undefined > ImportResolver.MostMessages && !options.GivesHints)
        {
            printer.Print(MessageLevel.Warning, string.Create(
                CultureInfo.InvariantCulture,
                $"suppressed {undefined - ImportResolver.MostMessages} unresolved symbol warnings because there were too many)"));
        }
    }

    private void ReadDumps()
    {
        foreach ((int number, string path) in options.Dumps.Index())
        {
            MessageList messages = new();
            List<Export> exports = [];
            bool isFatal = false;
            try
            {
                foreach (ModpostModule module in SymbolDump.Read(path, names, messages, exports))
                {
                    module.Dump = number;
                    _modules.Add(module);
                }
            }
            catch (FatalException)
            {
                isFatal = true;
            }

            printer.Print(messages, isFatal, place => Register(exports[place]));
        }
    }

    private void ReadObjects()
    {
        (IReadOnlyList<string> paths, MessageList? unreadable) = ObjectPaths();
        SourceCache sources = new();
        VmlinuxVersions versions = VmlinuxVersions.Prepare(options.HasVersions && paths.Contains(ModulePaths.Vmlinux + ModulePaths.ObjectSuffix));
        // The kernel is the first as a rule, and takes as long as all others: the pieces of its versions come last.
        ScanResult[] results = new ScanResult[paths.Count];
        Parallelism.For(paths.Count + versions.Pieces, workers, () => new ObjectScan(options, workers, names, sources), (scan, i) =>
        {
            if (i < paths.Count)
            {
                results[i] = scan.Scan(paths[i]);
            }
            else
            {
                versions.Read(i - paths.Count, names, scan.Files);
            }
        });
        ScanResult? first = null;
        foreach ((string path, ScanResult result) in paths.Zip(results))
        {
            first ??= result.Target is null ? null : result;
            if (result.Target is { } target && target != first!.Target)
            {
                printer.Print(MessageLevel.Error, $"{Latin1.OfPath(path)}: has another class or byte order than the objects before it");
            }

            Add(result, versions);
        }

        if (unreadable is not null)
        {
            printer.Print(unreadable, isFatal: true);
        }
    }

    private (IReadOnlyList<string> Paths, MessageList? Unreadable) ObjectPaths()
    {
        if (options.ObjectList is not { } list)
        {
            return (options.Objects, null);
        }

        try
        {
            using InputBytes input = InputBytes.Open(list);
            string text = input.Text;
            string[] lines = text.Split('\n');
            return ([.. options.Objects, .. text.EndsWith('\n') || text.Length == 0 ? lines[..^1] : lines], null);
        }
        catch (UnreadableFileException failure)
        {
            MessageList messages = new();
            _ = messages.Fatal($"Can't open filenames file {Latin1.OfPath(list)}: {failure.What}");
            return (options.Objects, messages);
        }
    }

    private void Add(ScanResult result, VmlinuxVersions versions)
    {
        ModpostModule? module = result.Module;
        printer.Print(result.Messages, result.IsFatal, place => Register(module!.Exports[place]));
        _mismatches += result.Mismatches;
        if (module is null)
        {
            return;
        }

        _modules.Add(module);
        if (module.IsVmlinux && options.HasVersions)
        {
            printer.Print(versions.Messages, versions.IsFatal);
            RecordedVersions.Assign(module, versions.All.Prepend(result.Computed));
        }
    }

    // The message about an export that another one of its name comes before, or null.
    private string? Register(Export export)
    {
        Export? previous = _index.Register(export);
        bool isWrong = previous is not null && (!options.IsExternal || previous.Owner.IsVmlinux || previous.Owner == export.Owner);
        if (!isWrong)
        {
            return null;
        }

        string name = names.TextOf(export.Name);
        return options.Release >= ModpostRelease.Linux73
            ? $"{export.Owner.Label}: symbol '{name}' exported twice. Previous export was in {previous!.Owner.Label}"
            : $"{export.Owner.Path}: '{name}' exported twice. Previous export was in {previous!.Owner.Label}";
    }

    // What there is to say of each module that is no dump.
    private MessageList[] Resolve(out int undefined)
    {
        UndefinedHints? hints = options.GivesHints ? new UndefinedHints(options.Dumps.Count > 0 ? options.Dumps[0] : null, workers) : null;
        ImportResolver resolver = new(options, _index, names, hints);
        List<MessageList> told = [];
        foreach (ModpostModule module in _modules)
        {
            foreach (int name in module.Kept)
            {
                Keep(name);
            }

            MessageList messages = new();
            if (!module.IsDumped && !module.IsVmlinux)
            {
                resolver.Resolve(module, messages);
                if (options.ChecksImports)
                {
                    UnusedImports.Check(module, messages);
                }
            }

            if (!module.IsDumped)
            {
                told.Add(messages);
            }
        }

        hints?.Tell(_modules);
        undefined = resolver.Undefined;
        return [.. told];
    }

    private void KeepListed()
    {
        if (options.Whitelist is not { } path)
        {
            return;
        }

        MessageList messages = new();
        try
        {
            using InputBytes input = InputBytes.Open(path);
            foreach (ReadOnlySpan<byte> line in new ListLines(input.Contents.Span()))
            {
                if (names.Find(line) is >= 0 and int name)
                {
                    Keep(name);
                }
            }
        }
        catch (UnreadableFileException failure)
        {
            _ = messages.Unreadable(failure);
            printer.Print(messages, isFatal: true);
        }
    }

    private void Keep(int name)
    {
        if (_index.Find(name) is { } export)
        {
            export.IsUsed = true;
        }
    }

    // 6.1 is done with one module before it looks at the imports of the next: what there is to say of both is told so, and what is
    // before the first error is written.
    private void WriteSources(MessageList[] told)
    {
        ModpostModule[] modules = [.. _modules.Where(module => !module.IsDumped)];
        ModuleSource source = new(options, names);
        // After an error nothing is written; those that are found here come from names that are too long, and are told in order.
        int wrong = Array.FindIndex(modules, source.HasTooLongName);
        int refused = Array.FindIndex(told, messages => messages.HasErrors);
        int writable = printer.HasErrors ? 0 : new[] { wrong, refused, modules.Length }.Where(index => index >= 0).Min();
        MessageList[] messages = Parallelism.Map(
            modules.Length, workers, () => (Text: new GeneratedText(options, names), Files: new FileBuffer()), (room, i) =>
            {
                MessageList said = new();
                string path = WriteSource(modules[i], source, room.Text, said);
                if (i < writable)
                {
                    GeneratedFile.WriteIfChanged(path, room.Text.Bytes, room.Files);
                }

                return said;
            });
        for (int i = 0; i < modules.Length; i++)
        {
            if (told.Length > 0)
            {
                printer.Print(told[i]);
            }

            printer.Print(messages[i]);
        }
    }

    // Puts it into a text, and returns where it belongs.
    private string WriteSource(ModpostModule module, ModuleSource source, GeneratedText text, MessageList messages)
    {
        text.Clear();
        if (module.IsVmlinux)
        {
            VmlinuxSource.Write(text, module, options.Release, messages);
            return VmlinuxSource.FileName;
        }

        source.Write(text, module, messages);
        return Latin1.ToPath(module.Path) + ".mod.c";
    }

    private void WriteNamespaces()
    {
        if (options.NamespaceDependencies is not { } path || printer.HasErrors)
        {
            return;
        }

        GeneratedText text = new(options, names);
        foreach (ModpostModule module in _modules.Where(module => module.MissingNamespaces.Count > 0))
        {
            text.Add($"{module.Path}.ko: {string.Join(' ', module.MissingNamespaces)}\n");
        }

        GeneratedFile.WriteIfChanged(path, text.Bytes, new FileBuffer());
    }

    private void WriteDump()
    {
        if (options.Dump is not { } path || printer.HasErrors)
        {
            return;
        }

        GeneratedFile.Write(path, text =>
        {
            foreach (ModpostModule module in _modules.Where(module => !module.IsDumped))
            {
                SymbolDump.Write(text, module, names, options.Trims);
            }
        });
    }
}
