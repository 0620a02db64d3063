// SPDX-License-Identifier: GPL-2.0-only
using System.Text;
using System.Text.Json;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary><c>bench/bench-lib.sh</c>, with a benchmark and a program made up here: what is kept of a run, and that of a failed one nothing is.</summary>
public sealed class BenchmarkTests : IDisposable
{
    private const string Table = """
        fast() { true; }
        broken() { false; }
        printf '%s\n' 30 10.5 20 > "$scratch/original.ms"
        printf '%s\n' 2 1 3 > "$scratch/kelf.ms"
        echo 2453 > "$scratch/original.s"
        echo 3 > "$scratch/kelf.s"
        versions[objcopy]='GNU objcopy 2.40'
        versions[nothing]=
        heading split-small 'small: 258 MB'
        row 'all of `split`' original kelf
        row 'hours' original kelf s 2026-11-21
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-bench-");

    public BenchmarkTests()
    {
        Assert.SkipUnless(ProgramRun.Run("sh", "/", ["-c", "command -v jq"], [], []).Exit == 0, "jq is not installed");
        Write("bench/bench-lib.sh", SourceTree.Read("bench/bench-lib.sh"));
        Program("kelf 0.2.0, commit 0123456789ab, 2026-11-30 (.NET 10.0.12)");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_table_is_printed_and_all_rounds_are_kept()
    {
        (int exit, string output, string errors) = Run($"{Table}\nkeep", [], "small", "/home/me/secret/tree");
        Assert.Equal((0, ""), (exit, errors));
        Assert.StartsWith("small: 258 MB. Median of 5 rounds (lowest-highest).\nMachine: ", output, StringComparison.Ordinal);
        Assert.EndsWith(
            "\n| all of `split` | 20 ms (10.5-30) | 2 ms (1-3) | 10.00 |\n| hours | 2453 s [recorded] | 3 s | 817.67 |\n", output, StringComparison.Ordinal);
        JsonElement result = Kept();
        Assert.Equal(
            ["name", "title", "command", "date", "commit", "kelf", "machine", "versions", "rows"],
            result.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ("split-small", "small: 258 MB", "bench/one.sh small tree", "0123456789ab", "0.2.0"),
            (Text("name"), Text("title"), Text("command"), Text("commit"), Text("kelf")));
        Assert.Equal(["processors", "model", "linux"], result.GetProperty("machine").EnumerateObject().Select(property => property.Name));
        Assert.Matches(@"^[0-9.]+$", result.GetProperty("machine").GetProperty("linux").GetString()!);
        Assert.Equal("""{"objcopy":"GNU objcopy 2.40"}""", Compact(result.GetProperty("versions")));
        Assert.Equal(
            [
                """{"id":"original/kelf.ms","title":"all of `split`","unit":"ms","original":{"rounds":[30,10.5,20]},"kelf":{"rounds":[2,1,3]}}""",
                """{"id":"original/kelf.s","title":"hours","unit":"s","original":{"rounds":[2453],"recorded":"2026-11-21"},"kelf":{"rounds":[3]}}""",
            ],
            result.GetProperty("rows").EnumerateArray().Select(Compact));

        string Text(string name) => result.GetProperty(name).GetString()!;
    }

    [Fact]
    public void A_note_is_kept()
    {
        Assert.Equal(0, Run($"{Table}\nkeep", [new("NOTE", "a \"build\" beside")]).Exit);
        Assert.Equal("a \"build\" beside", Kept().GetProperty("note").GetString());
    }

    [Theory]
    [InlineData("measure x broken", "broken")]
    [InlineData("peak false > /dev/null", "false")]
    public void Of_a_run_that_failed_nothing_is_kept(string run, string name)
    {
        (int exit, _, string errors) = Run($"{Table}\n{run}\nkeep", []);
        Assert.Equal(1, exit);
        Assert.StartsWith($"one.sh: runs failed: {name} ", errors, StringComparison.Ordinal);
        Assert.Empty(Results());
    }

    [Fact]
    public void Nothing_is_kept_where_nothing_is_wanted()
    {
        Assert.Equal((0, ""), (Run($"{Table}\nkeep", [new("RESULTS", "")]).Exit, Run($"{Table}\nkeep", [new("RESULTS", "")]).Errors));
        Assert.Empty(Results());
    }

    // Its figures would be of nobody knows what.
    [Fact]
    public void Of_a_program_without_a_commit_nothing_is_kept()
    {
        Program("kelf 0.2.0 (.NET 10.0.12)");
        (int exit, _, string errors) = Run($"{Table}\nkeep", []);
        Assert.Equal((0, "one.sh: the program does not say its commit (kelf 0.2.0 (.NET 10.0.12)): split-small.json is not written\n"), (exit, errors));
        Assert.Empty(Results());
    }

    [Fact]
    public void Nothing_takes_less_than_no_time()
    {
        (int exit, _, string errors) = Run($"{Table}\necho -3.5 > \"$scratch/less.ms\"\nrow less original less\nkeep", []);
        Assert.Equal((1, "one.sh: a figure is below zero, since the machine is busy: split-small.json is not written\n"), (exit, errors));
        Assert.Empty(Results());
    }

    [Fact]
    public void A_result_that_cannot_be_written_is_an_error()
    {
        Write("file", "");
        (int exit, _, string errors) = Run($"{Table}\nkeep", [new("RESULTS", At("file/results"))]);
        Assert.Equal(1, exit);
        Assert.EndsWith($"one.sh: {At("file/results/split-small.json")} cannot be written\n", errors, StringComparison.Ordinal);
    }

    private JsonElement Kept() => JsonDocument.Parse(File.ReadAllText(At("bench/results/split-small.json"))).RootElement;

    private string[] Results() => Directory.Exists(At("bench/results")) ? Directory.GetFiles(At("bench/results")) : [];

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element, s_plain);

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private (int Exit, string Output, string Errors) Run(string script, KeyValuePair<string, string>[] environment, params string[] arguments)
    {
        Write("bench/one.sh", $"source \"$(dirname \"${{BASH_SOURCE[0]}}\")/bench-lib.sh\"\n{script}\n");
        ProgramResult result = ProgramRun.Run(
            "bash", _folder.FullName, [At("bench/one.sh"), .. arguments], [], [new("TOOL", At("kelf")), new("NOTE", ""), new("ROUNDS", ""), .. environment]);
        return (result.Exit, Encoding.UTF8.GetString(result.Output), result.Errors);
    }

    private void Program(string version)
    {
        Write("kelf", $"#!/bin/sh\necho '{version}'\n");
        File.SetUnixFileMode(At("kelf"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }
}
