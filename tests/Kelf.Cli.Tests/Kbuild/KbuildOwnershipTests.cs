// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Kbuild;

/// <summary><c>kelf kbuild</c> touches what it wrote, and nothing else; and that it can always take back.</summary>
public sealed class KbuildOwnershipTests : IDisposable
{
    private const string BuiltAlone = ".: Linux 7.3.4, built with its own tools\n";

    private readonly ToyTree _tree = new(7, 3);

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void Lines_of_the_users_own_stay_whatever_they_say()
    {
        _tree.Write("Makefile", _tree.Read("Makefile") + "# kelf symvers: ask Jo\nall: ; kelf symvers vmlinux.o # kelf symvers\n");
        _tree.Write("scripts/Kbuild.include", "# kelf kbuild enable was tried here\n" + _tree.Read("scripts/Kbuild.include"));
        _tree.Write("scripts/mod/modpost.c", _tree.Read("scripts/mod/modpost.c") + "/* kelf lto-symvers */\n");
        string before = _tree.Listing;
        Assert.Equal((0, BuiltAlone, ""), _tree.Kelf("disable", "."));
        Assert.Equal(before, _tree.Listing);
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "all").Exit);
        Assert.Contains("kelf symvers vmlinux.o # kelf symvers\n", _tree.Read("Makefile"), StringComparison.Ordinal);
        Assert.Equal((0, BuiltAlone, ""), _tree.Kelf("disable", "."));
        Assert.Equal(before, _tree.Listing);
    }

    [Theory]
    [InlineData("scripts/Makefile.kelf", "split")]
    [InlineData("scripts/Makefile.kelf-lto-symvers", "all")]
    public void A_makefile_of_the_users_own_is_neither_overwritten_nor_removed(string file, string tools)
    {
        _tree.Write(file, "# mine", "KELF ?= /usr/bin/kelf", "");
        string before = _tree.Listing;
        Assert.Equal(
            (1, "", $"kelf: error: ./{file}: there already, and not written by kelf; nothing was changed\n"),
            _tree.Kelf("enable", ".", "--tools", tools));
        Assert.Equal((1, BuiltAlone, ""), _tree.Kelf("status", "."));
        Assert.Equal((0, BuiltAlone, ""), _tree.Kelf("disable", "."));
        Assert.Equal(before, _tree.Listing);
    }

    [Fact]
    public void What_was_altered_since_is_told_and_left_and_the_rest_is_taken_back()
    {
        string before = _tree.Listing;
        Assert.Equal(0, _tree.Kelf("enable", ".").Exit);
        string include = _tree.Read("scripts/Kbuild.include");
        _tree.Write("scripts/Makefile.kelf", _tree.Read("scripts/Makefile.kelf") + "# mine\n");
        _tree.Write("scripts/Kbuild.include", include.Replace("-include", "include", StringComparison.Ordinal));
        const string Altered = """
              altered      scripts/Makefile.kelf: not as kelf wrote it, and left alone; remove it, or restore it
              altered      scripts/Kbuild.include: line 5 is not as kelf wrote it, and left alone; remove it, or restore it

            """;
        (int exit, string output, _) = _tree.Kelf("status", ".");
        Assert.Equal(1, exit);
        Assert.EndsWith(Altered, output, StringComparison.Ordinal);
        string altered = _tree.Listing;
        Assert.Equal(
            (1, "", "kelf: error: ./scripts/Makefile.kelf: not as kelf wrote it; move it away, or restore it; nothing was changed\n"),
            _tree.Kelf("enable", "."));
        Assert.Equal(altered, _tree.Listing);
        Assert.Equal((1, BuiltAlone + Altered, ""), _tree.Kelf("disable", "."));
        Assert.DoesNotContain("symtypes", _tree.Read("Makefile"), StringComparison.Ordinal);

        File.Delete(_tree.At("scripts/Makefile.kelf"));
        Assert.Equal(
            (1, "", "kelf: error: ./scripts/Kbuild.include: line 5 has kelf's mark, and is not as kelf wrote it; remove it, or restore it; nothing was changed\n"),
            _tree.Kelf("enable", "."));
        _tree.Write("scripts/Kbuild.include", include);
        Assert.Equal((0, BuiltAlone, ""), _tree.Kelf("disable", "."));
        Assert.Equal(before, _tree.Listing);
    }

    [Theory]
    [InlineData("VERSION = 7", "VERSION = 9", "9.3.4")]
    [InlineData("PATCHLEVEL = 3", "PATCHLEVEL = 4", "7.4.4")]
    [InlineData("VERSION = 7\nPATCHLEVEL = 3", "VERSION = 6\nPATCHLEVEL = 12", "6.12.4")]
    public void All_is_taken_back_from_a_tree_that_moved_on(string old, string moved, string version)
    {
        using ToyTree never = new(7, 3);
        never.Write("Makefile", never.Read("Makefile").Replace(old, moved, StringComparison.Ordinal));
        Assert.Equal(0, _tree.Kelf("enable", ".", "--tools", "all").Exit);
        _tree.Write("Makefile", _tree.Read("Makefile").Replace(old, moved, StringComparison.Ordinal));
        // The line that a change hung on may be gone as well.
        Assert.StartsWith($".: Linux {version}, built with ", _tree.Kelf("status", ".").Output, StringComparison.Ordinal);
        Assert.Equal((0, $".: Linux {version}, built with its own tools\n", ""), _tree.Kelf("disable", "."));
        Assert.Equal(never.Listing, _tree.Listing);
    }

    [Fact]
    public void What_a_change_hung_on_may_be_gone()
    {
        Assert.Equal(0, _tree.Kelf("enable", ".").Exit);
        _tree.Write("scripts/Kbuild.include", _tree.Read("scripts/Kbuild.include").Replace(".DELETE_ON_ERROR:\n", "", StringComparison.Ordinal));
        Assert.Equal(0, _tree.Kelf("disable", ".").Exit);
        Assert.Equal("tmp-target = $@\nif_changed = $(if $(if-changed-cond),$(cmd_and_savecmd),@:)\n# delete\n", _tree.Read("scripts/Kbuild.include"));
    }

    [Fact]
    public void Files_keep_mode_and_owner()
    {
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        File.SetUnixFileMode(_tree.At("Makefile"), Mode);
        // Only root can give files away, and only what root edits would become another's.
        bool isGiven = ChangeOwner(_tree.At("Makefile"), 1234, 1235) == 0;
        string[] before = Attributes();
        Assert.StartsWith(isGiven ? "750 1234 1235" : "750 ", before[0], StringComparison.Ordinal);
        Assert.Equal(0, _tree.Kelf("enable", ".").Exit);
        Assert.Contains("symtypes", _tree.Read("Makefile"), StringComparison.Ordinal);
        Assert.Equal(before, Attributes());
        Assert.Equal(0, _tree.Kelf("disable", ".").Exit);
        Assert.Equal(before, Attributes());

        string[] Attributes() =>
            Encoding.UTF8.GetString(ProgramRun.Run("stat", _tree.Root, ["-c", "%a %u %g", "Makefile", "scripts/Kbuild.include"], [], []).Output)
                .Split('\n');
    }

    [Fact]
    public void The_program_is_named_from_the_root_and_by_its_bytes()
    {
        string program = _tree.Program("k\u00e4lf-\u4e2d");
        Assert.Equal(0, _tree.Kelf("enable", ".", "--kelf", "./k\u00e4lf-\u4e2d").Exit);
        Assert.Contains(
            $"\nKELF ?= {program}\n", Encoding.UTF8.GetString(File.ReadAllBytes(_tree.At("scripts/Makefile.kelf"))), StringComparison.Ordinal);
        Assert.StartsWith($".: Linux 7.3.4, built with {program}\n", _tree.Kelf("status", ".").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing", "no such program")]
    [InlineData("scripts", "not a regular file")]
    [InlineData("Makefile", "not an executable file")]
    [InlineData("my kelf", "make cannot start a program with a blank in its path; put kelf elsewhere")]
    [InlineData("kelf\n", "make cannot start a program with a control character in its path; put kelf elsewhere")]
    [InlineData("$HOME", "make cannot start a program with '$' in its path; put kelf elsewhere")]
    [InlineData("a%b", "make cannot start a program with '%' in its path; put kelf elsewhere")]
    [InlineData("a*", "make cannot start a program with '*' in its path; put kelf elsewhere")]
    [InlineData("a?", "make cannot start a program with '?' in its path; put kelf elsewhere")]
    [InlineData("a[b]", "make cannot start a program with '[' in its path; put kelf elsewhere")]
    [InlineData("a{b,c}", "make cannot start a program with '{' in its path; put kelf elsewhere")]
    [InlineData("a`b`", "make cannot start a program with '`' in its path; put kelf elsewhere")]
    [InlineData("a!b", "make cannot start a program with '!' in its path; put kelf elsewhere")]
    [InlineData("a=b", "make cannot start a program with '=' in its path; put kelf elsewhere")]
    [InlineData("~a", "make cannot start a program with '~' in its path; put kelf elsewhere")]
    [InlineData("a;b", "make cannot start a program with ';' in its path; put kelf elsewhere")]
    public void A_program_that_make_cannot_start_is_refused(string name, string message)
    {
        if (!File.Exists(_tree.At(name)) && !Directory.Exists(_tree.At(name)) && name != "missing")
        {
            _tree.Program(name);
        }

        string before = _tree.Listing;
        (int exit, string output, string errors) = _tree.Kelf("enable", ".", "--kelf", name);
        Assert.Equal((1, ""), (exit, output));
        Assert.EndsWith($": {message}\n", errors, StringComparison.Ordinal);
        Assert.Equal(before, _tree.Listing);
    }

    [Fact]
    public void A_link_to_a_program_is_named_as_the_link()
    {
        _tree.Program("kelf-1");
        File.CreateSymbolicLink(_tree.At("kelf"), "kelf-1");
        Assert.Equal(0, _tree.Kelf("enable", ".", "--kelf", "kelf").Exit);
        Assert.Contains($"\nKELF ?= {_tree.At("kelf")}\n", _tree.Read("scripts/Makefile.kelf"), StringComparison.Ordinal);
    }

    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);
}
