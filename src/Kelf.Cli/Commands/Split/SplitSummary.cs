// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text.Json;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Split;

namespace Kelf.Cli.Commands.Split;

/// <summary>Says what splitting saved.</summary>
internal static class SplitSummary
{
    /// <summary>Prints the summary, if it is wanted.</summary>
    public static void Print(SplitArguments arguments, SplitPlan plan)
    {
        if (arguments.Json)
        {
            StandardOutput.Write(Json(plan, arguments));
        }
        else if (!arguments.Quiet && (arguments.Image is not null || arguments.InPlace))
        {
            StandardError.WriteLines(Lines(plan, arguments));
        }
    }

    /// <summary>The size of a number of bytes in MB or KB, for people.</summary>
    public static string Size(ulong bytes) => bytes >= 1_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} KB");

    private static IEnumerable<string> Lines(SplitPlan plan, SplitArguments arguments)
    {
        ulong before = (ulong)plan.Source.Image.Length;
        string output = arguments.Image ?? arguments.Input;
        if (plan.HasNothingToRemove)
        {
            yield return $"kelf: {arguments.Input}: nothing to remove: no relocations, no module information";
            yield break;
        }

        ulong after = (ulong)new FileInfo(output).Length;
        Savings savings = plan.Savings;
        string percent = (100.0 * (before - (double)after) / before).ToString("0.0", CultureInfo.InvariantCulture);
        yield return $"kelf: {output}: {Size(before)} -> {Size(after)}, {percent} % less";
        yield return $"  relocations of debugging information   {Size(savings.DebugBytes),10}  {savings.DebugSections} sections";
        yield return $"  relocations of what is loaded          {Size(savings.LoadedBytes),10}  {savings.LoadedSections} sections";
        yield return $"  zeros stored for .bss                  {Size(savings.DeadBytes),10}";
        yield return $"  module information                     {Size(savings.ModuleBytes),10}";
        yield return $"  symbols                                {savings.Symbols + savings.DeviceTables,10}";
    }

    private static byte[] Json(SplitPlan plan, SplitArguments arguments)
    {
        Savings savings = plan.Savings;
        return JsonText.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("image", arguments.Input);
            json.WriteNumber("size", plan.Source.Image.Length);
            json.WriteNumber("splitSize", plan.Image.Size);
            json.WriteString("layout", SplitLayoutNames.Of(plan.Image.Layout));
            json.WriteStartObject("removed");
            Write(json, "debugRelocations", savings.DebugSections, savings.DebugBytes);
            Write(json, "loadedRelocations", savings.LoadedSections, savings.LoadedBytes);
            json.WriteNumber("bssZeros", savings.DeadBytes);
            json.WriteNumber("moduleInformation", savings.ModuleBytes);
            json.WriteNumber("symbolsOfSections", savings.Symbols);
            json.WriteNumber("symbolsOfDeviceTables", savings.DeviceTables);
            json.WriteEndObject();
            WarningList.Current.WriteTo(json);
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, string name, int sections, ulong bytes)
    {
        json.WriteStartObject(name);
        json.WriteNumber("sections", sections);
        json.WriteNumber("bytes", bytes);
        json.WriteEndObject();
    }
}
