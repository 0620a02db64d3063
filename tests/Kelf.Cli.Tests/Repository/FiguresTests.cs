// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Xunit;

namespace Kelf.Cli.Tests.Repository;

/// <summary>What documents and charts show is what is in <c>bench/results</c> (<c>bench/Kelf.Figures</c>, <c>make figures</c>).</summary>
public sealed class FiguresTests : IDisposable
{
    private const string Result = """
        {
          "name": "split-small", "title": "small: 258 MB", "command": "bench/split.sh small", "date": "2026-11-30", "commit": "0123456789ab",
          "kelf": "0.2.0", "machine": { "processors": 2, "model": "A CPU", "linux": "6.18.44" }, "versions": { "objcopy": "GNU objcopy 2.40" },
          "rows": [
            { "id": "a/b.ms", "title": "all of `split`", "unit": "ms", "original": { "rounds": [1000, 1010.4, 990, 2000] }, "kelf": { "rounds": [52.34, 50, 61.25, 51] } },
            { "id": "a/b.MB", "title": "peak", "unit": "MB", "original": { "rounds": [1395] }, "kelf": { "rounds": [76] } },
            { "id": "hours/b.s", "title": "hours", "unit": "s", "original": { "rounds": [2453], "recorded": "2026-11-21" },
              "kelf": { "median": 3, "lowest": 2.97, "highest": 4.05 } },
            { "id": "start.ms", "title": "start", "unit": "ms", "original": { "rounds": [1.08] }, "kelf": { "rounds": [2.22] } },
            { "id": "none.ms", "title": "nothing", "unit": "ms", "original": { "rounds": [0] }, "kelf": { "rounds": [0] } }
          ]
        }
        """;

    private const string Overview = """
        [
          { "title": "the split", "label": "split", "result": "split-small", "time": "a/b.ms", "memory": "a/b.MB" },
          { "title": "the hours", "label": "hours", "result": "split-small", "time": "hours/b.s" },
          { "title": "the start", "label": "start", "result": "split-small", "time": "start.ms" }
        ]
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-figures-");

    public FiguresTests()
    {
        Write("bench/results/split-small.json", Result);
        Write("bench/overview.json", Overview);
        Write("README.md", "before\n<!-- figures: overview -->\nold\n<!-- end of figures -->\nafter\n");
        Write("docs/bench.md", "<!-- figures: split-* -->\n<!-- end of figures -->\nbetween\n<!-- figures: * -->\n<!-- end of figures -->\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // Of this repository.
    [Fact]
    public void Documents_and_charts_show_what_is_in_the_results() =>
        Assert.Equal((0, "", ""), Figures("--check", SourceTree.Root));

    [Fact]
    public void A_result_is_a_table_with_the_run_above_it()
    {
        Make();
        Assert.Equal(
            """
            <!-- figures: split-* -->

            **small: 258 MB.**
            `bench/split.sh small`, 2026-11-30, kelf 0.2.0 at commit 0123456789ab.
            Medians (lowest-highest), recorded without the rounds; 2 processors, A CPU, Linux 6.18.44.
            objcopy: GNU objcopy 2.40.

            | measure | original | kelf | ratio |
            |---|---|---|---|
            | all of `split` | 1000 ms (990-2000) | 51 ms (50-61.3) | 19.6 |
            | peak | 1395 MB | 76 MB | 18.4 |
            | hours | 2453 s [recorded 2026-11-21] | 3 s (2.97-4.05) | 818 |
            | start | 1.08 ms | 2.22 ms | 0.49 |
            | nothing | 0 ms | 0 ms | - |

            <!-- end of figures -->
            between
            <!-- figures: * -->

            None.

            <!-- end of figures -->

            """,
            Read("docs/bench.md"));
    }

    [Fact]
    public void The_overview_is_short()
    {
        Make();
        Assert.Equal(
            """
            before
            <!-- figures: overview -->

            Medians, measured on 2026-11-30 on 2 processors (A CPU); *once*: of one run of the original, which takes so long.

            | | original | kelf | ratio |
            |---|---|---|---|
            | the split | 1 s, 1.4 GB | 51 ms, 76 MB | 20 |
            | the hours | 2453 s *once* | 3 s | 818 |
            | the start | 1.08 ms | 2.22 ms | 0.49 |

            <!-- end of figures -->
            after

            """,
            Read("README.md"));
    }

    // Whoever shows a chart has fonts and a language of their own.
    [Fact]
    public void Charts_have_text_and_the_same_bytes_everywhere()
    {
        Make();
        string chart = Read("docs/charts/time-light.svg");
        Assert.All(["split", "20×", "hours", "818×", "start", "0.49×"], text => Assert.Contains($">{text}</text>", chart, StringComparison.Ordinal));
        Assert.DoesNotContain(">hours<", Read("docs/charts/memory-light.svg"), StringComparison.Ordinal);
        Assert.NotEqual(chart, Read("docs/charts/time-dark.svg"));
        Assert.Equal(
            (0, "", ""),
            Run(["--check", _folder.FullName], [new("LC_ALL", "de_DE.UTF-8"), new("TZ", "Asia/Tokyo"), new("HOME", _folder.FullName), new("FONTCONFIG_FILE", "/dev/null")]));
    }

    [Theory]
    [InlineData("README.md", "| 20 |", "| 30 |")]
    [InlineData("docs/bench.md", "| 19.6 |", "| 29.6 |")]
    [InlineData("docs/bench.md", "None.", "Some.")]
    [InlineData("docs/charts/time-light.svg", "818×", "919×")]
    [InlineData("docs/charts/time-dark.svg", "818×", "919×")]
    [InlineData("docs/charts/memory-light.svg", "18×", "19×")]
    [InlineData("docs/charts/memory-dark.svg", "18×", "19×")]
    public void What_is_changed_by_hand_is_noticed(string path, string text, string other)
    {
        Make();
        Assert.Equal((0, "", ""), Figures("--check", _folder.FullName));
        Assert.Contains(text, Read(path), StringComparison.Ordinal);
        Write(path, Read(path).Replace(text, other, StringComparison.Ordinal));
        Assert.Equal((1, "", $"figures: {path} is not what bench/results gives: `make figures` writes it\n"), Figures("--check", _folder.FullName));
        Assert.Equal((0, $"figures: {path}\n", ""), Figures(_folder.FullName));
    }

    [Fact]
    public void A_figure_that_changed_is_noticed_in_each_file_that_shows_it()
    {
        Make();
        Write("bench/results/split-small.json", Result.Replace("[76]", "[900]", StringComparison.Ordinal));
        (int exit, _, string errors) = Figures("--check", _folder.FullName);
        Assert.Equal(1, exit);
        Assert.Equal(
            ["README.md", "docs/bench.md", "docs/charts/memory-dark.svg", "docs/charts/memory-light.svg"],
            errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[1]));
    }

    [Theory]
    [InlineData("\"name\": \"split-small\"", "\"name\": \"other\"", "its name is other")]
    [InlineData("\"model\"", "\"host\": \"build7\", \"model\"", "'host'")]
    [InlineData("\"commit\": \"0123456789ab\",", "", "'commit'")]
    [InlineData("\"unit\": \"MB\"", "\"unit\": \"GB\"", "row a/b.MB: its unit GB is none of ms, s, MB, KiB")]
    [InlineData("[1395]", "[]", "row a/b.MB: no rounds")]
    [InlineData("[1395]", "[-1]", "row a/b.MB: a round that is no figure")]
    [InlineData("\"median\": 3,", "", "row hours/b.s: neither rounds nor a median, alone or with lowest and highest")]
    [InlineData("\"lowest\": 2.97", "\"lowest\": 3.5", "row hours/b.s: not lowest, median, highest in their order")]
    [InlineData("\"id\": \"a/b.MB\"", "\"id\": \"a/b.ms\"", "row a/b.ms is there twice")]
    [InlineData("2026-11-30", "30.11.2026", "$.date")]
    public void A_result_that_is_wrong_is_named(string text, string other, string message)
    {
        Assert.Contains(text, Result, StringComparison.Ordinal);
        Write("bench/results/split-small.json", Result.Replace(text, other, StringComparison.Ordinal));
        (int exit, string output, string errors) = Figures(_folder.FullName);
        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith("figures: bench/results/split-small.json: ", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bench/overview.json", "start.ms", "stop.ms", "bench/results/split-small.json has no row stop.ms")]
    [InlineData("bench/overview.json", "split-small", "split-none", "bench/overview.json wants bench/results/split-none.json, which is not there")]
    [InlineData("README.md", "overview", "nothing", "README.md has no place for overview: <!-- figures: overview -->")]
    [InlineData("README.md", "<!-- end of figures -->", "", "README.md: a place for figures has no beginning or no end")]
    [InlineData("docs/bench.md", "* -->", "x -->", "docs/bench.md wants bench/results/split-x.json, which is not there")]
    public void A_place_that_cannot_be_filled_is_named(string path, string text, string other, string message)
    {
        Assert.Contains(text, Read(path), StringComparison.Ordinal);
        Write(path, Read(path).Replace(text, other, StringComparison.Ordinal));
        Assert.Equal((1, "", $"figures: {message}\n"), Figures(_folder.FullName));
    }

    [Fact]
    public void A_result_without_a_place_is_named()
    {
        Write("docs/bench.md", "no places\n");
        Assert.Equal((1, "", "figures: docs/bench.md has no place for split-small: <!-- figures: split-small -->\n"), Figures(_folder.FullName));
    }

    private void Make() => Assert.Equal((0, ""), (Figures(_folder.FullName).Exit, Figures(_folder.FullName).Errors));

    private static (int Exit, string Output, string Errors) Figures(params string[] arguments) => Run(arguments, []);

    private static (int Exit, string Output, string Errors) Run(string[] arguments, KeyValuePair<string, string>[] environment)
    {
        string folder = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory).Replace("/Kelf.Cli.Tests/", "/Kelf.Figures/", StringComparison.Ordinal);
        ProgramResult result = ProgramRun.Run("dotnet", SourceTree.Root, [Path.Combine(folder, "Kelf.Figures.dll"), .. arguments], [], environment);
        return (result.Exit, Encoding.UTF8.GetString(result.Output), result.Errors);
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(_folder.FullName, path));

    private void Write(string path, string text)
    {
        string file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
