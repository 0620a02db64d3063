// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bitcode;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.ObjectFiles.Names;

namespace Kelf.Kernel.SymbolPaths;

/// <summary>Reads of an object what attribution has to know. Several threads may use one reader.</summary>
/// <param name="names">The names of the image; all that is not among them is left out.</param>
/// <param name="objectPath">Gives the path below the object tree for the path of a file.</param>
public sealed class LinkedObjectReader(ByteStringTable names, Func<string, string> objectPath)
{
    private const BitcodeSymbolFlags NotLocal = BitcodeSymbolFlags.Weak | BitcodeSymbolFlags.Common | BitcodeSymbolFlags.Global;
    private const BitcodeSymbolFlags NotInObject = BitcodeSymbolFlags.Undefined | BitcodeSymbolFlags.FormatSpecific;

    /// <summary>Reads an object.</summary>
    /// <exception cref="MalformedFileException">It is malformed, or neither ELF nor bitcode.</exception>
    public LinkedObject Read(Region image)
    {
        string path = objectPath(image.Source.File);
        if (BitcodeFile.IsBitcode(image))
        {
            return ReadBitcode(path, BitcodeFile.Parse(image));
        }

        ElfFile elf = ElfFile.Parse(image);
        return ReadElf(path, elf.SymbolTable);
    }

    private LinkedObject ReadElf(string path, ElfSymbolTable symbols)
    {
        Parts parts = new(this, path);
        List<DefinedSymbol> globals = [];
        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (symbol.Type == ElfSymbolType.File)
            {
                parts.Begin(symbols.NameOf(symbol));
            }
            else if (!symbol.IsUndefined && symbol.Type != ElfSymbolType.Section && names.Find(symbols.NameOf(symbol)) is > 0 and int name)
            {
                DefinedSymbol defined = new(name, symbol.Size, symbol.Binding == ElfSymbolBinding.Weak);
                if (symbol.Binding == ElfSymbolBinding.Local)
                {
                    parts.Add(defined);
                }
                else
                {
                    globals.Add(defined);
                }
            }
        }

        return new LinkedObject { ObjectPath = path, Parts = parts.ToList(), Globals = globals };
    }

    private LinkedObject ReadBitcode(string path, BitcodeFile file)
    {
        ModuleDescription module = file.Modules[0].Describe();
        Parts parts = new(this, path);
        parts.Begin(Encoding.UTF8.GetBytes(Path.GetFileName(module.SourceFileName)));
        List<DefinedSymbol> globals = [];
        file.VisitSymbols((in BitcodeSymbol symbol) =>
        {
            if ((symbol.Flags & NotInObject) == 0 && names.Find(symbol.Name) is > 0 and int name)
            {
                DefinedSymbol defined = new(name, DefinedSymbol.UnknownSize, (symbol.Flags & BitcodeSymbolFlags.Weak) != 0);
                if ((symbol.Flags & NotLocal) == 0)
                {
                    parts.Add(defined);
                }
                else
                {
                    globals.Add(defined);
                }
            }
        });
        return new LinkedObject
        {
            ObjectPath = path,
            Parts = parts.ToList(),
            Globals = globals,
            IsBitcode = true,
            SourceFileName = module.SourceFileName is { Length: > 0 } source ? source : null,
            PromotionSuffix = PromotedName.SuffixOf(module.Hash),
        };
    }

    /// <summary>Collects the parts of an object. What stands before the first file symbol is no part of its own if there is nothing.</summary>
    private sealed class Parts(LinkedObjectReader reader, string path)
    {
        private readonly List<ObjectPart> _parts = [];
        private List<DefinedSymbol> _locals = [];
        private string? _file;

        public void Begin(ReadOnlySpan<byte> file)
        {
            Flush();
            (_locals, _file) = ([], Utf8Name.ToText(file));
        }

        public void Add(DefinedSymbol symbol) => _locals.Add(symbol);

        public List<ObjectPart> ToList()
        {
            Flush();
            if (_parts.Count == 0)
            {
                AddPart();
            }

            return _parts;
        }

        private void Flush()
        {
            if (_file is not null || _locals.Count > 0)
            {
                AddPart();
            }
        }

        private void AddPart()
        {
            // GNU ld makes up a file symbol of the object's name.
            byte[] name = Encoding.UTF8.GetBytes(_file ?? Path.GetFileName(path));
            _parts.Add(new ObjectPart(reader.Find(name), _file is not null, _file ?? "", _locals));
        }
    }

    private int Find(ReadOnlySpan<byte> name) => names.Find(name);
}
