// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.Kernel.Shared.Files;

/// <summary>The system's words for a failed operation on a file, as C programs print them (<c>strerror</c>).</summary>
public static class SystemMessage
{
    private const int NoSuchFile = 2; // ENOENT
    private const int PermissionDenied = 13; // EACCES
    private const int BadAddress = 14; // EFAULT
    private const int FileTooLarge = 27; // EFBIG
    private const int LargestNumber = 4095; // of errno; greater values are not the system's

    /// <summary>The message for <c>EISDIR</c>.</summary>
    public static string IsDirectory => Marshal.GetPInvokeErrorMessage(21);

    /// <summary>The message for <c>ENOTDIR</c>.</summary>
    public static string NotDirectory => Marshal.GetPInvokeErrorMessage(20);

    /// <summary>The message without the path that the runtime adds to it.</summary>
    public static string Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => Marshal.GetPInvokeErrorMessage(NoSuchFile),
            // What the runtime makes of EFBIG: the limit of the file system, or of `ulimit -f`.
            ArgumentOutOfRangeException => Marshal.GetPInvokeErrorMessage(FileTooLarge),
            // The empty path.
            ArgumentException => Marshal.GetPInvokeErrorMessage(NoSuchFile),
            UnauthorizedAccessException { InnerException: IOException { HResult: > 0 and <= LargestNumber } inner } =>
                Marshal.GetPInvokeErrorMessage(inner.HResult),
            UnauthorizedAccessException => Marshal.GetPInvokeErrorMessage(PermissionDenied),
            // Bytes of a mapped file were to be written, and the file has them no more.
            IOException { HResult: BadAddress } => "an input file was truncated while it was read",
            IOException { HResult: > 0 and <= LargestNumber } => Marshal.GetPInvokeErrorMessage(exception.HResult),
            _ => exception.Message,
        };
    }
}
