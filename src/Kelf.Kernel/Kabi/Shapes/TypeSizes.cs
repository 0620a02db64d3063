// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Types;

namespace Kelf.Kernel.Kabi.Shapes;

/// <summary>Sizes of types, and what they are without other names, in one file of a corpus.</summary>
internal sealed class TypeSizes(ShapeReader shapes, CorpusFile file)
{
    // A chain of typedefs of a kernel has five links at most.
    private const int LongestChain = 64;
    private const int MostWords = 4096;

    /// <summary>The size of a type in bytes; null where the records do not say it.</summary>
    public long? Of(TypeNode type)
    {
        long factor = 1;
        TypeNode? at = type;
        for (int link = 0; at is not null && link < LongestChain; link++)
        {
            switch (at.Kind)
            {
                case NodeKind.Array:
                    if (at.Count is not { } count || count < 0 || factor > int.MaxValue || count > int.MaxValue)
                    {
                        return null;
                    }

                    (factor, at) = (factor * count, at.Target);
                    break;
                case NodeKind.Qualified or NodeKind.Typedef or NodeKind.Variable:
                    at = at.Target;
                    break;
                case NodeKind.Reference:
                    at = Resolve(at);
                    break;
                case NodeKind.Pointer when at.Size is null:
                    // Clang does not say it.
                    return shapes.PointerSize * factor;
                default:
                    return at.Size is { } size && size >= 0 && size <= long.MaxValue / Math.Max(1, factor) ? size * factor : null;
            }
        }

        return null;
    }

    /// <summary>The type that a reference names; null when the file does not have it.</summary>
    public TypeNode? Resolve(TypeNode reference) =>
        shapes.Find(file, reference.Name) is >= 0 and int record ? shapes.Read(record) : null;

    /// <summary>A type behind its other names.</summary>
    public TypeNode Unnamed(TypeNode type)
    {
        for (int link = 0; link < LongestChain; link++)
        {
            TypeNode? next = type.Kind == NodeKind.Reference ? Resolve(type) : type.Kind == NodeKind.Typedef ? type.Target : null;
            if (next is null)
            {
                break;
            }

            type = next;
        }

        return type;
    }

    /// <summary>The words of a type with typedefs replaced by what they stand for; as they are where that would be many.</summary>
    public string Canonical(TypeNode type)
    {
        string[] words = [.. Expand(type.Words, LongestChain).Take(MostWords + 1)];
        return words.Length > MostWords ? type.Text : string.Join(' ', words);
    }

    private IEnumerable<string> Expand(IEnumerable<string> words, int links)
    {
        foreach (string word in words)
        {
            TypeNode? target = word.StartsWith("t#", StringComparison.Ordinal) && links > 0 && shapes.Find(file, word) is >= 0 and int record
                && shapes.Read(record) is { Kind: NodeKind.Typedef, Target: { } found } ? found : null;
            // One typedef leads to one more; two in its words would double what is written with each link.
            foreach (string inner in target is null ? [word] : Expand(target.Words, target.Words.Count(IsTypedef) > 1 ? 0 : links - 1))
            {
                yield return inner;
            }
        }
    }

    private static bool IsTypedef(string word) => word.StartsWith("t#", StringComparison.Ordinal);
}
