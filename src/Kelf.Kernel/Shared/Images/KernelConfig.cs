// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Archives.Streams;
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Images;

/// <summary>The configuration of a built kernel, as its build directory has it for make: <c>include/config/auto.conf</c>.</summary>
public sealed class KernelConfig
{
    // Of all options there are 20,000; a line has 40 bytes.
    private const long LongestText = 1 << 23;

    private readonly HashSet<string> _set;

    private KernelConfig(HashSet<string> set)
    {
        _set = set;
    }

    /// <summary>Reads the configuration of a build directory.</summary>
    /// <returns>The configuration, or null when the directory has none.</returns>
    public static KernelConfig? Find(string directory)
    {
        try
        {
            string path = Path.Combine(directory, "include", "config", "auto.conf");
            return File.Exists(path)
                ? new KernelConfig([.. InputBytes.ReadLines(path).Where(IsSwitch)])
                : null;
        }
        // What cannot be read says nothing.
        catch (UnreadableFileException)
        {
            return null;
        }
    }

    /// <summary>Reads the configuration that a kernel carries (<c>CONFIG_IKCONFIG</c>).</summary>
    /// <param name="image">The linked image, with its symbols.</param>
    /// <returns>The configuration, or null when there is none, or none that can be read.</returns>
    public static KernelConfig? Find(Region image)
    {
        if (SymbolBounds.Find(image, "kernel_config_data", out _) is not { } bounds)
        {
            return null;
        }

        using GrowingBuffer text = new(image.Source.InSection("kernel_config_data"), LongestText);
        if (StreamDecoder.Decode(image.Slice(bounds.Offset, bounds.Length), StreamFormat.Gzip, text).Status != DecodeStatus.Done)
        {
            return null;
        }

        return Parse(Encoding.UTF8.GetString(text.Contents.Span()));
    }

    /// <summary>Reads the text of a configuration.</summary>
    public static KernelConfig Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new KernelConfig([.. text.Split('\n').Where(IsSwitch)]);
    }

    /// <summary>Whether an option is set to <c>y</c>.</summary>
    /// <param name="option">Its name, without <c>CONFIG_</c>.</param>
    public bool Has(string option) => _set.Contains($"CONFIG_{option}=y");

    /// <summary>Whether an option is set to <c>y</c>, or to <c>m</c>.</summary>
    /// <param name="option">Its name, without <c>CONFIG_</c>.</param>
    public bool IsSet(string option) => Has(option) || _set.Contains($"CONFIG_{option}=m");

    private static bool IsSwitch(string line) =>
        line.EndsWith("=y", StringComparison.Ordinal) || line.EndsWith("=m", StringComparison.Ordinal);
}
