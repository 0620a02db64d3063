// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using System.Runtime.InteropServices;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Hashes;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Images;

/// <summary>
/// Unpacks headers into a directory that appears whole or not at all: they are written to a directory beside it that nobody else may
/// enter, which takes its name at the end. A marker in it says what it holds, so that the next run, and programs that use the
/// headers, see that nothing is missing.
/// </summary>
/// <param name="finding">The archive.</param>
/// <param name="limits">What it may hold.</param>
public sealed class HeaderTreeWriter(ImageFinding finding, ImageLimits limits)
{
    /// <summary>Name of the marker.</summary>
    public const string MarkerName = ".kheaders-complete";

    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode PublicMode = PrivateMode
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const ushort WritableByOthers = 0b010_010;

    /// <summary>Unpacks.</summary>
    /// <param name="target">The directory, which must not exist, or hold the same headers already.</param>
    /// <returns>How many files and links there are, and whether they were there already.</returns>
    /// <exception cref="RefusedException">The archive must not be unpacked, or the directory is another's.</exception>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public (int Count, bool WasThere) Write(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        using NativeBuffer archive = new(finding.Contents.Length, new ByteSource(finding.Layer));
        finding.Contents.Span.CopyTo(archive.Writable(0, finding.Contents.Length));
        HeaderTree tree = HeaderTree.Read(archive.Contents, limits);
        string marker = string.Create(CultureInfo.InvariantCulture, $"sha256 {Sha256.Text(finding.Raw.Span)}\nmembers {tree.Count}\n");
        string directory = target.TrimEnd('/') is { Length: > 0 } plain ? plain : target;
        if (FileIdentity.TryReadLink(directory) is { } existing)
        {
            CheckExisting(directory, existing, tree, marker);
            return (tree.Count, true);
        }

        try
        {
            WriteNew(tree, directory, marker);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableFileException(target, SystemMessage.Of(e));
        }

        return (tree.Count, false);
    }

    private static void CheckExisting(string directory, in FileIdentity status, HeaderTree tree, string marker)
    {
        const string Advice = "choose another directory, or remove this one";
        uint user = GetUser();
        if (!status.IsDirectory || status.Owner != user && status.Owner != 0 || (status.Mode & WritableByOthers) != 0)
        {
            throw new RefusedException(directory, $"exists, and is not a directory that only its owner, you or root, may write; {Advice}", HeadersKind.Target);
        }

        string path = Path.Combine(directory, MarkerName);
        if (FileIdentity.TryReadLink(path) is not { IsRegular: true } || !OutputFile.HasContents(path, System.Text.Encoding.UTF8.GetBytes(marker))
            || !IsWhole(directory, tree))
        {
            throw new RefusedException(directory, $"exists, and does not hold exactly these headers; {Advice}", HeadersKind.Target);
        }
    }

    // Programs that clean up temporary files leave directories with holes.
    private static bool IsWhole(string directory, HeaderTree tree) =>
        tree.Files.All(file => FileIdentity.TryReadLink(Path.Combine(directory, file.Name)) is { IsRegular: true } status
            && status.Size == (ulong)file.Contents.Length)
        && tree.Links.All(link => FileIdentity.TryReadLink(Path.Combine(directory, link.Name)) is { IsLink: true });

    private static void WriteNew(HeaderTree tree, string directory, string marker)
    {
        using TemporaryDirectory temporary = TemporaryDirectory.Create(directory, PrivateMode);
        Fill(tree, temporary, marker);
        temporary.TakePlace();
    }

    private static void Fill(HeaderTree tree, TemporaryDirectory temporary, string marker)
    {
        string root = temporary.Path;
        if (IsCaseInsensitive(root) && tree.CaseCollision() is { } names)
        {
            throw new RefusedException(names.Other, $"this file system takes it for {names.One}; unpack on another", HeadersKind.Case);
        }

        foreach (string name in tree.Directories)
        {
            using Lock.Scope held = Temporaries.Hold();
            Directory.CreateDirectory(Path.Combine(root, name), PublicMode);
        }

        foreach (HeaderFile file in tree.Files)
        {
            WriteFile(Path.Combine(root, file.Name), file.Contents.Span());
        }

        foreach (HeaderFile link in tree.Links)
        {
            using Lock.Scope held = Temporaries.Hold();
            File.CreateSymbolicLink(Path.Combine(root, link.Name), link.LinkTarget!);
        }

        WriteFile(Path.Combine(root, MarkerName), System.Text.Encoding.UTF8.GetBytes(marker));
        File.SetUnixFileMode(root, PublicMode & ~CurrentMask());
        // One call for all of them: after a crash the directory is whole or not there.
        using SafeFileHandle handle = File.OpenHandle(Path.Combine(root, MarkerName));
        _ = SyncFileSystem(handle);
    }

    private static void WriteFile(string path, ReadOnlySpan<byte> contents)
    {
        // Nothing appears in the directory while a signal has it removed.
        using Lock.Scope held = Temporaries.Hold();
        using FileStream stream = new(path, new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = FileMode,
        });
        stream.Write(contents);
    }

    private static bool IsCaseInsensitive(string directory)
    {
        string probe = Path.Combine(directory, "Case");
        WriteFile(probe, default);
        bool isInsensitive = File.Exists(Path.Combine(directory, "cASE"));
        File.Delete(probe);
        return isInsensitive;
    }

    // There is no way to ask but to set.
    private static UnixFileMode CurrentMask()
    {
        uint mask = SetMask(0b111_111);
        _ = SetMask(mask);
        return (UnixFileMode)mask;
    }

    [DllImport("libc", EntryPoint = "umask")]
    private static extern uint SetMask(uint mask);

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint GetUser();

    [DllImport("libc", EntryPoint = "syncfs")]
    private static extern int SyncFileSystem(SafeFileHandle file);
}
