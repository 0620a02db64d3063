// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Shared;

namespace Kelf.Kernel.Initcalls;

/// <summary>
/// The linker script that puts initcalls in order when LTO has brought them out of it: every initcall has a section of its
/// own then, and the script lists them.
/// </summary>
/// <example>
/// <code>
/// SECTIONS {
/// 	.initcall6.init : {
/// 		*(.initcall6.init..kmod_one__7_10_one_a) ;
/// 	}
/// }
/// </code>
/// </example>
public static class InitcallsScript
{
    /// <summary>Writes the script, byte for byte as the kernel's <c>generate_initcall_order.pl</c>.</summary>
    public static void Write(InitcallOrder order, IByteSink output)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(output);
        output.Write("SECTIONS {\n"u8);
        foreach (string level in order.Levels)
        {
            byte[] section = Encoding.UTF8.GetBytes(InitcallName.SectionOf(level));
            output.Write("\t"u8);
            output.Write(section);
            output.Write(" : {\n"u8);
            foreach (Initcall initcall in order.Of(level))
            {
                output.Write("\t\t*("u8);
                output.Write(section);
                output.Write(".."u8);
                output.Write(initcall.Name.Suffix);
                output.Write(") ;\n"u8);
            }

            output.Write("\t}\n"u8);
        }

        output.Write("}\n"u8);
    }
}
