// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>
/// Examples in documents print what stands below them: each block ```console is run in a copy of tests/Fixtures/demo, a line that begins
/// with <c>$ </c> after the other.
/// </summary>
public sealed class ExampleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-examples-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("README.md", 2)]
    [InlineData("docs/ci.md", 3)]
    [InlineData("docs/faq.md", 3)]
    public void Examples_print_what_they_say(string document, int count)
    {
        string[] blocks = [.. SourceTree.Read(document).Split("```console\n").Skip(1).Select(text => text.Split("```")[0])];
        Assert.Equal(count, blocks.Length);
        CopyDemo();
        Assert.All(blocks, block =>
        {
            StringBuilder ran = new();
            foreach (string command in block.Split('\n').Where(line => line.StartsWith("$ ", StringComparison.Ordinal)))
            {
                ran.Append(command).Append('\n').Append(Shell(command[2..]));
            }

            Assert.Equal(block, ran.ToString());
        });
    }

    private string Shell(string command)
    {
        ProgramResult result = ProgramRun.Run(
            "bash",
            _folder.FullName,
            ["-c", command],
            [],
            [new("PATH", Path.GetDirectoryName(ProgramRun.Kelf) + ":" + Environment.GetEnvironmentVariable("PATH"))]);
        return Encoding.UTF8.GetString(result.Output) + result.Errors;
    }

    private void CopyDemo()
    {
        string demo = Path.Combine(SourceTree.Root, "tests/Fixtures/demo");
        foreach (string file in Directory.EnumerateFiles(demo, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_folder.FullName, Path.GetRelativePath(demo, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
