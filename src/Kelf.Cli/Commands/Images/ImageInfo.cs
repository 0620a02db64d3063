// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Text;

using Kelf.Archives.Streams;
using Kelf.Cli.Terminal;
using Kelf.Kernel.Images;
using Kelf.Kernel.Images.Containers;
using Kelf.Kernel.Shared.Images;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Cli.Commands.Images;

/// <summary><c>kelf image info</c>, for people and for programs.</summary>
internal static class ImageInfo
{
    /// <summary>As lines.</summary>
    public static string Text(string path, ImageReport report, ImageLimits limits)
    {
        StringBuilder text = new();
        Line(text, "file", path);
        // Configurations and archives of headers have lines of their own.
        foreach (LayerReport layer in report.Layers.Where(layer => layer.Depth == 0 || layer.Container.Kind is not ("configuration" or "tar")))
        {
            Line(text, layer.Depth == 0 ? "kind" : "inside", Describe(layer, path));
            foreach (ContainerText header in layer.Container.Texts)
            {
                // The description of a system has a line for each of its properties.
                Lines(text, header.Name, header.Text);
            }
        }

        Line(text, "version", report.Banner ?? "none found");
        Line(text, "build ID", report.BuildId ?? "none");
        if (report.Module is { } module)
        {
            Line(text, "module", module);
        }

        if (report.Signature is { } signature)
        {
            Line(text, "signed", signature.ToString());
        }

        Line(text, "config", report.Configs is [var config, ..] ? Options(config, path) : "none");
        Line(text, "headers", report.Headers is [var headers, ..] ? Members(headers, path, limits) : "none");
        foreach (Diagnostic problem in report.Problems)
        {
            Line(text, "problem", problem.ToString());
        }

        return text.ToString();
    }

    /// <summary>As JSON.</summary>
    public static byte[] Json(string path, ImageReport report, ImageLimits limits) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("file", path);
        json.WriteStartArray("layers");
        foreach (LayerReport layer in report.Layers)
        {
            json.WriteStartObject();
            json.WriteString("path", layer.Path);
            json.WriteNumber("depth", layer.Depth);
            json.WriteString("kind", layer.Container.Kind);
            json.WriteString("details", layer.Container.Details);
            json.WriteString("part", layer.Part);
            json.WriteNumber("size", layer.Size);
            json.WriteString("compression", layer.Compression is { } format ? StreamDecoder.NameOf(format) : null);
            json.WriteNumber("compressedSize", layer.CompressedSize);
            json.WriteStartObject("texts");
            foreach (ContainerText header in layer.Container.Texts.DistinctBy(text => text.Name))
            {
                json.WriteString(header.Name, header.Text);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("version", report.Banner);
        json.WriteString("release", report.Release);
        json.WriteString("buildId", report.BuildId);
        json.WriteString("module", report.Module);
        json.WriteString("signature", report.Signature?.ToString());
        FindingList.Write(json, "configs", report.Configs);
        FindingList.Write(json, "headers", report.Headers);
        json.WriteString("headersRelease", report.Headers is [var headers, ..] ? RunningKernel.ReleaseOf(headers, limits) : null);
        DiagnosticJson.Write(json, "problems", report.Problems);
        WarningList.Current.WriteTo(json);
        json.WriteEndObject();
    });

    private static void Line(StringBuilder text, string name, string value) =>
        text.Append((name + ": ").PadRight(10)).Append(PrintableText.Of(value)).Append('\n');

    private static void Lines(StringBuilder text, string name, string value)
    {
        foreach (string line in value.Split('\n'))
        {
            Line(text, name, line);
        }
    }

    private static string Describe(LayerReport layer, string path) => string.Create(
        CultureInfo.InvariantCulture,
        $"{layer.Container.Kind}{(layer.Container.Details.Length > 0 ? $" ({layer.Container.Details})" : "")}, {layer.Size} bytes")
        + (layer.Compression is { } format
            ? string.Create(CultureInfo.InvariantCulture, $", from {layer.CompressedSize} of {StreamDecoder.NameOf(format)} ({Within(layer.Path, path)})")
            : layer.Part is not null ? $" ({Within(layer.Path, path)})" : "");

    private static string Options(ImageFinding config, string path)
    {
        (int set, int unset) = ConfigText.Count(config.Contents.Span);
        return string.Create(CultureInfo.InvariantCulture, $"{set} options set, {unset} not, {config.Contents.Length} bytes, found by {config.How} in {Within(config.Layer, path)}");
    }

    private static string Members(ImageFinding headers, string path, ImageLimits limits) => string.Create(
        CultureInfo.InvariantCulture,
        $"of Linux {RunningKernel.ReleaseOf(headers, limits) ?? "?"}, {headers.Raw.Length} bytes, {headers.Contents.Length} uncompressed, found by {headers.How} in {Within(headers.Layer, path)}");

    // Paths of layers begin with that of the file.
    private static string Within(string layer, string path) => layer.Length > path.Length + 2 ? layer[(path.Length + 2)..] : "the file";
}
