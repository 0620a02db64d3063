// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Fuzz.Seeds;
using Kelf.Kernel.Modpost;
using Kelf.Kernel.Modpost.Exports;
using Kelf.Kernel.Modpost.Imports;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Output;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Modpost.Settings;
using Kelf.Kernel.Modpost.SourceVersions;
using Kelf.Kernel.Modpost.Versions;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Fuzz.Targets;

/// <summary>
/// Module post-processing. An object is read by the rules of each release, as a module and as the kernel, its references explained and
/// judged by types, its exports registered, its imports resolved among them, its source written. What is none is taken for each of the
/// texts: a dump of exports, the list of a module's objects, the command file of an object.
/// </summary>
public sealed class ModpostTarget : IFuzzTarget
{
    /// <inheritdoc/>
    public string Name => "modpost";

    /// <inheritdoc/>
    public IReadOnlyList<Type> Covers => [];

    /// <inheritdoc/>
    public bool Refuses(Exception error) => error is MalformedFileException or UnreadableFileException or FatalException;

    /// <inheritdoc/>
    public void Run(Region image, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        if (!ElfFile.IsElf(image))
        {
            // Those of other targets say nothing here, and each is a file.
            if (seed.Name.StartsWith("modpost/", StringComparison.Ordinal))
            {
                ReadTexts(image);
            }

            return;
        }

        foreach (ModpostRelease release in Enum.GetValues<ModpostRelease>())
        {
            ModpostOptions options = new()
            {
                Release = release,
                ReadsExports = true,
                HasBasicVersions = true,
                HasExtendedVersions = true,
                ExplainsMismatches = true,
                JudgesByType = true,
                StripsLlvmSuffix = true,
            };
            foreach (string path in new[] { "m.o", "vmlinux.o" })
            {
                Read(path, image, options);
            }
        }
    }

    private static void Read(string path, Region image, ModpostOptions options)
    {
        NameTable names = new();
        ScanResult result = new();
        new ObjectScan(options, WorkerSource.None, names, new SourceCache()).Scan(path, image, result);
        if (result.Module is not { } module)
        {
            return;
        }

        ExportIndex index = new(names);
        foreach (Export export in module.Exports)
        {
            _ = index.Register(export);
        }

        MessageList messages = new();
        if (!module.IsVmlinux)
        {
            new ImportResolver(options, index, names).Resolve(module, messages);
            new ModuleSource(options, names).Write(new GeneratedText(options, names), module, messages);
        }
        else
        {
            VmlinuxSource.Write(new GeneratedText(options, names), module, options.Release, messages);
        }
    }

    private static void ReadTexts(Region text)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kelf-fuzz-modpost-");
        try
        {
            string module = Path.Combine(folder.FullName, "m");
            byte[] bytes = text.Span().ToArray();
            File.WriteAllBytes(module + ".mod", bytes);
            File.WriteAllBytes(Path.Combine(folder.FullName, ".m.o.cmd"), bytes);
            NameTable names = new();
            MessageList messages = new();
            Try(() => SymbolDump.Read(module + ".mod", names, messages, []));
            Try(() => CommandFiles.Of(new ModpostModule(module, isDumped: false), new FileBuffer(), messages));
            Try(() => VersionLines.Read(Path.Combine(folder.FullName, ".m.o.cmd"), names, [], new FileBuffer(), messages));
            Try(() => ObjectSources.Read(module + ".o", messages));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (FatalException)
        {
            // It may be another of the texts.
        }
    }
}
