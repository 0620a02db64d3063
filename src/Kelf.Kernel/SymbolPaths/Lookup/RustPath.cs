// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

namespace Kelf.Kernel.SymbolPaths.Lookup;

/// <summary>Names of Rust without what is generic, as people ask for them.</summary>
/// <example><code>
/// &lt;kernel::sync::Arc&lt;u8&gt;&gt;::new                   kernel::sync::Arc::new
/// &lt;uapi::ids as core::default::Default&gt;::default   uapi::ids::default
/// kernel::set_param::&lt;bool&gt;                        kernel::set_param
/// </code></example>
internal static class RustPath
{
    /// <summary>The path in a readable name.</summary>
    public static string Of(string name)
    {
        // "<" at the beginning stands around a type; elsewhere around arguments.
        string rest = name;
        StringBuilder path = new();
        if (name.StartsWith('<') && End(name, 0) is var end and > 0)
        {
            string self = name[1..end];
            int trait = TraitIn(self);
            path.Append(Of(trait < 0 ? self : self[..trait]));
            rest = name[(end + 1)..];
        }

        for (int i = 0; i < rest.Length; i++)
        {
            if (rest[i] != '<')
            {
                path.Append(rest[i]);
                continue;
            }

            if (path.Length >= 2 && path[^1] == ':' && path[^2] == ':')
            {
                path.Length -= 2;
            }

            i = End(rest, i);
        }

        return path.ToString();
    }

    // Of "A as B" at no depth.
    private static int TraitIn(string self)
    {
        int depth = 0;
        for (int i = 0; i < self.Length; i++)
        {
            depth += Step(self, i);
            if (depth == 0 && string.CompareOrdinal(self, i, " as ", 0, 4) == 0)
            {
                return i;
            }
        }

        return -1;
    }

    // The ">" that closes a "<"; the last character if none does.
    private static int End(string text, int start)
    {
        int depth = 0;
        for (int i = start; i < text.Length; i++)
        {
            depth += Step(text, i);
            if (depth == 0)
            {
                return i;
            }
        }

        return text.Length - 1;
    }

    // "->" closes nothing.
    private static int Step(string text, int at) => text[at] switch
    {
        '<' => 1,
        '>' when at == 0 || text[at - 1] != '-' => -1,
        _ => 0,
    };
}
