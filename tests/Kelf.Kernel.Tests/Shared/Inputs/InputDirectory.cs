// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared.Inputs;
using Kelf.ObjectFiles.Bytes;
using Kelf.TestSupport;

namespace Kelf.Kernel.Tests.Shared.Inputs;

/// <summary>
/// A directory with a short text in each kind of place where an object may be: what an input reads is compared with that.
/// </summary>
internal sealed class InputDirectory : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-inputs-");

    public string Root => _folder.FullName;

    public string At(string name) => Path.Combine(Root, name);

    public string Write(string name, string text) => Write(name, Encoding.ASCII.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    /// <summary>What a compressor makes of a text.</summary>
    public static byte[] Packed(string suffix, byte[] contents) => suffix switch
    {
        ".gz" => BootImages.Gzip(contents),
        ".xz" => BootImages.Xz(contents),
        ".zst" => Packing.ZstdFrame(contents),
        _ => contents,
    };

    /// <summary>The text that an input has.</summary>
    public static string Text(ObjectInput input)
    {
        using OpenedObject opened = input.Open(DecompressionLimit.Standard);
        return Text(opened);
    }

    public static string Text(OpenedObject opened) => Encoding.ASCII.GetString(opened.Contents.Span());

    public void Dispose() => _folder.Delete(recursive: true);
}
