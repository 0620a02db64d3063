// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Images.Containers;

/// <summary>
/// U-Boot's FIT ("Flat Image Tree", <c>doc/usage/fit/source_file_format.rst</c>): a device tree whose nodes below
/// <c>/images</c> are kernels, ramdisks and device trees; their bytes are a property, or lie after the tree. Other
/// device trees are recognized too.
/// </summary>
internal static class FitImage
{
    private const string Images = "/images/";

    /// <summary>Looks for a tree.</summary>
    public static Container? Recognize(Region image)
    {
        if (!DeviceTree.IsTree(image))
        {
            return null;
        }

        try
        {
            DeviceTree tree = new(image);
            IReadOnlyList<DeviceTreeNode> nodes = tree.Nodes(levels: 2);
            return nodes.Any(node => node.Path == "/images") ? Of(image, tree, nodes)
                : new Container("device tree", nodes is [var root, ..] ? root.Text("model") ?? "" : "");
        }
        catch (MalformedFileException exception)
        {
            return new Container("device tree", "damaged") { Problem = exception.What };
        }
    }

    private static Container Of(Region image, DeviceTree tree, IReadOnlyList<DeviceTreeNode> nodes)
    {
        List<DeviceTreeNode> images = [.. nodes.Where(node => node.Path.StartsWith(Images, StringComparison.Ordinal))];
        PartList parts = new(image);
        string? chosen = DefaultKernel(nodes);
        // What is booted by default comes first; the many device trees are no news.
        foreach (DeviceTreeNode node in images.OrderByDescending(node => node.Path == chosen))
        {
            string type = node.Text("type") ?? "";
            bool isKernel = type is "kernel" or "kernel_noload";
            if ((isKernel || type == "ramdisk") && DataOf(image, tree, node) is { } data)
            {
                parts.Add(node.Path, data.Offset, data.Length, isKernel);
            }
        }

        if (nodes[0].Text("description") is { } description)
        {
            parts.AddText("name", System.Text.Encoding.UTF8.GetBytes(description));
        }

        return parts.Of("FIT", string.Create(CultureInfo.InvariantCulture, $"U-Boot, {images.Count} {(images.Count == 1 ? "image" : "images")}"));
    }

    // The configuration that is named, and the kernel that it names.
    private static string? DefaultKernel(IReadOnlyList<DeviceTreeNode> nodes)
    {
        string? configuration = nodes.FirstOrDefault(node => node.Path == "/configurations")?.Text("default");
        return nodes.FirstOrDefault(node => node.Path == $"/configurations/{configuration}")?.Text("kernel") is { } kernel
            ? Images + kernel
            : null;
    }

    // In the tree; at an offset from its end, which is a multiple of four; or at an offset from the file's beginning.
    private static (ulong Offset, ulong Length)? DataOf(Region image, DeviceTree tree, DeviceTreeNode node)
    {
        if (node.Properties.TryGetValue("data", out Region data))
        {
            return (data.SourceOffset - image.SourceOffset, (ulong)data.Length);
        }

        return node.Cell("data-size") is not { } size ? null
            : node.Cell("data-position") is { } position ? (position, size)
            : node.Cell("data-offset") is { } offset ? ((((ulong)tree.Size + 3) & ~3UL) + offset, size)
            : null;
    }
}
