// SPDX-License-Identifier: GPL-2.0-only
using System.Formats.Tar;
using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

using Kelf.ObjectFiles.Btf;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>The programs in samples/, which show how the library is used, do what they say.</summary>
public sealed class SamplesTests
{
    private const string Demo = "tests/Fixtures/demo/demo.o";

    private static readonly string[] Names =
    [
        .. SourceTree.Files("samples", "*.csproj").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Sections_and_symbols()
    {
        string output = Run("Sections", Demo);
        Assert.StartsWith("X8664, Relocatable, Little-endian\n[  0] ", output, StringComparison.Ordinal);
        Assert.Contains(" .symtab                  SymbolTable ", output, StringComparison.Ordinal);
        Assert.Contains("\n0000000000000000 Function ring_push\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_with_their_file()
    {
        string[] lines = Run("Functions", Demo).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["demo.c: ring_find", "demo.c: ring_for_each", "demo.c: ring_push", "demo.c: ring_state"], lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rows_of_line_tables()
    {
        string[] lines = Run("Lines", Demo).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(".text+0x0 ", lines[0], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Matches(@"^\.text\+0x[0-9a-f]+ (end|\S*demo\.[ch]:\d+:\d+( \(no statement\))?)$", line));
        Assert.EndsWith(" end", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Places_of_addresses_and_of_functions()
    {
        string[] lines = Run("Places", Demo, "0x0", "ring_push").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("0x0", lines[0]);
        Assert.Matches(@"^  \w+ \S*demo\.c:\d+:\d+$", lines[1]);
        Assert.Matches(@"^ring_push function( 0x[0-9a-f]+-0x[0-9a-f]+)+$", lines[^1]);
    }

    [Fact]
    public void Symbols_of_bitcode()
    {
        string output = Run("Bitcode", "tests/Fixtures/bitcode/calls-19-thin.o");
        Assert.Contains("calls-19-thin.o: U outside\n", output, StringComparison.Ordinal);
        Assert.Contains("calls-19-thin.o: D protected\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Relocations_by_type()
    {
        string output = Run("Relocations", Demo);
        Assert.Matches(@"(?m)^ +\d+  R_X86_64_64 \(1\)$", output);
        Assert.Matches(@"(?m)^ +\d+  R_X86_64_32 \(10\)$", output);
    }

    [Fact]
    public void Contents_of_a_section()
    {
        string strings = Run("Contents", "tests/Fixtures/symvers/compressed/zlib.o", ".debug_str");
        Assert.Contains("\0long unsigned int\0", strings, StringComparison.Ordinal);
        ProgramResult result = Start("Contents", Demo, ".nowhere");
        Assert.Equal((1, $"{Demo}: no section .nowhere\n"), (result.Exit, result.Errors));
    }

    [Theory]
    [InlineData("plain", 0)]
    [InlineData("zlib", 1)]
    [InlineData("zstd", 1)]
    public void Compressed_sections(string compression, int least)
    {
        string[] lines = Run("Compressed", $"tests/Fixtures/symvers/compressed/{compression}.o").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches($@"(?i)^\.debug_\w+ +{compression} +\d+ -> \d+$", line));
        Assert.True(least == 0 ? lines.Length == 0 : lines.Length >= least);
    }

    [Fact]
    public void Layout_of_structures()
    {
        Assert.Equal(
            """
            struct ring_entry: 16 bytes, ./demo.h
                   0      8  long unsigned int address
                   8      4  unsigned int length
                12.0     :1  unsigned int last
                12.1     :7  unsigned int flags

            """.ReplaceLineEndings("\n"),
            Run("Layout", Demo, "ring_entry"));
        string all = Run("Layout", Demo);
        Assert.Contains("\n      16      8  pointer to ring_entry entries\n", all, StringComparison.Ordinal);
        Assert.Contains("\n      52     16  array of 16 char name\n", all, StringComparison.Ordinal);
        Assert.Contains("\n       0      8  pointer to const ring_ops ops\n", all, StringComparison.Ordinal);
    }

    [Fact]
    public void Structures_of_btf()
    {
        string path = Path.GetTempFileName();
        try
        {
            BtfBuilder btf = new(ByteOrder.Little);
            uint number = btf.Integer("int", 4, BtfEncoding.Signed);
            btf.Structure("pair", 8, (number, "first", 0), (btf.Add(BtfKind.Pointer, "", number), "second", 32));
            File.WriteAllBytes(path, btf.Build());
            Assert.Equal("struct pair: 8 bytes\n       0 first (Integer)\n       4 second (Pointer)\n", Run("Btf", path, "pair"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Places_of_variables()
    {
        string output = Run("Variables", Demo);
        Assert.Contains("\nring_first: at 0x0\n", "\n" + output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ring: (0x[0-9a-f]+ to 0x[0-9a-f]+: )?(Reg|Fbreg|EntryValue)", output);
    }

    [Fact]
    public void An_added_section()
    {
        string folder = Directory.CreateTempSubdirectory("kelf-sample-").FullName;
        try
        {
            string contents = Path.Combine(folder, "contents"), result = Path.Combine(folder, "result.o");
            File.WriteAllText(contents, "some bytes");
            Assert.Empty(Run("AddSection", Demo, ".note.mine", contents, result));
            Assert.Equal("some bytes", Run("Contents", result, ".note.mine"));
            // Everything else is as it was: names, symbols, types.
            Assert.Equal(Run("Layout", Demo), Run("Layout", result));
            Assert.Equal(Run("Relocations", Demo), Run("Relocations", result));
            Assert.Equal(Symbols(Run("Sections", Demo)), Symbols(Run("Sections", result)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static IEnumerable<string> Symbols(string output) =>
            output.Split('\n').Where(line => !line.StartsWith('[')).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Members_of_a_package()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, PackageBuilder.Deb("", PackageBuilder.TarOf(("boot/a", new byte[700]))));
            Assert.Equal("File           700  boot/a\n", Run("Tar", path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Members_of_an_archive_in_a_stream()
    {
        string path = Path.GetTempFileName();
        try
        {
            using (GZipStream stream = new(File.Create(path), CompressionLevel.Fastest))
            using (TarWriter tar = new(stream, TarEntryFormat.Ustar))
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "include/"));
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "include/a.h") { DataStream = new MemoryStream(new byte[700]) });
            }

            Assert.Equal("Directory        0  include/\nFile           700  include/a.h\n", Run("Tar", path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("Kelf.ObjectFiles.dll")]
    [InlineData("Kelf.Archives.dll")]
    public void Each_public_namespace_has_a_sample(string library)
    {
        HashSet<string> used = [.. Names.SelectMany(sample => Metadata(ProgramOf(sample), NamespacesUsed))];
        string[] there = Metadata(Path.Combine(Path.GetDirectoryName(ProgramOf("Tar"))!, library), PublicNamespaces);
        Assert.NotEmpty(there);
        Assert.Empty(there.Where(name => !used.Contains(name)).Select(name => $"{name}: extend a program of samples/, or add one"));
    }

    [Fact]
    public void The_list_of_samples_is_complete() => Assert.Equal(
        Names,
        SourceTree.Read("samples/README.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Kelf.ObjectFiles", "Functions")]
    [InlineData("Kelf.Archives", "Tar")]
    public void Code_in_the_readme_of_a_package_is_that_of_a_sample(string library, string sample)
    {
        string code = SourceTree.Read($"src/{library}/README.md").Split("```csharp\n")[1].Split("```")[0];
        Assert.Contains(code, SourceTree.Read($"samples/{sample}/Program.cs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sections", "kelf.slnx", 1, "kelf.slnx: ")]
    [InlineData("Functions", "nowhere", 1, "nowhere: No such file or directory")]
    [InlineData("Tar", "kelf.slnx", 1, "kelf.slnx: ")]
    public void What_cannot_be_read_is_said(string sample, string file, int status, string message)
    {
        ProgramResult result = Start(sample, file);
        Assert.Equal(status, result.Exit);
        Assert.StartsWith(message, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_arguments_each_tells_its_usage() => Assert.All(Names, sample =>
    {
        ProgramResult result = Start(sample);
        Assert.Equal(2, result.Exit);
        Assert.StartsWith($"usage: {sample.ToLowerInvariant()}-sample ", result.Errors, StringComparison.Ordinal);
    });

    private static string Run(string sample, params string[] arguments)
    {
        ProgramResult result = Start(sample, arguments);
        Assert.Equal((0, ""), (result.Exit, result.Errors));
        return Encoding.UTF8.GetString(result.Output);
    }

    private static ProgramResult Start(string sample, params string[] arguments) =>
        ProgramRun.Run("dotnet", SourceTree.Root, [ProgramOf(sample), .. arguments], [], []);

    private static string ProgramOf(string sample)
    {
        string folder = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory).Replace("/Kelf.Cli.Tests/", $"/{sample}/", StringComparison.Ordinal);
        return Path.Combine(folder, $"{sample.ToLowerInvariant()}-sample.dll");
    }

    private static string[] Metadata(string path, Func<MetadataReader, IEnumerable<string>> read)
    {
        using PEReader file = new(File.OpenRead(path));
        return [.. read(file.GetMetadataReader()).Distinct()];
    }

    private static IEnumerable<string> PublicNamespaces(MetadataReader metadata) =>
        from handle in metadata.TypeDefinitions
        let type = metadata.GetTypeDefinition(handle)
        where (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public
        select metadata.GetString(type.Namespace);

    private static IEnumerable<string> NamespacesUsed(MetadataReader metadata) =>
        metadata.TypeReferences.Select(handle => metadata.GetString(metadata.GetTypeReference(handle).Namespace));
}
