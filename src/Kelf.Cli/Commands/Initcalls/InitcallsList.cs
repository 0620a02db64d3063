// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Initcalls;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Initcalls;

/// <summary>The initcalls in the order in which a kernel calls them, for people and for programs.</summary>
/// <example>
/// <code>
/// LEVEL   ORDER  FUNCTION              FILE
/// con         1  univ8250_console_init drivers/tty/serial/8250/8250_core.o
/// early       2  init_hw_perf_events   arch/x86/events/core.o
/// </code>
/// </example>
internal static class InitcallsList
{
    /// <summary>Prints the initcalls.</summary>
    public static void Print(InitcallOrder order, bool json)
    {
        if (json)
        {
            StandardOutput.Write(Json(order));
        }
        else
        {
            StandardOutput.WriteText(Table(order));
        }
    }

    private static string Table(InitcallOrder order)
    {
        Initcall[] initcalls = [.. InRunOrder(order)];
        string[] functions = [.. initcalls.Select(initcall => PrintableText.Of(initcall.Name.Function))];
        int width = Math.Max("FUNCTION".Length, functions.Select(function => function.Length).DefaultIfEmpty().Max());
        StringBuilder text = new();
        text.Append("LEVEL    ORDER  ").Append("FUNCTION".PadRight(width)).Append("  FILE\n");
        for (int i = 0; i < initcalls.Length; i++)
        {
            InitcallName name = initcalls[i].Name;
            text.Append(CultureInfo.InvariantCulture, $"{name.Level,-8}{Number(name, i),6}  ")
                .Append(functions[i].PadRight(width)).Append("  ").Append(PrintableText.Of(initcalls[i].File)).Append('\n');
        }

        return text.ToString();
    }

    // Order is null for levels that no kernel calls.
    private static byte[] Json(InitcallOrder order) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("initcalls");
        int index = 0;
        foreach (Initcall initcall in InRunOrder(order))
        {
            InitcallName name = initcall.Name;
            json.WriteStartObject();
            json.WriteString("level", name.Level);
            if (InitcallOrder.HasPlace(name.Level))
            {
                json.WriteNumber("order", index + 1);
            }
            else
            {
                json.WriteNull("order");
            }

            index++;
            json.WriteString("function", name.Function);
            json.WriteString("module", name.Module);
            json.WriteString("counter", name.Counter);
            json.WriteString("line", name.Line);
            json.WriteString("symbol", Encoding.UTF8.GetString(name.Bytes));
            json.WriteString("section", $"{InitcallName.SectionOf(name.Level)}..{Encoding.UTF8.GetString(name.Suffix)}");
            json.WriteString("file", initcall.File);
            json.WriteBoolean("isVariable", initcall.IsVariable);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WarningList.Current.WriteTo(json);
        json.WriteEndObject();
    });

    private static IEnumerable<Initcall> InRunOrder(InitcallOrder order) => order.LevelsInRunOrder.SelectMany(order.Of);

    private static string Number(InitcallName name, int index) =>
        InitcallOrder.HasPlace(name.Level) ? (index + 1).ToString(CultureInfo.InvariantCulture) : "never";
}
