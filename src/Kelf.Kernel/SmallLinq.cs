// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel;

/// <summary>
/// The methods of LINQ that are used most, as loops. The namespace is around all others of this assembly, so the compiler finds them here before it
/// looks into <c>System.Linq</c>, whose methods have a class for arrays, one for lists, one for a filter before them and so on, each for each pair of types:
/// 1.7 of 14.9 MB of the native program, for speed that nothing here needs.
/// </summary>
internal static class SmallLinq
{
    /// <summary>What becomes of each element.</summary>
    public static IEnumerable<TResult> Select<T, TResult>(this IEnumerable<T> source, Func<T, TResult> selector)
    {
        foreach (T item in source)
        {
            yield return selector(item);
        }
    }

    /// <summary>What becomes of each element at its place.</summary>
    public static IEnumerable<TResult> Select<T, TResult>(this IEnumerable<T> source, Func<T, int, TResult> selector)
    {
        int at = 0;
        foreach (T item in source)
        {
            yield return selector(item, at++);
        }
    }

    /// <summary>The elements of which something is true.</summary>
    public static IEnumerable<T> Where<T>(this IEnumerable<T> source, Func<T, bool> predicate)
    {
        foreach (T item in source)
        {
            if (predicate(item))
            {
                yield return item;
            }
        }
    }

    /// <summary>The elements of which something is true at their place.</summary>
    public static IEnumerable<T> Where<T>(this IEnumerable<T> source, Func<T, int, bool> predicate)
    {
        int at = 0;
        foreach (T item in source)
        {
            if (predicate(item, at++))
            {
                yield return item;
            }
        }
    }

    /// <summary>The elements of what each element leads to.</summary>
    public static IEnumerable<TResult> SelectMany<T, TResult>(this IEnumerable<T> source, Func<T, IEnumerable<TResult>> selector)
    {
        foreach (T item in source)
        {
            foreach (TResult inner in selector(item))
            {
                yield return inner;
            }
        }
    }

    /// <summary>What becomes of each pair of an element and one that it leads to.</summary>
    public static IEnumerable<TResult> SelectMany<T, TInner, TResult>(
        this IEnumerable<T> source, Func<T, IEnumerable<TInner>> inners, Func<T, TInner, TResult> selector)
    {
        foreach (T item in source)
        {
            foreach (TInner inner in inners(item))
            {
                yield return selector(item, inner);
            }
        }
    }
}
