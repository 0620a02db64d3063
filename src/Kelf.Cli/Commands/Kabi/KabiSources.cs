// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Snapshots;
using Kelf.Kernel.Kabi.Sources;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Threads;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>The options of all that reads kernels, and how it reads them.</summary>
internal sealed class KabiSources
{
    private readonly Option<string> _maxDecompressed = MaxDecompressedOption.Create();
    private readonly Option<int?> _jobs = JobsOption.Create();
    private readonly Option<bool> _stable = new("--stable", "-s")
    {
        Description = "Apply the kABI rules of objects: types as they are published, not as they are",
    };

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_stable);
        command.Options.Add(_jobs);
        AddLimit(command);
        command.Validators.Add(result => JobsOption.Refuse(result, _jobs));
    }

    /// <summary>Gives a command that reads modules alone the option of what each may expand to.</summary>
    public void AddLimit(Command command)
    {
        command.Options.Add(_maxDecompressed);
        command.Validators.Add(result => MaxDecompressedOption.Refuse(result, _maxDecompressed));
    }

    /// <summary>What each file may expand to.</summary>
    public DecompressionLimit Limit(ParseResult parsed) => MaxDecompressedOption.Bind(parsed, _maxDecompressed);

    /// <summary>Reads kernels, each from one source or several, and says what follows from them. What is wrong with one is trouble: status 2.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="kernels">The sources of each.</param>
    /// <param name="use">What is done with them.</param>
    /// <returns>The exit status.</returns>
    public int Read(ParseResult parsed, IReadOnlyList<IReadOnlyList<string>> kernels, Func<IReadOnlyList<Snapshot>, int> use) =>
        Read(parsed, read => use([.. kernels.Select(read)]));

    /// <summary>The same for kernels of one source each, which are read one after the other, when they are asked for.</summary>
    public int ReadEach(ParseResult parsed, Func<Func<string, Snapshot>, int> use) => Read(parsed, read => use(source => read([source])));

    private int Read(ParseResult parsed, Func<Func<IReadOnlyList<string>, Snapshot>, int> use)
    {
        using WorkerSource workers = CommandWorkers.Find(parsed.GetValue(_jobs));
        SnapshotReader reader = new(new SourceOptions
        {
            Limit = Limit(parsed),
            Workers = workers,
            Times = RunTimes.Current,
            Stable = parsed.GetValue(_stable),
            Warn = WarningList.Current.Add,
        });
        return KabiTroubleException.Run(() => use(sources =>
        {
            Snapshot snapshot = reader.Read(sources);
            foreach (string warning in snapshot.Types?.Warnings ?? [])
            {
                WarningList.Current.Add(Diagnostic.Warning(WarningKind.UnresolvedType, warning.Replace("WARNING: ", "", StringComparison.Ordinal)));
            }

            return snapshot;
        }));
    }
}
