// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Symvers;

/// <summary>Lines of a name and a value, and the tree below them.</summary>
internal sealed class ExplanationFacts(IByteSink output)
{
    /// <summary>Adds a line.</summary>
    public void Add(string name, string value)
    {
        ControlBytes.Escape(Encoding.UTF8.GetBytes($"{name + ":",-10}{(name.Length < 9 ? "" : " ")}{value}"), output);
        output.Write("\n"u8);
    }

    /// <summary>Adds a text as a tree, and an empty line behind it.</summary>
    public void Tree(ReadOnlySpan<byte> text)
    {
        ByteBuilder printable = new();
        ControlBytes.Escape(text, printable);
        output.Write("\n"u8);
        TextTree.Write(printable.Bytes, output);
        output.Write("\n"u8);
    }
}
