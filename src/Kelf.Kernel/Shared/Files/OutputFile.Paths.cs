// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Microsoft.Win32.SafeHandles;

namespace Kelf.Kernel.Shared.Files;

/// <content>What can be asked and done about an output without opening it for writing.</content>
public sealed partial class OutputFile
{
    /// <summary>Writes a small text, whatever is there.</summary>
    /// <exception cref="UnwritableFileException">It cannot be written.</exception>
    public static void WriteText(string path, string text)
    {
        using OutputFile file = Create(path, keepsTime: false);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Commit();
    }

    /// <summary>Makes the directory of an output, and those above it, if they are not there.</summary>
    /// <exception cref="UnwritableFileException">It cannot be made.</exception>
    public static void MakeDirectoryOf(string path)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
            {
                Directory.CreateDirectory(directory);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnwritableFileException(path, SystemMessage.Of(e));
        }
    }

    /// <summary>True when an ordinary file has these contents already, so that nothing need be written.</summary>
    public static bool HasContents(string path, ReadOnlySpan<byte> contents)
    {
        try
        {
            OutputTarget target = OutputTarget.Find(path);
            return !target.IsDirect && HasContents(target, contents);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            // What cannot be read may still be replaced.
            return false;
        }
    }

    /// <summary>True for an output that is written directly, as <c>/dev/null</c>: nothing can be kept beside it.</summary>
    public static bool IsDirect(string path)
    {
        try
        {
            return OutputTarget.Find(path).IsDirect;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            // Who creates it hears why.
            return false;
        }
    }

    /// <summary>The path that an output really has, behind links; the path itself when it cannot be one.</summary>
    public static string FollowLinks(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(OutputTarget.Find(path).Place.AsSpan()[..^1]);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            // Who creates it hears why.
            return path;
        }
    }

    /// <summary>
    /// Removes what runs that were killed left beside a target. Only for targets that are written under a lock: what another
    /// run is writing has the same kind of name.
    /// </summary>
    public static void RemoveLeftovers(string path)
    {
        string place = FollowLinks(path);
        string directory = Path.GetDirectoryName(place) is { Length: > 0 } named ? named : ".";
        foreach (string leftover in Directory.EnumerateFiles(directory, TemporaryFile.PatternFor(SystemCalls.NativePath(place))))
        {
            File.Delete(leftover);
        }
    }

    private static bool HasContents(OutputTarget target, ReadOnlySpan<byte> contents)
    {
        if (target.Status is not { } status || status.Size != (ulong)contents.Length)
        {
            return false;
        }

        using SafeFileHandle file = OpenForReading(target.Place);
        byte[] buffer = new byte[BufferSize];
        for (int done = 0, length; (length = SystemCalls.ReadAt(file, buffer, (ulong)done)) > 0; done += length)
        {
            if (length > contents.Length - done || !buffer.AsSpan(0, length).SequenceEqual(contents.Slice(done, length)))
            {
                return false;
            }
        }

        return true;
    }

    private static SafeFileHandle OpenForReading(byte[] path)
    {
        int descriptor = SystemCalls.Open(path, 0, 0);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw SystemCalls.LastError();
    }
}
