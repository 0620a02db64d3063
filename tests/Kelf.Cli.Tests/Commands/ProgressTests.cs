// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Commands;

/// <summary>A run that takes long says so on a terminal, for one input as for many, and leaves nothing behind.</summary>
public sealed class ProgressTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-progress-");

    public void Dispose() => _folder.Delete(recursive: true);

    // The input ends when the line was seen: a run that waits for it takes as long as that, and no longer. The pattern must not
    // find itself in the head of the file, which names the command.
    [Fact]
    public void One_input_that_takes_long_has_progress()
    {
        if (!File.Exists("/usr/bin/script"))
        {
            Assert.Skip("no script(1), which makes a terminal");
        }

        string command = "{ timeout 50 sh -c 'until grep -qs \"kelf kallsyms: [1-9]\" seen; do sleep 0.1; done'; echo nonsense; } "
            + $"| '{ProgramRun.Kelf}' kallsyms /dev/stdin";
        string watched = Encoding.UTF8.GetString(
            ProgramRun.Run("/usr/bin/script", _folder.FullName, ["-qefc", command, "seen"], [], []).Output);
        // The message takes its place.
        Assert.Matches(@"kelf kallsyms: \d+ s\r +\rkelf: error: /dev/stdin:1: ", watched);
    }

    [Fact]
    public void Nothing_of_it_is_in_a_file()
    {
        ProgramResult result = ProgramRun.Run(
            "/bin/sh", _folder.FullName, ["-c", $"{{ sleep 2; echo nonsense; }} | '{ProgramRun.Kelf}' kallsyms /dev/stdin"], [], []);
        Assert.StartsWith("kelf: error: /dev/stdin:1: ", result.Errors, StringComparison.Ordinal);
    }
}
