// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kallsyms;
using Kelf.Kernel.Kallsyms.Compression;
using Kelf.Kernel.Kallsyms.Decoding;
using Kelf.Kernel.Kallsyms.Entries;
using Kelf.Kernel.Kallsyms.Format;
using Kelf.Kernel.Kallsyms.Listing;
using Kelf.Kernel.Kallsyms.Output;
using Kelf.Kernel.Kallsyms.Settings;
using Kelf.Kernel.Shared.Files;
using Kelf.Kernel.Shared.Inputs;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.SymbolPaths.Modes;
using Kelf.ObjectFiles.Bitcode;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Link;

/// <summary>The tables of symbols from link to link. What does not change with addresses is computed once.</summary>
internal sealed class KallsymsPasses
{
    private readonly ILinkHost _host;
    private readonly KallsymsOptions _options;
    private readonly PathTables? _paths;
    private readonly SysmapFilter _filter;
    private TokenCompression? _compression;
    private IReadOnlyList<TableLabel> _labels = [];
    private string? _listing;

    public KallsymsPasses(LinkSettings settings, ILinkHost host, WorkerSource workers)
    {
        (_host, _paths, _filter) = (host, settings.Paths, SysmapFilter.For(settings.Layout));
        _options = new KallsymsOptions
        {
            Layout = settings.Layout,
            AllSymbols = settings.Config.Has("KALLSYMS_ALL"),
            PcRelative = settings.Config.Has("64BIT") || settings.Config.Has("RELOCATABLE"),
            Workers = workers,
        };
    }

    /// <summary>The object of the last pass, or null before the first.</summary>
    public string? Object { get; private set; }

    /// <summary>Where the map and the listing of the last pass differ.</summary>
    public string FirstDifference { get; private set; } = "";

    /// <summary>Writes tables without entries, for the first link.</summary>
    public void WriteEmpty()
    {
        OutputFile.WriteText(".tmp_vmlinux0.syms", "");
        using NativeBuffer nothing = new(0, new ByteSource(".tmp_vmlinux0.syms"));
        SymbolListing listing = MapReader.Read(nothing.Contents, _options.Layout);
        WriteObject(0, KallsymsTool.Make(listing, _options), LinkedKind.Find());
    }

    /// <summary>Makes the tables of an image.</summary>
    /// <param name="pass">Its number.</param>
    /// <returns>Whether they have the sizes of those that the image was linked with, so that nothing will move.</returns>
    public bool Make(int pass)
    {
        string image = $".tmp_vmlinux{pass}";
        using OpenedObject file = OpenedObject.OfFile(image, DecompressionLimit.Standard);
        ElfFile elf = ElfFile.Parse(file.Contents);
        _listing = $"{image}.syms";
        _host.Tell("NM", _listing);
        SymbolListing listing = ListingReader.Read(elf, _filter);
        WriteListing(listing, _listing);
        KallsymsTable table = KallsymsTool.Make(
            listing, _options, _host.Warn, _compression, entries => Rename(elf, entries));
        _compression = table.Compression;
        return WriteObject(pass, table, ElfObjectKind.Of(elf));
    }

    /// <summary>Writes the map of the linked image.</summary>
    /// <returns>Whether it is the listing of the last pass.</returns>
    public bool WriteMap(string image, string path)
    {
        using OpenedObject file = OpenedObject.OfFile(image, DecompressionLimit.Standard);
        WriteListing(ListingReader.Read(ElfFile.Parse(file.Contents), _filter), path);
        if (_listing is null || HaveSameContents(path, _listing))
        {
            return true;
        }

        (string Map, string Listing) first = InputBytes.ReadLines(path).Zip(InputBytes.ReadLines(_listing))
            .FirstOrDefault(pair => pair.First != pair.Second);
        FirstDifference = first.Map is null
            ? $"{path} and {_listing} are not equally long"
            : $"{path} has '{first.Map}' where {_listing} has '{first.Listing}'";
        return false;
    }

    /// <summary>Makes an object with room for the tables of what is going to be linked.</summary>
    /// <param name="inputs">The objects that have nearly all symbols.</param>
    public TableReserve Reserve(IEnumerable<string> inputs)
    {
        Object = ".tmp_vmlinux.kallsyms.o";
        _host.Tell("KSYMS", Object);
        OpenedObject[] files = [.. inputs.Where(File.Exists).Select(path => OpenedObject.OfFile(path, DecompressionLimit.Standard))];
        try
        {
            ElfFile[] objects = [.. files.Where(file => ElfFile.IsElf(file.Contents)).Select(file => ElfFile.Parse(file.Contents))];
            Region[] bitcode = [.. files.Where(file => BitcodeFile.IsBitcode(file.Contents)).Select(file => file.Contents)];
            TableReserve reserve = TableReserve.For(objects, bitcode, _options, Rename);
            using OutputFile output = OutputFile.Create(Object, keepsTime: false);
            reserve.WriteObject(ElfObjectKind.Of(objects[0]), output);
            output.Commit();
            return reserve;
        }
        finally
        {
            Array.ForEach(files, file => file.Dispose());
        }
    }

    /// <summary>Writes the tables of an image into the room that it has for them.</summary>
    /// <returns>Null when it is done; or why it cannot be done.</returns>
    public string? TryFill(TableReserve reserve, string image)
    {
        using (OpenedObject file = OpenedObject.ToEdit(image))
        {
            ElfFile elf = ElfFile.Parse(file.Contents);
            KallsymsTable table = KallsymsTool.Make(
                ListingReader.Read(elf, _filter), _options, _host.Warn, reserve.Compression, entries => Rename(elf, entries));
            if (reserve.TryFill(elf, table, out IReadOnlyList<FilePatch> patches) is { } tooLittle)
            {
                return tooLittle;
            }

            FilePatch.Apply(image, file.Contents, patches);
        }

        // What was written is read by somebody else.
        using OpenedObject written = OpenedObject.OfFile(image, DecompressionLimit.Standard);
        ElfFile filled = ElfFile.Parse(written.Contents);
        TableVerifier.Compare(filled, TableVerifier.Decode(filled));
        return null;
    }

    /// <summary>Writes the paths of the image's symbols beside it.</summary>
    public void WriteSide(PathTables paths, string image)
    {
        string path = Path.ChangeExtension(image, ".ksympath");
        _host.Tell("PATHS", path);
        using OpenedObject file = OpenedObject.OfFile(image, DecompressionLimit.Standard);
        byte[] side = paths.MakeSide(ElfFile.Parse(file.Contents));
        using OutputFile output = OutputFile.Create(path, keepsTime: false);
        output.Write(side);
        output.Commit();
    }

    private KallsymsEntries Rename(ElfFile image, KallsymsEntries entries) => _paths?.Rename(image, entries) ?? entries;

    private static bool HaveSameContents(string left, string right)
    {
        using InputBytes one = InputBytes.Open(left);
        using InputBytes other = InputBytes.Open(right);
        return one.Contents.Length == other.Contents.Length
            && one.Contents.EqualsAt(0, other.Contents, 0, (ulong)one.Contents.Length);
    }

    private static void WriteListing(SymbolListing listing, string path)
    {
        using OutputFile output = OutputFile.Create(path, keepsTime: false);
        SysmapText.Write(listing, output);
        output.Commit();
    }

    private bool WriteObject(int pass, KallsymsTable table, ElfObjectKind kind)
    {
        Object = $".tmp_vmlinux{pass}.kallsyms.o";
        _host.Tell("KSYMS", Object);
        using OutputFile output = OutputFile.Create(Object, keepsTime: false);
        KallsymsObject.Write(table, kind, Object, output);
        output.Commit();

        // The object's symbols and its size are all that a link can see of a change.
        IReadOnlyList<TableLabel> labels = new KallsymsSection(table, kind.Class, kind.Order).Labels;
        bool isSame = labels.SequenceEqual(_labels);
        _labels = labels;
        return isSame;
    }
}
