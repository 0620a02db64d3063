// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.Kernel.Symvers;
using Kelf.Kernel.Symvers.Selection;
using Kelf.Kernel.Symvers.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Kernel.Tests.Symvers;

/// <summary>
/// The golden set without the program around it: what the library computes for each case, its dumps and its errors. The
/// cases about the command line are the program's alone.
/// </summary>
public sealed class GoldenVersionsTests
{
#if FEWER_INPUTS
    // Millions of steps until the bound is met.
    private static readonly string[] s_others = ["command-line/", "bad-growth/"];
#else
    private static readonly string[] s_others = ["command-line/"];
#endif

    public static TheoryData<string> Cases => new(SymversCase.AllNames.Where(
        name => !s_others.Any(other => name.StartsWith(other, StringComparison.Ordinal)) && !new SymversCase(name).Environment.Any()));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Computes_what_is_expected(string name)
    {
        SymversCase golden = new(name);
        using Run run = new(golden, threads: 1);
        Assert.Equal(golden.Exit != 0, run.Failure is not null);
        if (run.Failure is null)
        {
            Assert.Equal(Encoding.UTF8.GetString(golden.Output), run.Output);
            Assert.Equal(golden.ReadText("symtypes"), run.Symtypes);
        }

        // What cannot be read is told in the program's own words.
        if (run.Failure is not UnreadableFileException)
        {
            Assert.Null(SymversMessages.Difference(golden, run.Errors));
        }
    }

    /// <summary>What threads must not change.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Computes_the_same_with_threads(string name)
    {
        SymversCase golden = new(name);
        using Run run = new(golden, threads: 3);
        Assert.Equal(golden.Exit != 0, run.Failure is not null);
        if (run.Failure is null)
        {
            Assert.Equal(Encoding.UTF8.GetString(golden.Output), run.Output);
            Assert.Equal(golden.ReadText("symtypes"), run.Symtypes);
        }
    }

    private sealed class Run : IDisposable
    {
        private readonly ByteBuilder _symtypes = new();
        private readonly ByteBuilder _errors = new();
        private readonly string _folder;
        private readonly FixedWorkers _workers;
        private readonly SymbolList _symbols;
        private readonly uint?[] _versions;

        public Run(SymversCase golden, int threads)
        {
            _folder = golden.WorkingDirectory + "/";
            _workers = new FixedWorkers(threads);
            string[] words = [.. golden.Arguments("symtypes", "other")];
            _symbols = new SymbolList();
            _versions = [];
            try
            {
                _symbols = SymbolList.Parse(golden.Symbols);
                _versions = new uint?[_symbols.Count];
                for (int i = 0; i < words.Length; i++)
                {
                    if (words[i] is "--symtypes" or "-T")
                    {
                        i++;
                    }
                    else if (words[i][0] != '-' && _symbols.Count > 0)
                    {
                        Compute(_folder + words[i], words);
                    }
                }

                foreach (int symbol in _symbols.InTableOrder().Where(symbol => _versions[symbol] is null))
                {
                    Say("warning", $"no information for symbol {Encoding.UTF8.GetString(_symbols[symbol])}");
                }
            }
            catch (Exception exception) when (exception is MalformedFileException or RefusedException or UnreadableFileException)
            {
                Failure = exception;
                Say("error", exception.Message);
            }
        }

        public Exception? Failure { get; }

        // The program is run in the directory, and names files as it was told.
        public string Errors => Encoding.UTF8.GetString(_errors.Bytes).Replace(_folder, string.Empty, StringComparison.Ordinal);

        public string Symtypes => Encoding.UTF8.GetString(_symtypes.Bytes);

        public string Output => string.Concat(_symbols.InTableOrder().Select(symbol => string.Create(
            CultureInfo.InvariantCulture,
            $"#SYMVER {Encoding.UTF8.GetString(_symbols[symbol])} 0x{_versions[symbol].GetValueOrDefault():x8}\n")));

        public void Dispose() => _workers.Dispose();

        // The first object that knows a symbol gives its version; the next ones are asked for the rest.
        private void Compute(string path, string[] words)
        {
            SymbolList open = new();
            int[] numbers = [.. Enumerable.Range(0, _symbols.Count).Where(symbol => _versions[symbol] is null)];
            Array.ForEach(numbers, symbol => open.Add(_symbols[symbol]));
            SymversOptions options = new()
            {
                Stable = words.Contains("--stable") || words.Contains("-s"),
                DumpDies = words.Contains("--dump-dies"),
                DumpTypes = words.Contains("--dump-types"),
                DumpVersions = words.Contains("--dump-versions"),
                Workers = _workers,
                Warn = Warn,
            };
            using MappedFile file = MappedFile.Open(path);
            uint?[] versions = SymversTool.Compute(file.Contents, open, options, _symtypes, _errors);
            for (int i = 0; i < numbers.Length; i++)
            {
                _versions[numbers[i]] = versions[i];
            }
        }

        // As under the original's name: what its versions do not cover is not said.
        private void Warn(Diagnostic warning)
        {
            if (warning.Kind != WarningKind.NotCovered)
            {
                Say("warning", warning.ToString());
            }
        }

        private void Say(string kind, string text) => _errors.Write(Encoding.UTF8.GetBytes($"{kind}: gendwarfksyms: {text}\n"));
    }
}
