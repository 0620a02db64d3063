// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Lines.Tables;

/// <summary>
/// The paths of <c>gen_lineinfo</c> in version 7 of the proposal: what libdw says, cut to begin at a directory of the tree if one is
/// found. Nothing is folded.
/// </summary>
internal static class OriginalPath
{
    private static readonly byte[][] s_directories =
    [
        .. "arch block certs crypto drivers fs include init io_uring ipc kernel lib mm net rust samples scripts security sound tools usr virt"
            .Split(' ').Select(name => (byte[])[.. name.Select(letter => (byte)letter), (byte)'/']),
    ];

    /// <summary>The path of a file as the table has it.</summary>
    /// <param name="path">As libdw says it.</param>
    /// <param name="compilationDirectory">That of its unit; empty when it has none.</param>
    public static byte[] Of(ReadOnlySpan<byte> path, ReadOnlySpan<byte> compilationDirectory)
    {
        if (path.StartsWith("/"u8))
        {
            return (BelowDirectory(path, compilationDirectory) is { Length: > 0 } below ? below
                : AtTree(path) is { Length: > 0 } inTree ? inTree
                : path[(path.LastIndexOf((byte)'/') + 1)..]).ToArray();
        }

        // libdw may say "a/b.c/a/b.c" of a file of a relocatable object.
        int middle = path.Length / 2;
        if (path.Length > 1 && path[middle] == '/' && path[(middle + 1)..].SequenceEqual(path[..middle]))
        {
            return path[(middle + 1)..].ToArray();
        }

        if (!path.Contains((byte)'/') && compilationDirectory.StartsWith("/"u8))
        {
            byte[] whole = [.. compilationDirectory, (byte)'/', .. path];
            if (AtTree(whole) is { Length: > 0 } inTree)
            {
                return inTree.ToArray();
            }
        }

        return path.ToArray();
    }

    // A bare name below it is of a directory in the tree.
    private static ReadOnlySpan<byte> BelowDirectory(ReadOnlySpan<byte> path, ReadOnlySpan<byte> directory) =>
        !directory.IsEmpty && path.Length > directory.Length && path[directory.Length] == '/' && path.StartsWith(directory)
            && path[(directory.Length + 1)..] is var below && below.Contains((byte)'/')
            ? below
            : default;

    // From the first component that is a directory of the tree.
    private static ReadOnlySpan<byte> AtTree(ReadOnlySpan<byte> path)
    {
        for (int at = 1; at < path.Length; at++)
        {
            if (path[at - 1] != '/')
            {
                continue;
            }

            foreach (byte[] directory in s_directories)
            {
                if (path[at..].StartsWith(directory))
                {
                    return path[at..];
                }
            }
        }

        return default;
    }
}
