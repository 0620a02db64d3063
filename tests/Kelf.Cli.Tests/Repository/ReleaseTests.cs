// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary><c>tools/release.sh --check</c> and <c>tools/version.sh</c>, in a small repository of their own.</summary>
public sealed class ReleaseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-release-");

    public ReleaseTests()
    {
        foreach (string script in (string[])["tools/release.sh", "tools/version.sh"])
        {
            Write(script, SourceTree.Read(script));
            File.SetUnixFileMode(At(script), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Write("Directory.Build.props", "<Version>1.2.3</Version>\n");
        Write("CHANGELOG.md", "# Changelog\n\n## 1.2.3 - 2026-11-30\n\n- new\n");
        Write("README.md", "apt install ./kelf_1.2.3-1_amd64.deb\n");
        Write("docs/ci.md", "nothing\n");
        Write("packaging/commit", "$Format:%H %ct$\n");
        Git("init", "-q");
        Commit();
        Git("tag", "v1.2.3");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_is_complete_can_be_released() => Assert.Equal((0, "release: 1.2.3 can be released\n", ""), Check("1.2.3"));

    [Theory]
    [InlineData("Directory.Build.props", "<Version>1.2.2</Version>\n", "Directory.Build.props has the version 1.2.2")]
    [InlineData("CHANGELOG.md", "## 1.2.2 - 2026-11-30\n", "the newest section of CHANGELOG.md is '1.2.2 - 2026-11-30', not '1.2.3 - DAY'")]
    [InlineData("CHANGELOG.md", "## Unreleased\n## 1.2.3 - 2026-11-30\n", "CHANGELOG.md has a section Unreleased")]
    [InlineData("README.md", "kelf-1.2.1-1.x86_64.rpm\n", "README.md names the package 1.2.1")]
    public void What_does_not_fit_is_said(string file, string text, string message)
    {
        Write(file, text);
        Commit();
        Git("tag", "-f", "v1.2.3");
        Assert.Equal((1, "", $"release: {message}\n"), Check("1.2.3"));
    }

    [Fact]
    public void The_tag_is_this_commit()
    {
        Write("new", "new\n");
        Assert.Equal((1, "", "release: there are changes that are not committed\n"), Check("1.2.3"));
        Commit();
        Assert.Equal((1, "", "release: the tag v1.2.3 is another commit\n"), Check("1.2.3"));
        Git("tag", "-d", "v1.2.3");
        Assert.Equal((1, "", "release: no tag v1.2.3: git tag -a v1.2.3 -m 'kelf 1.2.3'\n"), Check("1.2.3"));
    }

    [Fact]
    public void A_version_names_the_commit_and_what_was_changed_since()
    {
        string commit = Git("rev-parse", "HEAD")[..12];
        Assert.Equal($"{commit}\n", Version("commit"));
        Write("Directory.Build.props", "<Version>1.2.4</Version>\n");
        Assert.Equal($"{commit}-dirty\n", Version("commit"));
        Assert.Equal("1.2.4\n", Version("version"));
        Assert.Equal("2026-11-29\n", Version("date"));
    }

    [Fact]
    public void An_archive_knows_its_commit_too()
    {
        Directory.Delete(At(".git"), recursive: true);
        Assert.Equal(("unknown\n", "2026-11-30\n"), (Version("commit"), Version("date")));
        Write("packaging/commit", "0123456789abcdef0123456789abcdef01234567 1000000000\n");
        Assert.Equal(("0123456789ab\n", "2001-09-09\n"), (Version("commit"), Version("date")));
    }

    private (int Exit, string Output, string Errors) Check(string version)
    {
        ProgramResult result = Run("bash", "tools/release.sh", "--check", version);
        return (result.Exit, Encoding.UTF8.GetString(result.Output), result.Errors);
    }

    private string Version(string what) => Encoding.UTF8.GetString(Run("bash", "tools/version.sh", what).Output);

    private void Commit()
    {
        Git("add", "-A");
        Git("-c", "user.name=a", "-c", "user.email=a@localhost", "commit", "-q", "-m", "a");
    }

    private string Git(params string[] arguments)
    {
        ProgramResult result = Run("git", arguments);
        Assert.Equal(0, result.Exit);
        return Encoding.UTF8.GetString(result.Output);
    }

    private ProgramResult Run(string program, params string[] arguments) => ProgramRun.Run(
        program,
        _folder.FullName,
        arguments,
        [],
        [new("GIT_COMMITTER_DATE", "2026-11-29T12:00:00Z"), new("GIT_AUTHOR_DATE", "2026-11-29T12:00:00Z"), new("GIT_CONFIG_GLOBAL", "/dev/null"), new("SOURCE_DATE_EPOCH", "")]);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }
}
