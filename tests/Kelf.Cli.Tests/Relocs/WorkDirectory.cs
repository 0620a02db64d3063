// SPDX-License-Identifier: GPL-2.0-only
using Xunit;

namespace Kelf.Cli.Tests.Relocs;

/// <summary>A directory to run kelf in.</summary>
internal sealed class WorkDirectory : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-relocs-");

    /// <summary>Its path.</summary>
    public string Root => _folder.FullName;

    /// <summary>Names of all files, hidden ones too, in order.</summary>
    public IEnumerable<string> Names => _folder.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal);

    public string At(string name) => Path.Combine(Root, name);

    public WorkDirectory Put(string name, ElfBytes image) => Put(name, image.Bytes);

    public WorkDirectory Put(string name, byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return this;
    }

    public byte[] Get(string name) => File.ReadAllBytes(At(name));

    public string Text(string name) => File.ReadAllText(At(name));

    public ElfBytes Image(string name) => new(Get(name));

    /// <summary>Runs kelf in the directory.</summary>
    public ProgramResult Run(params string[] arguments) => ProgramRun.RunKelf(Root, arguments);

    /// <summary>Runs kelf, which has to succeed.</summary>
    public ProgramResult Done(params string[] arguments)
    {
        ProgramResult result = Run(arguments);
        Assert.True(result.Exit == 0, $"{string.Join(' ', arguments)}: {result.Errors}");
        return result;
    }

    /// <summary>Runs kelf, which has to refuse with one line, print nothing and change no file.</summary>
    public void Refused(string message, params string[] arguments)
    {
        Dictionary<string, (byte[] Bytes, DateTime Time)> before = Contents();
        ProgramResult result = Run(arguments);
        Assert.Equal($"kelf: error: {message}\n", result.Errors);
        Assert.Equal(1, result.Exit);
        Assert.Empty(result.Output);
        Dictionary<string, (byte[] Bytes, DateTime Time)> after = Contents();
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Assert.All(before, pair =>
        {
            Assert.Equal(pair.Value.Bytes, after[pair.Key].Bytes);
            Assert.Equal(pair.Value.Time, after[pair.Key].Time);
        });
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Dictionary<string, (byte[] Bytes, DateTime Time)> Contents() => _folder.EnumerateFiles()
        .ToDictionary(file => file.Name, file => (File.ReadAllBytes(file.FullName), file.LastWriteTimeUtc));
}
