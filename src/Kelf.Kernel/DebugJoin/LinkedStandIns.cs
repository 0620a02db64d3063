// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.DebugJoin;

/// <summary>
/// An object that was linked of stand-ins (<c>ld -r</c>): its questions are asked in the link that it is for. Beside it stands a list of
/// the objects that have the debugging sections: their sizes, times and paths, in the order of their numbers.
/// </summary>
internal sealed class LinkedStandIns : DebugInput
{
    private const string Title = "kelf link --relocatable 1";

    private readonly List<OpenedObject> _files = [];
    private readonly List<DebugObject> _objects = [];

    private LinkedStandIns(string path)
        : base(path)
    {
    }

    /// <inheritdoc/>
    public override IReadOnlyList<DebugObject> Objects => _objects;

    /// <inheritdoc/>
    public override bool IsStandIn => true;

    /// <summary>The list beside an object.</summary>
    public static string ListOf(string path) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".{System.IO.Path.GetFileName(path)}.debug.d");

    /// <summary>Whether a file was linked of stand-ins, with its list or without. Of what is no object the linker has something to say.</summary>
    public static bool Is(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using OpenedObject file = OpenedObject.ToEdit(path);
            return ElfFile.IsElf(file.Contents) && Is(ElfFile.Parse(file.Contents));
        }
        catch (KelfException)
        {
            return false;
        }
    }

    /// <summary>Whether an object was linked of stand-ins.</summary>
    public static bool Is(ElfFile file) =>
        file.Sections.ToArray().Any(section => DebugSection.IsDebug(section) && StandIn.Is(file, section));

    /// <summary>Opens the objects that one was linked of.</summary>
    /// <exception cref="RefusedException">There is no list of them, or one has changed since.</exception>
    public static new LinkedStandIns Open(string path)
    {
        LinkedStandIns result = new(path);
        try
        {
            result.ReadList(ListOf(path));
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>Writes the list.</summary>
    /// <param name="path">The object that was linked.</param>
    /// <param name="objects">Those with debugging sections, in the order of their numbers.</param>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public static void WriteList(string path, IEnumerable<DebugObject> objects)
    {
        StringBuilder text = new(Title);
        text.Append('\n');
        foreach (DebugObject one in objects)
        {
            text.Append(Identity(one.Path)).Append(' ').Append(one.Path).Append('\n');
        }

        OutputFile.WriteText(ListOf(path), text.ToString());
    }

    /// <summary>Whether a list can name an object.</summary>
    public static bool CanList(DebugObject one) =>
        one.Elf.Image.Source.File == one.Path && !one.Path.Contains('\n', StringComparison.Ordinal);

    /// <inheritdoc/>
    public override void WriteStandIn(string path, WorkerSource workers) =>
        throw new InvalidOperationException("it is a stand-in itself");

    /// <inheritdoc/>
    public override void Dispose() => _files.ForEach(file => file.Dispose());

    private static string Identity(string path)
    {
        FileInfo file = new(path);
        return string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}");
    }

    private void ReadList(string list)
    {
        if (!File.Exists(list))
        {
            throw Refuse($"it was linked without debugging sections, and {list}, which says where they are, is gone");
        }

        using InputBytes text = InputBytes.Open(list);
        string[] lines = Encoding.UTF8.GetString(text.Contents.Span()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.FirstOrDefault() != Title)
        {
            throw Refuse($"{list}, which says where its debugging sections are, is of another kelf");
        }

        foreach (string line in lines.Skip(1))
        {
            string[] words = line.Split(' ', 3);
            string member = words[^1];
            if (words.Length != 3 || !File.Exists(member) || Identity(member) != $"{words[0]} {words[1]}")
            {
                throw Refuse($"{member}, which has a part of its debugging sections, has changed since it was linked");
            }

            OpenedObject file = OpenedObject.ToEdit(member);
            _files.Add(file);
            _objects.Add(DebugObject.Find(member, file.Contents)
                ?? throw Refuse($"{member}, which had a part of its debugging sections, has none"));
        }
    }

    private RefusedException Refuse(string what) => new(Path, $"{what}: remove {Path} and build again");
}
