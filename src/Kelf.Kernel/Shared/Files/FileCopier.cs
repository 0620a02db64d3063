// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

using Kelf.ObjectFiles.Bytes;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Files;

/// <summary>
/// Copies ranges of a file in the cheapest way that its file system offers: as references to the same blocks
/// (<c>FICLONERANGE</c> of Btrfs, XFS, bcachefs), inside the kernel (<c>copy_file_range</c>), or byte for byte from memory.
/// </summary>
public sealed class FileCopier : IDisposable
{
    private const ulong CloneRange = 0x4020940d; // _IOW(0x94, 13, struct file_clone_range)
    private const ulong BlockSize = 4096;
    // The kernel copies by steps of 64 KiB: at their multiples it writes large folios, which is faster by a third.
    private const ulong Alignment = 1 << 16;
    private const int Portion = 1 << 30; // copy_file_range takes at most 2 GiB at a time

    private readonly Region _contents;
    private readonly SafeFileHandle _source;
    private bool _canClone = true;
    private bool _canCopyInside = true;

    /// <summary>Opens the source.</summary>
    /// <param name="contents">The whole file, mapped; its source names it.</param>
    /// <exception cref="UnreadableFileException">It cannot be opened again.</exception>
    public FileCopier(Region contents)
    {
        _contents = contents;
        try
        {
            _source = File.OpenHandle(contents.Source.File);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(contents.Source.File, SystemMessage.Of(e));
        }
    }

    /// <summary>Copies a range.</summary>
    /// <param name="offset">Where it starts in the source.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="target">The file to copy to.</param>
    /// <param name="targetOffset">Where it starts there.</param>
    /// <exception cref="MalformedFileException">The range is not inside the source.</exception>
    /// <exception cref="UnwritableFileException">The target cannot be written.</exception>
    public void Copy(ulong offset, ulong length, OutputFile target, ulong targetOffset)
    {
        ArgumentNullException.ThrowIfNull(target);
        _ = _contents.Slice(offset, length);
        ulong cloned = Clone(offset, length, target, targetOffset);
        (offset, length, targetOffset) = (offset + cloned, length - cloned, targetOffset + cloned);
        while (length > 0)
        {
            ulong copied = CopyInside(offset, length, target, targetOffset);
            if (copied == 0)
            {
                copied = Math.Min(length, Portion);
                target.WriteAt(targetOffset, _contents.Span(offset, (int)copied));
            }

            (offset, length, targetOffset) = (offset + copied, length - copied, targetOffset + copied);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    // Whole blocks only, at equal distances from the beginnings of blocks.
    private ulong Clone(ulong offset, ulong length, OutputFile target, ulong targetOffset)
    {
        ulong blocks = length / BlockSize * BlockSize;
        if (!_canClone || blocks == 0 || offset % BlockSize != 0 || target.PlaceOf(targetOffset) % BlockSize != 0)
        {
            return 0;
        }

        CloneRequest request = new()
        {
            Source = _source.DangerousGetHandle(),
            Offset = offset,
            Length = blocks,
            TargetOffset = target.PlaceOf(targetOffset),
        };
        _canClone = Control(target.Handle, CloneRange, ref request) == 0;
        return _canClone ? blocks : 0;
    }

    private ulong CopyInside(ulong offset, ulong length, OutputFile target, ulong targetOffset)
    {
        if (!_canCopyInside)
        {
            return 0;
        }

        long from = (long)offset;
        long to = (long)target.PlaceOf(targetOffset);
        ulong portion = Math.Min(length, Portion);
        if (length > Alignment && (ulong)to % Alignment != 0)
        {
            portion = Alignment - ((ulong)to % Alignment);
        }

        nint copied = CopyFileRange(_source, ref from, target.Handle, ref to, (nuint)portion, 0);
        // What the error means does not matter: writing the bytes ourselves works, or tells why it does not.
        _canCopyInside = copied > 0;
        return copied > 0 ? (ulong)copied : 0;
    }

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int Control(SafeFileHandle file, ulong request, ref CloneRequest argument);

    [DllImport("libc", EntryPoint = "copy_file_range")]
    private static extern nint CopyFileRange(
        SafeFileHandle source, ref long offset, SafeFileHandle target, ref long targetOffset, nuint length, uint flags);

    /// <summary><c>struct file_clone_range</c> of linux/fs.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct CloneRequest
    {
        public long Source;
        public ulong Offset;
        public ulong Length;
        public ulong TargetOffset;
    }
}
