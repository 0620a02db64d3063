// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.ObjectFiles.Bitcode;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;

namespace Kelf.Kernel.Initcalls;

/// <summary>
/// Finds the initcalls of an object, ELF or bitcode: local symbols that are defined and have the name of one. Fat objects
/// have the same in both parts, and are read as ELF.
/// </summary>
public static class InitcallsReader
{
    private const BitcodeSymbolFlags NotLocal = BitcodeSymbolFlags.Weak | BitcodeSymbolFlags.Common | BitcodeSymbolFlags.Global;
    private const BitcodeSymbolFlags NotInObject = BitcodeSymbolFlags.Undefined | BitcodeSymbolFlags.FormatSpecific;

    /// <summary>Reads an object.</summary>
    /// <param name="image">The whole file.</param>
    /// <param name="findsUnsuffixed">Look at its sections too, for <see cref="ObjectInitcalls.Unsuffixed"/>.</param>
    /// <exception cref="MalformedFileException">It is malformed, or neither ELF nor bitcode.</exception>
    public static ObjectInitcalls Read(Region image, bool findsUnsuffixed = false)
    {
        Findings findings = new(image.Source.File);
        if (ElfFile.IsElf(image))
        {
            ElfFile elf = ElfFile.ParseHeader(image);
            ReadElf(elf, findings);
            foreach (ElfSection section in findsUnsuffixed ? elf.Sections : [])
            {
                findings.AddSection(section.Name);
            }
        }
        else if (BitcodeFile.IsBitcode(image))
        {
            BitcodeFile file = BitcodeFile.Parse(image);
            findings.FallbackReason = file.FallbackReason;
            foreach (BitcodeModule module in findsUnsuffixed ? file.Modules : [])
            {
                module.VisitSectionNames(name => findings.AddSection(Encoding.UTF8.GetString(name)));
            }

            file.VisitSymbols((in BitcodeSymbol symbol) =>
            {
                if (symbol.Name.StartsWith(InitcallName.Prefix) && (symbol.Flags & NotInObject) == 0)
                {
                    findings.Add(symbol.Name, (symbol.Flags & NotLocal) == 0, isVariable: !symbol.IsAssembly);
                }
            });
        }
        else
        {
            throw new MalformedFileException(image.Source.File, image.IsEmpty
                ? "not an object file: it is empty"
                : "not an object file: neither ELF nor LLVM bitcode");
        }

        return findings.ToResult();
    }

    private static void ReadElf(ElfFile elf, Findings findings)
    {
        ElfSymbolTable symbols = elf.SymbolTable;
        if (!symbols.MayName(InitcallName.Prefix))
        {
            return;
        }

        for (int i = 1; i < symbols.Count; i++)
        {
            ElfSymbol symbol = symbols[i];
            if (!symbol.IsUndefined && symbol.Type is not (ElfSymbolType.Section or ElfSymbolType.File)
                && symbols.NameOf(symbol) is var name && name.StartsWith(InitcallName.Prefix))
            {
                findings.Add(name, symbol.Binding == ElfSymbolBinding.Local, isVariable: false);
            }
        }
    }

    private sealed class Findings(string file)
    {
        private readonly List<Initcall> _initcalls = [];
        private readonly List<Diagnostic> _warnings = [];
        private readonly List<Diagnostic> _errors = [];
        private readonly List<string> _unsuffixed = [];

        public string? FallbackReason { get; set; }

        public void Add(ReadOnlySpan<byte> symbol, bool isLocal, bool isVariable)
        {
            string text = Encoding.UTF8.GetString(symbol);
            if (!isLocal)
            {
                _warnings.Add(Warn(WarningKind.InitcallGlobal, text, $"{text} is not local, and so no initcall"));
                return;
            }

            switch (InitcallName.Parse(symbol, out InitcallName? name))
            {
                case InitcallNameKind.Initcall:
                    _initcalls.Add(new Initcall(name!, file, isVariable));
                    break;
                case InitcallNameKind.WithoutLevel:
                    _errors.Add(new Diagnostic(Severity.Error, ErrorKind.Malformed, $"invalid initcall name {text}: it does not end with a level")
                    {
                        File = file,
                        Symbol = text,
                    });
                    break;
                default:
                    _warnings.Add(Warn(WarningKind.InitcallName, text, $"{text} has no module, counter and line, and so is no initcall"));
                    break;
            }
        }

        public void AddSection(string name)
        {
            if (InitcallName.IsSectionOfLevel(name) && !_unsuffixed.Contains(name))
            {
                _unsuffixed.Add(name);
            }
        }

        private Diagnostic Warn(string kind, string symbol, string text) =>
            Diagnostic.Warning(kind, text) with { File = file, Symbol = symbol };

        public ObjectInitcalls ToResult()
        {
            _initcalls.Sort((left, right) => InitcallName.CompareInObject(left.Name, right.Name));
            for (int i = 0; i < _initcalls.Count; i++)
            {
                InitcallName name = _initcalls[i].Name;
                if (i > 0 && name.HasCounterOf(_initcalls[i - 1].Name))
                {
                    string before = _initcalls[i - 1].Name.Function;
                    _warnings.Add(Warn(
                        WarningKind.InitcallCounter, name.Function,
                        $"{before} and {name.Function} have the same counter {name.Counter}: ordered by line"));
                }

                if (!InitcallOrder.HasPlace(name.Level))
                {
                    _warnings.Add(Warn(
                        WarningKind.InitcallLevel, name.Function, $"{name.Function} has level {name.Level}, which kernels never call"));
                }
            }

            return new ObjectInitcalls(file, _initcalls, _warnings, _errors, FallbackReason) { Unsuffixed = _unsuffixed };
        }
    }
}
