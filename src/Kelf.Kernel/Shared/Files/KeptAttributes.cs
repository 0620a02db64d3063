// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;
using System.Text;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Files;

/// <summary>What a file that replaces another takes over: mode, owner, group, extended attributes, as far as the user may.</summary>
internal static class KeptAttributes
{
    private const uint Permissions = 0b111_111_111_111;
    private const uint ActsAsOwner = 0b110_000_000_000; // set-user-ID, set-group-ID
    private const uint Unchanged = uint.MaxValue;

    private static readonly byte[] s_accessList = SystemCalls.NativePath("system.posix_acl_access");

    // They vouch for the bytes that the old file had.
    private static readonly HashSet<string> s_ofContents = ["security.ima", "security.evm", "security.capability"];

    /// <summary>Takes over everything.</summary>
    /// <param name="place">Path of the old file.</param>
    /// <param name="status">Its status.</param>
    /// <param name="file">The new file.</param>
    /// <param name="mode">Permissions that it shall have instead of the old ones, or null.</param>
    /// <exception cref="IOException">There is no room for an attribute, or the mode cannot be set.</exception>
    public static void TakeOver(byte[] place, in FileIdentity status, SafeFileHandle file, UnixFileMode? mode)
    {
        uint permissions = mode is { } wanted ? (uint)wanted : status.Mode & Permissions;
        FileIdentity own = FileIdentity.Of(file);
        // Before the mode: a new owner takes away what acts in his name.
        if ((own.Owner, own.Group) != (status.Owner, status.Group)
            && SystemCalls.ChangeOwner(file, status.Owner, status.Group) != 0)
        {
            _ = SystemCalls.ChangeOwner(file, Unchanged, status.Group);
            permissions &= mode is null ? ~ActsAsOwner : Permissions;
        }

        // One that the directory gives to new files. The old file's own comes with the other attributes.
        _ = SystemCalls.RemoveAttribute(file, s_accessList);
        SetMode(file, permissions);
        foreach (byte[] name in Names(place))
        {
            Copy(place, name, file);
        }
    }

    /// <summary>Sets the permissions.</summary>
    /// <exception cref="IOException">They cannot be set.</exception>
    public static void SetMode(SafeFileHandle file, uint mode)
    {
        if (SystemCalls.ChangeMode(file, mode) != 0)
        {
            throw SystemCalls.LastError();
        }
    }

    private static List<byte[]> Names(byte[] place)
    {
        nint size = SystemCalls.ListAttributes(place, null, 0);
        byte[] list = new byte[Math.Max(0, size)];
        size = size > 0 ? SystemCalls.ListAttributes(place, list, (nuint)list.Length) : 0;
        List<byte[]> names = [];
        for (Span<byte> rest = list.AsSpan(0, (int)Math.Max(0, size)); !rest.IsEmpty;)
        {
            int length = rest.IndexOf((byte)0) + 1;
            names.Add(rest[..length].ToArray());
            rest = rest[length..];
        }

        names.RemoveAll(name => s_ofContents.Contains(Encoding.UTF8.GetString(name.AsSpan(0, name.Length - 1))));
        return names;
    }

    private static void Copy(byte[] place, byte[] name, SafeFileHandle file)
    {
        nint size = SystemCalls.GetAttribute(place, name, null, 0);
        byte[] value = new byte[Math.Max(0, size)];
        size = size > 0 ? SystemCalls.GetAttribute(place, name, value, (nuint)value.Length) : size;
        // What may not be read or set by this user stays behind; what has no room is an error as that of any other byte.
        if (size >= 0 && SystemCalls.SetAttribute(file, name, value, (nuint)size, 0) != 0
            && Marshal.GetLastPInvokeError() is SystemCalls.NoSpace or SystemCalls.QuotaExceeded)
        {
            throw SystemCalls.LastError();
        }
    }
}
