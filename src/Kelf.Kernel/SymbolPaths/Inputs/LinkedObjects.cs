// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Shared.Sources;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Archive;

namespace Kelf.Kernel.SymbolPaths.Inputs;

/// <summary>Finds and reads the objects that an image was linked from.</summary>
public sealed class LinkedObjects
{
    // Objects of a kernel's last link that are in no archive.
    private static readonly string[] s_extraObjects = [".vmlinux.export.o", "init/version-timestamp.o"];
    private readonly PathInputs _inputs;

    private LinkedObjects(PathInputs inputs, string directory, IReadOnlyList<string> files)
    {
        (_inputs, ObjectTree, Files) = (inputs, directory, files);
        SourceRoot = FindSourceRoot();
        Objects = new SourceTree(directory);
        Sources = new SourceTree(inputs.SourceTree, SourceRoot, inputs.ObjectTree);
    }

    /// <summary>Directory of the build.</summary>
    public string ObjectTree { get; }

    /// <summary>Archives and objects, in link order.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Normalises paths of objects.</summary>
    public SourceTree Objects { get; }

    /// <summary>Normalises paths of sources.</summary>
    public SourceTree Sources { get; }

    /// <summary>The source tree that the build tells, or null.</summary>
    public string? SourceRoot { get; }

    /// <summary>True when all objects could be read.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Finds the objects of an image.</summary>
    /// <param name="image">Its path.</param>
    /// <param name="module">Name of the module that it is, or null.</param>
    /// <param name="inputs">Where to look.</param>
    public static LinkedObjects Find(string image, string? module, PathInputs inputs)
    {
        string beside = Path.GetDirectoryName(image) ?? "";
        if (inputs.Archives.Count > 0)
        {
            return new LinkedObjects(inputs, inputs.ObjectTree ?? Path.GetDirectoryName(inputs.Archives[0]) ?? "", inputs.Archives);
        }

        if (module is not null)
        {
            (string tree, IReadOnlyList<string> objects) = ModuleObjects.Find(image, inputs.ObjectTree);
            return new LinkedObjects(inputs, tree, objects);
        }

        string directory = inputs.ObjectTree ?? beside;
        string archive = Path.Combine(directory, "vmlinux.a");
        return new LinkedObjects(
            inputs, directory,
            File.Exists(archive) ? [archive, .. s_extraObjects.Select(name => Path.Combine(directory, name)).Where(File.Exists)] : []);
    }

    /// <summary>Reads the objects; what cannot be read is a warning, and left out.</summary>
    /// <param name="names">The names of the image.</param>
    /// <param name="workers">Gives the threads.</param>
    public IReadOnlyList<LinkedObject> Read(ByteStringTable names, WorkerSource workers)
    {
        LinkedObjectReader reader = new(names, path => Objects.Normalise(MemberPath(path)));
        (IReadOnlyList<LinkedObject> objects, IReadOnlyList<Exception> failures) =
            LinkInputs.ReadAvailable(Files, _inputs.Decompression, workers, opened => reader.Read(opened.Contents));
        IsComplete = failures.Count == 0;
        foreach (KelfException failure in failures.Cast<KelfException>())
        {
            _inputs.Tell(failure.ToWarning(WarningKind.LeftOut, "this object tells no paths"));
        }

        SourceFinder finder = new(ObjectTree, Sources, ReadCompileCommands());
        Parallelism.For(objects.Count, workers, () => finder, (state, i) => state.Resolve(objects[i]));
        return objects;
    }

    /// <summary>
    /// For each member of a thin archive the name that lld gives what ThinLTO made of it: <c>vmlinux.a(main.o at 90)</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> MemberNames()
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (string path in Files)
        {
            using OpenedObject file = OpenedObject.OfFile(path, _inputs.Decompression);
            if (ArchiveReader.IsArchive(file.Contents))
            {
                foreach (ArchiveMember member in ArchiveReader.Open(file.Contents))
                {
                    string name = $"{Path.GetFileName(path)}({Path.GetFileName(member.Name)} at {member.HeaderOffset})";
                    names[name] = Objects.Normalise(member.Kind == ArchiveMemberKind.Ordinary ? member.Name : member.ThinPath);
                }
            }
        }

        return names;
    }

    // lib/lib.a(sort.o): members of ordinary archives have lost their directory, which is nearly always the archive's.
    private static string MemberPath(string path) => path.EndsWith(')') && path.LastIndexOf('(') is > 0 and int open
        ? Path.Combine(Path.GetDirectoryName(path[..open]) ?? "", path[(open + 1)..^1])
        : path;

    private string? FindSourceRoot()
    {
        string? first = CommandFile.TryRead(ObjectTree, "init/main.o")?.Source;
        // Kbuild leaves this link in object trees.
        return first is null ? new FileInfo(Path.Combine(ObjectTree, "source")).LinkTarget : SourceTree.TryFindRoot(first);
    }

    private CompileCommands ReadCompileCommands()
    {
        string path = _inputs.CompileCommands ?? Path.Combine(ObjectTree, "compile_commands.json");
        if (_inputs.CompileCommands is null && !File.Exists(path))
        {
            return CompileCommands.Empty;
        }

        using InputBytes file = InputBytes.Open(path);
        return CompileCommands.Parse(file.Contents);
    }
}
