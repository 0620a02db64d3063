// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Images;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Modpost.Hints;

/// <summary>
/// What would help with undefined symbols: an object of the run that defines it and does not export it, or the source of the tree that
/// exports it, and the configuration options that this source is built for. Everything is looked for once, for all symbols of the run.
/// </summary>
/// <param name="dump">The first dump that is read: the kernel's; null without any.</param>
/// <param name="workers">Gives threads.</param>
public sealed class UndefinedHints(string? dump, WorkerSource workers)
{
    // No module's sources are there.
    private static readonly string[] s_left = ["Documentation", "scripts", "tools"];

    private readonly List<(MessageList Messages, int Note, string Name)> _open = [];

    /// <summary>Keeps the place for the hint on a symbol that was told just now.</summary>
    public void Add(MessageList messages, string name)
    {
        ArgumentNullException.ThrowIfNull(messages);
        _open.Add((messages, messages.Reserve(), name));
    }

    /// <summary>Writes the hints into their places.</summary>
    /// <param name="modules">The modules of the run.</param>
    public void Tell(IReadOnlyList<ModpostModule> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        if (_open.Count == 0)
        {
            return;
        }

        HashSet<string> names = new(_open.Select(item => item.Name), StringComparer.Ordinal);
        Dictionary<string, string> owners = OwnersOf(names, modules);
        Dictionary<string, string> hints = new(StringComparer.Ordinal);
        names.ExceptWith(owners.Keys);
        string? root = TreeAround();
        if (root is not null && names.Count > 0)
        {
            LookIn(root, names, hints);
        }

        foreach ((MessageList messages, int note, string name) in _open)
        {
            string hint = owners.TryGetValue(name, out string? owner)
                ? $"{Latin1.ToPath(owner)} defines it, and does not export it: EXPORT_SYMBOL_GPL({name}) there"
                : hints.GetValueOrDefault(name) ?? (root is null ? "" : "no source of the kernel's tree exports it");
            messages.Tell(note, hint.Length == 0 ? "" : Latin1.OfPath($"    hint:  {PrintableText.Of(hint)}"));
        }

        if (root is null)
        {
            _open[0].Messages.Add(MessageLevel.Note, "    hint:  no sources of a kernel are here, so that nothing more is known: run in its tree, or with -i KERNEL/Module.symvers");
        }
    }

    /// <summary>What helps when a module uses a symbol of a namespace that it does not import.</summary>
    public static string OfNamespace(string space, ModpostRelease release)
    {
        ArgumentNullException.ThrowIfNull(space);
        const string ForModules = "module:";
        return space.StartsWith(ForModules, StringComparison.Ordinal)
            ? $"    hint:  the symbol is for these modules alone, and for no other: {space[ForModules.Length..]}"
            : $"    hint:  MODULE_IMPORT_NS({(release >= ModpostRelease.Linux73 ? $"\"{space}\"" : space)}); in a source of the module, or make nsdeps";
    }

    // Who defines a symbol so that the linker would find it. The first in the order of the run counts.
    private Dictionary<string, string> OwnersOf(HashSet<string> names, IReadOnlyList<ModpostModule> modules)
    {
        ModpostModule[] objects = [.. modules.Where(module => !module.IsDumped)];
        List<string>[] defined = Parallelism.Map(objects.Length, workers, static () => 0, (_, i) => Defined(objects[i], names));
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        for (int i = 0; i < objects.Length; i++)
        {
            defined[i].ForEach(name => owners.TryAdd(name, objects[i].Label));
        }

        return owners;
    }

    private static List<string> Defined(ModpostModule module, HashSet<string> names)
    {
        List<string> found = [];
        try
        {
            using InputBytes input = InputBytes.Open(Latin1.ToPath(module.Path) + ModulePaths.ObjectSuffix);
            ElfFile file = ElfFile.Parse(input.Contents);
            foreach (ElfSymbol symbol in file.SymbolTable)
            {
                if (!symbol.IsUndefined && symbol.Binding != ElfSymbolBinding.Local
                    && Latin1.Of(NormalizedNames.Cut(file.SymbolTable.NameOf(symbol))) is var name && names.Contains(name))
                {
                    found.Add(name);
                }
            }
        }
        catch (KelfException)
        {
            // It was read before, and what is wrong with it was said.
        }

        return found;
    }

    private void LookIn(string root, HashSet<string> names, Dictionary<string, string> hints)
    {
        IReadOnlyList<string> files = FilesOf(root);
        Dictionary<string, ExportPlace> places = ExportSearch.Find(
            root, [.. files.Where(file => file.EndsWith(".c", StringComparison.Ordinal) || file.EndsWith(".S", StringComparison.Ordinal))], names, workers);
        KbuildMakefiles makefiles = new(root);
        Dictionary<string, IReadOnlyList<string>> options = places.Values.DistinctBy(place => place.File)
            .ToDictionary(place => place.File, place => makefiles.OptionsOf(place.File), StringComparer.Ordinal);
        KernelConfig? config = KernelConfig.Find(Path.GetDirectoryName(dump) is { Length: > 0 } beside ? beside : ".");
        HashSet<string> missing = new(
            options.Values.SelectMany(all => all).Where(option => config is not null && !config.IsSet(option)), StringComparer.Ordinal);
        Dictionary<string, string> described = KconfigFiles.Describe(
            root, [.. files.Where(file => Path.GetFileName(file).StartsWith("Kconfig", StringComparison.Ordinal))], missing);
        foreach (ExportPlace place in places.Values)
        {
            hints[place.Name] = $"{place.File}:{place.Line} exports it{Remedy(options[place.File])}";
        }

        string Remedy(IReadOnlyList<string> of)
        {
            string[] needed = [.. of.Where(missing.Contains)];
            return needed.Length > 0
                ? "; set " + string.Join(" and ", needed.Select(option => $"CONFIG_{option} ({described.GetValueOrDefault(option) ?? "in no Kconfig file"})"))
                : of.Count == 0 ? "; its makefiles name no option that it is built for"
                : config is null ? $", and is built with {string.Join(" and ", of.Select(option => "CONFIG_" + option))}"
                : $", and is built with this configuration ({string.Join(", ", of.Select(option => "CONFIG_" + option))}): give its module to this "
                    + "run, or the Module.symvers that has it with -i; or CONFIG_TRIM_UNUSED_KSYMS left it out";
        }
    }

    // Below the tree, in an order that does not depend on the file system. Links are not followed: they may lead round in circles.
    private static List<string> FilesOf(string root)
    {
        EnumerationOptions options = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        List<string> files = [];
        foreach (string directory in Directory.EnumerateDirectories(root))
        {
            string name = Path.GetFileName(directory);
            if (!name.StartsWith('.') && !s_left.Contains(name))
            {
                files.AddRange(Directory.EnumerateFiles(directory, "*", options).Where(IsWanted).Select(file => Path.GetRelativePath(root, file)));
            }
        }

        files.AddRange(Directory.EnumerateFiles(root, "Kconfig*").Select(file => Path.GetFileName(file)));
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static bool IsWanted(string path) => path.EndsWith(".c", StringComparison.Ordinal) || path.EndsWith(".S", StringComparison.Ordinal)
        || Path.GetFileName(path).StartsWith("Kconfig", StringComparison.Ordinal);

    // The current directory and that of the kernel's dump may be the tree itself, or the directory of a build, which has a link to it.
    private string? TreeAround()
    {
        string?[] directories = [".", Path.GetDirectoryName(dump) is { Length: > 0 } beside ? beside : null];
        return directories.OfType<string>().SelectMany(directory => new[] { directory, directory == "." ? "source" : Path.Combine(directory, "source") })
            .FirstOrDefault(directory => File.Exists(Path.Combine(directory, "Kconfig")) && File.Exists(Path.Combine(directory, "Kbuild")));
    }
}
