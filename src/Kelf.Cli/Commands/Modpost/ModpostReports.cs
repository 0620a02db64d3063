// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using System.Text.Json;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Modules;
using Kelf.Kernel.Modpost.Reports;

namespace Kelf.Cli.Commands.Modpost;

/// <summary>What a run prints beside what it writes: who uses which export, or dependencies of packages.</summary>
internal static class ModpostReports
{
    private const string Debian = "deb";
    private const string Rpm = "rpm";
    private const string Suse = "suse";

    private static readonly Option<string> s_report = new Option<string>("--report")
    {
        Description = "Print all exports with the modules that use them, and which nobody uses: exports",
        HelpName = "REPORT",
    }.AcceptOnlyFromAmong("exports");

    private static readonly Option<bool> s_json = new("--json") { Description = "Print the report as JSON" };

    private static readonly Option<string> s_provides = new("--provides")
    {
        Description = "Print what packages provide: rpm (Fedora, RHEL) or suse, with versions of symbols",
        HelpName = "FORMAT",
    };

    private static readonly Option<string> s_requires = new("--requires")
    {
        Description = "Print what packages of these modules need: rpm or suse",
        HelpName = "FORMAT",
    };

    private static readonly Option<string> s_flavour = new("--flavour")
    {
        Description = "Flavour of the kernel in lines of suse: default",
        HelpName = "NAME",
    };

    /// <summary>The options.</summary>
    public static IEnumerable<Option> Options => [s_report, s_json, s_provides, s_requires, s_flavour];

    /// <summary>Refuses what cannot be printed.</summary>
    public static void Refuse(CommandResult result)
    {
        string? provides = result.GetValue(s_provides), requires = result.GetValue(s_requires);
        RefuseFormat(result, s_provides.Name, provides);
        RefuseFormat(result, s_requires.Name, requires);
        string[] given = [.. new[] { (s_report.Name, result.GetValue(s_report)), (s_provides.Name, provides), (s_requires.Name, requires) }
            .Where(option => option.Item2 is not null).Select(option => option.Item1)];
        if (given.Length > 1)
        {
            result.AddError($"options '{given[0]}' and '{given[1]}' both print to standard output: ask for one of them");
        }

        if (result.GetValue(s_json) && result.GetValue(s_report) is null)
        {
            result.AddError("option '--json' is for '--report'");
        }

        bool hasFlavour = !string.IsNullOrEmpty(result.GetValue(s_flavour));
        if (hasFlavour != (provides == Suse || requires == Suse))
        {
            result.AddError(hasFlavour ? "option '--flavour' is for format suse" : "format suse needs option '--flavour': it is part of each line");
        }
    }

    /// <summary>What prints the report that was asked for; null without one.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isExternal">Whether the modules are built outside of the kernel's tree.</param>
    public static Action<IReadOnlyList<ModpostModule>, NameTable>? Bind(ParseResult parsed, bool isExternal)
    {
        if (parsed.GetValue(s_report) is not null)
        {
            return parsed.GetValue(s_json)
                ? (modules, names) => StandardOutput.Write(JsonText.Write(json => Write(json, ExportReport.Of(modules, names))))
                : (modules, names) => StandardOutput.WriteText(TextOf(ExportReport.Of(modules, names)));
        }

        string flavour = parsed.GetValue(s_flavour) ?? "";
        return (parsed.GetValue(s_provides), parsed.GetValue(s_requires)) switch
        {
            (Rpm, _) => Lines(dependencies => dependencies.Provides()),
            (Suse, _) => Lines(dependencies => dependencies.ProvidesOfFlavour(flavour)),
            (_, Rpm) => Lines(dependencies => dependencies.Requires()),
            (_, Suse) => Lines(dependencies => dependencies.RequiresOfFlavour(flavour)),
            _ => null,
        };

        Action<IReadOnlyList<ModpostModule>, NameTable> Lines(Func<PackageDependencies, IEnumerable<string>> choose) => (modules, names) =>
            StandardOutput.Write(Latin1.Bytes(string.Concat(choose(new PackageDependencies(modules, names, isExternal)).Select(line => line + "\n"))));
    }

    private static void RefuseFormat(CommandResult result, string option, string? format)
    {
        switch (format)
        {
            case null or Rpm or Suse:
                break;
            case Debian:
                result.AddError($"option '{option}' has no format {Debian}: names in dependencies of Debian packages have lower-case letters, "
                    + "digits, '+', '-' and '.' only, and symbols have '_' and capitals (Debian policy, 5.6.1 and 7.5)");
                break;
            default:
                result.AddError($"option '{option}' takes {Rpm} or {Suse}, not '{format}'");
                break;
        }
    }

    private static string TextOf(IReadOnlyList<ExportUse> exports)
    {
        StringBuilder text = new();
        foreach (ExportUse export in exports)
        {
            text.Append(export.Name).Append(": ").Append(export.Owner).Append(export.IsGplOnly ? ", GPL only" : "")
                .Append(export.Namespace.Length > 0 ? $", namespace {export.Namespace}" : "")
                .Append(export.Users.Count > 0 ? "\n" : ", never used\n");
            foreach (string user in export.Users)
            {
                text.Append("    ").Append(user).Append('\n');
            }
        }

        int unused = exports.Count(export => export.Users.Count == 0);
        return text.Append(CultureInfo.InvariantCulture, $"{exports.Count} exports, {unused} never used\n").ToString();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<ExportUse> exports)
    {
        json.WriteStartObject();
        json.WriteStartArray("exports");
        foreach (ExportUse export in exports)
        {
            json.WriteStartObject();
            json.WriteString("name", export.Name);
            json.WriteString("owner", export.Owner);
            json.WriteBoolean("gplOnly", export.IsGplOnly);
            json.WriteString("namespace", export.Namespace);
            if (export.Version is { } version)
            {
                json.WriteString("version", string.Create(CultureInfo.InvariantCulture, $"0x{version:x8}"));
            }
            else
            {
                json.WriteNull("version");
            }

            json.WriteStartArray("users");
            foreach (string user in export.Users)
            {
                json.WriteStringValue(user);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("neverUsed", exports.Count(export => export.Users.Count == 0));
        json.WriteEndObject();
    }
}
