// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Cli.Terminal;
using Kelf.Kernel.Kabi.Reports;
using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Cli.Commands.Kabi;

/// <summary>
/// Where reports go: standard output in one format, and files, each in its own. Files get their names when all are written.
/// </summary>
internal sealed class ReportOutputs
{
    private static readonly (string Name, ReportFormat Format)[] s_formats =
    [
        ("null", ReportFormat.Null), ("pretty", ReportFormat.Pretty), ("short", ReportFormat.Short), ("symbols", ReportFormat.Symbols),
        ("mod-symbols", ReportFormat.ModSymbols),
    ];

    private readonly List<(ReportFormat Format, string Path)> _files = [];
    private ReportFormat _standard = ReportFormat.Pretty;

    /// <summary>Takes a value of <c>--format</c>: <c>TYPE</c> or <c>TYPE:FILE</c>.</summary>
    /// <exception cref="SuseToolException">There is no such type.</exception>
    public void Add(string value)
    {
        int colon = value.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? value : value[..colon];
        int known = Array.FindIndex(s_formats, candidate => candidate.Name == name);
        if (known < 0)
        {
            throw new SuseToolException($"Unrecognized format '{name}'");
        }

        if (colon < 0)
        {
            _standard = s_formats[known].Format;
        }
        else
        {
            _files.Add((s_formats[known].Format, value[(colon + 1)..]));
        }
    }

    /// <summary>Writes the reports.</summary>
    /// <exception cref="UnwritableFileException">One cannot be written.</exception>
    public void Write(Action<IReadOnlyList<(ReportFormat Format, IByteSink Output)>> write)
    {
        List<OutputFile> opened = [];
        try
        {
            List<(ReportFormat, IByteSink)> outputs = [(_standard, new StandardOutputSink())];
            foreach ((ReportFormat format, string path) in _files)
            {
                if (path == "-")
                {
                    outputs.Add((format, new StandardOutputSink()));
                    continue;
                }

                opened.Add(OutputFile.Create(path, keepsTime: true));
                outputs.Add((format, opened[^1]));
            }

            write(outputs);
            opened.ForEach(file => file.Commit());
        }
        finally
        {
            opened.ForEach(file => file.Dispose());
        }
    }
}
