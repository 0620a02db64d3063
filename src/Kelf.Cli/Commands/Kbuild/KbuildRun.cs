// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Cli.Terminal;
using Kelf.Kernel.Kbuild;

namespace Kelf.Cli.Commands.Kbuild;

/// <summary>Runs of <c>kelf kbuild</c>.</summary>
internal static class KbuildRun
{
    private const string All = "all";

    /// <summary>Lets a tree use kelf.</summary>
    /// <param name="path">The tree.</param>
    /// <param name="tools">Names of tools, with commas or without, or null.</param>
    /// <param name="program">The program, or null for this one.</param>
    /// <returns>The exit status.</returns>
    public static int Enable(string path, IReadOnlyList<string>? tools, string? program)
    {
        string[] names = [.. (tools ?? []).SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries))];
        if (names.FirstOrDefault(name => name != All && !KbuildSwitch.ToolNames.Contains(name)) is { } unknown)
        {
            Voice.Kelf.Error($"--tools: there is no tool '{unknown}': {string.Join(", ", KbuildSwitch.ToolNames)}");
            return ExitStatus.WrongUsage;
        }

        if (tools is not null && names.Length == 0)
        {
            Voice.Kelf.Error("--tools: no tool is named; to take all back: kelf kbuild disable");
            return ExitStatus.WrongUsage;
        }

        KbuildSwitch tree = KbuildSwitch.Open(path);
        tree.Enable(names.Contains(All) ? tree.UsefulTools : tools is null ? null : names, program ?? Environment.ProcessPath!);
        StandardOutput.WriteText(Text(path, tree.Look()));
        return ExitStatus.Done;
    }

    /// <summary>Tells what a tree has of kelf.</summary>
    /// <param name="path">The tree.</param>
    /// <param name="objects">An object tree of it, or null.</param>
    /// <param name="arch">A machine, or null.</param>
    /// <param name="json">Whether as JSON.</param>
    /// <returns>The exit status: 1 when it uses nothing, or when a part of the change got lost or was altered.</returns>
    public static int Status(string path, string? objects, string? arch, bool json)
    {
        if (objects is not null && arch is not null)
        {
            Voice.Kelf.Error("--arch: the object tree says for which machine it is");
            return ExitStatus.WrongUsage;
        }

        KbuildMachine? machine = objects is not null ? KbuildMachine.OfObjects(objects) : arch is not null ? KbuildMachine.Of(arch) : null;
        KbuildState state = KbuildSwitch.Open(path).Look(machine);
        if (json)
        {
            StandardOutput.Write(Json(path, state, machine));
        }
        else
        {
            StandardOutput.WriteText(Text(path, state, machine));
        }

        return state is { IsEnabled: true, Damaged: [], Altered: [] } ? ExitStatus.Done : ExitStatus.Failed;
    }

    /// <summary>Takes kelf out of a tree.</summary>
    /// <returns>The exit status: 1 when something of kelf's that was altered is left.</returns>
    public static int Disable(string path)
    {
        KbuildSwitch tree = KbuildSwitch.Open(path);
        tree.Disable();
        KbuildState state = tree.Look();
        StandardOutput.WriteText(Text(path, state));
        return state.Altered.Count == 0 ? ExitStatus.Done : ExitStatus.Failed;
    }

    private static string Text(string path, KbuildState state, KbuildMachine? machine = null)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{path}: Linux {state.Version}, built with {(state.IsEnabled ? state.Program ?? "kelf" : "its own tools")}\n");
        if (machine is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"  for          {machine.Name}{(machine.Directory is null ? "" : $", as configured in {machine.Directory}")}\n");
        }

        if (state is { IsEnabled: true, NotTried: { } release })
        {
            text.Append(CultureInfo.InvariantCulture, $"  not tried with {release}: on is what finds all that it needs in this tree\n");
        }

        foreach (KbuildToolState tool in state.IsEnabled || machine is not null ? state.Tools : [])
        {
            string use = tool.Replaces is null || tool.Idle is not null ? "-" : tool.IsOn ? "on" : "off";
            string replaced = tool.Replaces is null ? ": nothing to replace in this kernel" : tool.Idle is { } idle ? $": {idle}" : $", for {tool.Replaces}";
            text.Append(CultureInfo.InvariantCulture, $"  {tool.Name,-12} {use,-4} {tool.Purpose}{replaced}\n");
        }

        foreach (string file in state.Added)
        {
            text.Append(CultureInfo.InvariantCulture, $"  added        {file}\n");
        }

        foreach ((string file, int lines) in state.Edited)
        {
            text.Append(CultureInfo.InvariantCulture, $"  changed      {file}, {lines} {(lines == 1 ? "line" : "lines")}\n");
        }

        foreach (string damage in state.Damaged)
        {
            text.Append(CultureInfo.InvariantCulture, $"  damaged      {damage}; kelf kbuild enable, or disable, mends it\n");
        }

        foreach (string alteration in state.Altered)
        {
            text.Append(CultureInfo.InvariantCulture, $"  altered      {alteration}, and left alone; remove it, or restore it\n");
        }

        return text.ToString();
    }

    private static byte[] Json(string path, KbuildState state, KbuildMachine? machine) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("tree", path);
        json.WriteString("version", state.Version);
        json.WriteBoolean("isTried", state.NotTried is null);
        json.WriteBoolean("isEnabled", state.IsEnabled);
        json.WriteString("program", state.Program);
        json.WriteString("machine", machine?.Name);
        json.WriteStartArray("tools");
        foreach (KbuildToolState tool in state.Tools)
        {
            json.WriteStartObject();
            json.WriteString("name", tool.Name);
            json.WriteString("replaces", tool.Replaces);
            json.WriteBoolean("isOn", tool.IsOn);
            json.WriteString("idle", tool.Idle);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("changed");
        foreach ((string file, int lines) in state.Edited)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteNumber("lines", lines);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteList("added", state.Added);
        WriteList("damaged", state.Damaged);
        WriteList("altered", state.Altered);
        json.WriteEndObject();

        void WriteList(string name, IReadOnlyList<string> items)
        {
            json.WriteStartArray(name);
            foreach (string item in items)
            {
                json.WriteStringValue(item);
            }

            json.WriteEndArray();
        }
    });
}
