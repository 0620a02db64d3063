// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Kernel.Shared.Images;

/// <summary>What a compiler made of a function, as it says after the function's name.</summary>
public enum VariantKind
{
    /// <summary><c>.isra.0</c>: a copy with other parameters (GCC's interprocedural scalar replacement of aggregates).</summary>
    OtherParameters,

    /// <summary><c>.constprop.0</c>, <c>.specialized.1</c>: a copy for constant arguments.</summary>
    ConstantArguments,

    /// <summary><c>.part.0</c>: what is left when the beginning is inlined into callers.</summary>
    Part,

    /// <summary><c>.cold</c>: blocks that seldom run, apart from the rest; no function of its own.</summary>
    Cold,

    /// <summary><c>.llvm.123</c>: the function itself, which ThinLTO made global.</summary>
    Promoted,

    /// <summary><c>.__uniq.123</c>: the function itself (<c>-funique-internal-linkage-names</c>).</summary>
    UniqueName,

    /// <summary><c>.lto_priv.0</c>: the function itself, which GCC's LTO told from others of its name.</summary>
    LtoPrivate,

    /// <summary><c>.localalias</c>: another name of the function, for calls in its file.</summary>
    LocalAlias,
}

/// <summary>The variants of functions that compilers make, by the names of their symbols.</summary>
/// <remarks>
/// <code>
/// foo.constprop.0.cold    of foo: ConstantArguments, then Cold
/// foo.123                 no variant: a static variable of a function
/// </code>
/// Sources: GCC's <c>clone_function_name</c> and its callers; LLVM's hot/cold splitting, function specialization and promotion.
/// </remarks>
public static class FunctionVariant
{
    private static readonly (string Suffix, VariantKind Kind)[] s_suffixes =
    [
        ("isra", VariantKind.OtherParameters), ("constprop", VariantKind.ConstantArguments), ("specialized", VariantKind.ConstantArguments),
        ("part", VariantKind.Part), ("cold", VariantKind.Cold), ("llvm", VariantKind.Promoted), ("__uniq", VariantKind.UniqueName),
        ("lto_priv", VariantKind.LtoPrivate), ("localalias", VariantKind.LocalAlias),
    ];

    /// <summary>The name of the function that a symbol is a variant of.</summary>
    /// <param name="name">A symbol's name.</param>
    /// <param name="kinds">What was made of the function, in the order of the suffixes; none for the function itself.</param>
    /// <returns>The name without the suffixes; the whole name if it is no variant.</returns>
    public static ReadOnlySpan<byte> FunctionOf(ReadOnlySpan<byte> name, out IReadOnlyList<VariantKind> kinds)
    {
        kinds = [];
        int dot = name.IndexOf((byte)'.');
        if (dot <= 0)
        {
            return name;
        }

        string[] words = Encoding.Latin1.GetString(name[(dot + 1)..]).Split('.');
        List<VariantKind> found = [];
        for (int i = 0; i < words.Length; i++)
        {
            int suffix = Array.FindIndex(s_suffixes, item => item.Suffix == words[i]);
            if (suffix < 0)
            {
                return name;
            }

            found.Add(s_suffixes[suffix].Kind);
            // LLVM may write the name of a source there.
            bool hasNumber = i + 1 < words.Length
                && (words[i + 1].All(char.IsAsciiDigit) || (words[i] == "llvm" && Array.TrueForAll(s_suffixes, item => item.Suffix != words[i + 1])));
            i += hasNumber ? 1 : 0;
        }

        kinds = found;
        return name[..dot];
    }

    /// <summary>In words, the last suffix first: <c>cold part of a copy for constant arguments</c>.</summary>
    public static string Describe(IReadOnlyList<VariantKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        return string.Join(" of a ", kinds.Reverse().Select(kind => kind switch
        {
            VariantKind.OtherParameters => "copy with other parameters",
            VariantKind.ConstantArguments => "copy for constant arguments",
            VariantKind.Part => "part that is not inlined",
            VariantKind.Cold => "cold part",
            VariantKind.Promoted => "local function that LTO made global",
            VariantKind.UniqueName => "local function with a unique name",
            VariantKind.LtoPrivate => "local function that LTO renamed",
            _ => "alias for calls in its file",
        }));
    }
}
