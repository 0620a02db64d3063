// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Symvers.TypeStrings;
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Symvers.Explain;

/// <summary>Lines of a name and a value, and the tree below them.</summary>
internal sealed class ExplanationFacts(IByteSink output)
{
    /// <summary>Adds a line.</summary>
    public void Add(string name, string value)
    {
        string line = PrintableText.Of($"{name + ":",-10}{(name.Length < 9 ? "" : " ")}{value}");
        output.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }

    /// <summary>Adds a text as a tree, and an empty line after it.</summary>
    public void Tree(ReadOnlySpan<byte> text)
    {
        output.Write("\n"u8);
        TextTree.Write(Encoding.UTF8.GetBytes(PrintableText.Of(text)), output);
        output.Write("\n"u8);
    }
}
