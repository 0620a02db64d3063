// SPDX-License-Identifier: GPL-2.0-only
using Kelf.ObjectFiles.Bytes;

namespace Kelf.Kernel.Shared.Modules;

/// <summary>The signature at the end of a module, which is of all bytes before it (<c>include/linux/module_signature.h</c>).</summary>
internal static class ModuleSignature
{
    private static ReadOnlySpan<byte> Mark => "~Module signature appended~\n"u8;

    /// <summary>True when a file ends as a signed module does.</summary>
    public static bool IsIn(Region module) =>
        module.Length >= Mark.Length && module.Span((ulong)(module.Length - Mark.Length), Mark.Length).SequenceEqual(Mark);

    /// <summary>Refuses to change a module that is signed.</summary>
    /// <param name="module">The file.</param>
    /// <param name="advice">What to do instead.</param>
    /// <exception cref="RefusedException">It is.</exception>
    public static void Refuse(Region module, string advice)
    {
        if (IsIn(module))
        {
            throw new RefusedException(module.Source.File, $"the module is signed: {advice}");
        }
    }
}
