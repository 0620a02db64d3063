// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Modpost.Versions;

/// <summary>The files that Kbuild left beside the objects of a module, <c>DIR/.NAME.o.cmd</c>, which versions are appended to.</summary>
public static class CommandFiles
{
    /// <summary>The list of the objects of <c>vmlinux.o</c>.</summary>
    public const string ObjectsOfVmlinux = ".vmlinux.objs";

    private const string Suffix = ".cmd";

    // Distributed ThinLTO compiles bitcode NAME.o to an object of this name.
    private const string ThinLtoSuffix = ".thinlto-native.o";

    /// <summary>Those of a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="files">Takes the list of its objects while it is read.</param>
    /// <param name="messages">Takes what there is to say.</param>
    /// <returns>The paths in order, each once.</returns>
    /// <exception cref="FatalException">The list of its objects cannot be read, or is no such list.</exception>
    public static List<string> Of(ModpostModule module, FileBuffer files, MessageList messages)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(messages);
        string list = module.IsVmlinux ? ObjectsOfVmlinux : module.Path + ".mod";
        List<string> paths = [];
        try
        {
            using FileBuffer.OpenedFile file = files.Open(Latin1.ToPath(list));
            foreach (ReadOnlySpan<byte> line in new ListLines(file.Bytes))
            {
                if (line.IsEmpty)
                {
                    break;
                }

                paths.Add(Of(Encoding.UTF8.GetString(line)) ?? throw messages.Fatal(
                    $"{list}: {Latin1.Of(line)}: objects must be suffixed with {ModulePaths.ObjectSuffix}"));
            }
        }
        catch (UnreadableFileException failure)
        {
            throw messages.Unreadable(failure);
        }

        return WithoutRepetitions(paths);
    }

    // What a file says the second time is what it said, and of several versions of a name the last counts: so each is read where it
    // is named last.
    private static List<string> WithoutRepetitions(List<string> paths)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<string> last = [.. Enumerable.Reverse(paths).Where(seen.Add)];
        last.Reverse();
        return last;
    }

    /// <summary>
    /// Says that a file cannot be read. An object that is copied of <c>*.o_shipped</c>, as of makers of modules who give away no
    /// sources, has no command file, and its authors do not know that it needs one.
    /// </summary>
    /// <param name="failure">The file, and why it cannot be read.</param>
    /// <param name="messages">Takes what there is to say.</param>
    /// <returns>The exception to throw.</returns>
    public static FatalException Unreadable(UnreadableFileException failure, MessageList messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        FatalException fatal = messages.Unreadable(failure);
        string path = failure?.File ?? "";
        int name = path.LastIndexOf('/') + 1;
        if (path.EndsWith(ModulePaths.ObjectSuffix + Suffix, StringComparison.Ordinal) && path[name] == '.'
            && $"{path[..name]}{path[(name + 1)..^Suffix.Length]}_shipped" is var shipped && FileBuffer.IsThere(shipped) && !FileBuffer.IsThere(path))
        {
            messages.Add(MessageLevel.Note, Latin1.OfPath(
                $"kelf: {shipped} is copied, not compiled, so that nobody wrote a command file: 'touch {path}' makes one without versions"));
        }

        return fatal;
    }

    /// <summary>That of an object, or null when its path has another end.</summary>
    public static string? Of(string objectPath)
    {
        ArgumentNullException.ThrowIfNull(objectPath);
        if (!objectPath.EndsWith(ModulePaths.ObjectSuffix, StringComparison.Ordinal))
        {
            return null;
        }

        string plain = objectPath.EndsWith(ThinLtoSuffix, StringComparison.Ordinal)
            ? objectPath[..^ThinLtoSuffix.Length] + ModulePaths.ObjectSuffix
            : objectPath;
        int name = plain.LastIndexOf('/') + 1;
        return string.Concat(plain.AsSpan(0, name), ".", plain.AsSpan(name), Suffix);
    }
}
