// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Cli.Tests.Jobserver;

/// <summary>
/// Counts the threads that work, over all kelf processes of a directory, as long as something runs. A thread counts when it is
/// there at two looks in a row: then all that count were there at once, and what is just ending does not count.
/// </summary>
internal sealed class KelfThreads(string folder)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(30);

    private readonly Dictionary<int, int[]> _before = [];

    /// <summary>The most threads that were at work in one process.</summary>
    public int MostInOne { get; private set; }

    /// <summary>The most threads that were at work in all processes together.</summary>
    public int MostInAll { get; private set; }

    /// <summary>Counts until a task ends.</summary>
    public void Watch(Task run)
    {
        while (!run.Wait(s_pause))
        {
            Look();
        }
    }

    /// <summary>Looks once.</summary>
    public void Look()
    {
        Dictionary<int, int[]> now = [];
        foreach (int process in Processes())
        {
            now[process] = Threads(process);
        }

        int all = 0;
        foreach ((int process, int[] threads) in now)
        {
            // One that does not work: the runtime's finalizer.
            int working = _before.TryGetValue(process, out int[]? earlier) ? threads.Intersect(earlier).Count() - 1 : 0;
            MostInOne = Math.Max(MostInOne, working);
            all += Math.Max(working, 0);
        }

        MostInAll = Math.Max(MostInAll, all);
        _before.Clear();
        foreach ((int process, int[] threads) in now)
        {
            _before.Add(process, threads);
        }
    }

    private IEnumerable<int> Processes() =>
        from path in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out _)
        where Target(Path.Combine(path, "cwd")) == folder && Path.GetFileName(Target(Path.Combine(path, "exe"))) == "kelf"
        select int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture);

    private static int[] Threads(int process)
    {
        try
        {
            return
            [
                .. from path in Directory.EnumerateDirectories($"/proc/{process}/task")
                   where File.ReadAllText(Path.Combine(path, "comm")) != ".NET SigHandler\n"
                   select int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture),
            ];
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return [];
        }
    }

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
