// SPDX-License-Identifier: GPL-2.0-only
using System.Runtime.InteropServices;

namespace Kelf.Kernel.Shared.Files;

/// <summary>
/// Owner of everything that stands under a temporary name. When a signal ends the process, what is here is removed first.
/// Files without a name (<c>O_TMPFILE</c>) need no owner: the system removes them with the process.
/// </summary>
/// <remarks>
/// Native code that ends the process by itself, as a handler of <c>SIGBUS</c>, finds the names of files from
/// <see cref="Names"/> on, at any moment and without a lock:
/// <code>
/// struct kelf_temporaries {
///     struct kelf_temporaries *volatile next;  /* the next block, or NULL */
///     const char *volatile names[127];         /* paths for unlink(2); NULL where there is none */
/// };
/// </code>
/// Blocks and the memory of names are never given back, only used again: who reads one while it changes
/// reads a part of another temporary name at worst. Paths may be relative, as nothing changes the working directory.
/// </remarks>
public static unsafe class Temporaries
{
    private const int NamesPerBlock = 127;
    private const int NameUnit = 256;

    // Where one of them is ignored, as in a shell's background, the runtime leaves it so.
    private static readonly PosixSignal[] s_endingSignals =
        [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private static readonly Lock s_gate = new();
    private static readonly nint* s_first = NewBlock();
    private static readonly Stack<Name> s_free = [];
    private static readonly HashSet<string> s_folders = [];
    private static nint* s_last; // of those that are in use
    private static PosixSignalRegistration[]? s_registrations;
    private static bool s_isEnding;

    /// <summary>Address of the first block of names; it stays the same.</summary>
    public static nint Names => (nint)s_first;

    /// <summary>
    /// Begins what no ending signal may come between; it waits until the result is disposed. What makes a temporary name, and
    /// what takes it away, does so with the name in the table, inside of this.
    /// </summary>
    internal static Lock.Scope Hold()
    {
        Lock.Scope scope = s_gate.EnterScope();
        // Not before there is something to remove, as this starts a thread of the runtime.
        s_registrations ??= Array.ConvertAll(s_endingSignals, signal => PosixSignalRegistration.Create(signal, RemoveAll));
        return scope;
    }

    /// <summary>Takes a file's path into the table, before the file is made.</summary>
    /// <param name="path">The path, with a zero at the end.</param>
    internal static Name Add(ReadOnlySpan<byte> path)
    {
        if (!s_free.TryPop(out Name? name))
        {
            AddBlock();
            name = s_free.Pop();
        }

        name.Set(path);
        return name;
    }

    /// <summary>Takes a path out of the table, when the file has another name or is gone.</summary>
    internal static void Remove(Name name)
    {
        name.Clear();
        s_free.Push(name);
    }

    /// <summary>The same for a directory, which is removed with what is in it. Native code does not know directories.</summary>
    internal static void AddDirectory(string path) => s_folders.Add(path);

    /// <summary>Takes a directory out.</summary>
    internal static void RemoveDirectory(string path) => s_folders.Remove(path);

    // The runtime calls this on a thread, not inside of the signal handler; then it lets the signal do what it does. The gate
    // stays closed: who would make another file waits for the end.
    private static void RemoveAll(PosixSignalContext context)
    {
        // Who registered later was asked first, and may have said that the process goes on.
        if (context.Cancel || Interlocked.Exchange(ref s_isEnding, true))
        {
            return;
        }

        s_gate.Enter();
        for (nint* block = s_first; block is not null; block = (nint*)*block)
        {
            for (int i = 1; i <= NamesPerBlock; i++)
            {
                if (block[i] != 0)
                {
                    _ = Unlink(block[i]);
                }
            }
        }

        foreach (string directory in s_folders)
        {
            TryDelete(directory);
        }
    }

    private static void TryDelete(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody is there to be told.
        }
    }

    private static void AddBlock()
    {
        nint* block = s_last is null ? s_first : NewBlock();
        if (s_last is not null)
        {
            Volatile.Write(ref *s_last, (nint)block);
        }

        s_last = block;
        for (int i = NamesPerBlock; i >= 1; i--)
        {
            s_free.Push(new Name(block + i));
        }
    }

    private static nint* NewBlock() => (nint*)NativeMemory.AllocZeroed(1 + NamesPerBlock, (nuint)sizeof(nint));

    [DllImport("libc", EntryPoint = "unlink")]
    private static extern int Unlink(nint path);

    /// <summary>A place in the table, with the memory for its name.</summary>
    internal sealed class Name(nint* place)
    {
        private byte* _bytes;
        private int _size;

        /// <summary>Writes the name, and then puts it into the table.</summary>
        public void Set(ReadOnlySpan<byte> path)
        {
            if (path.Length > _size)
            {
                _size = (path.Length + NameUnit - 1) / NameUnit * NameUnit;
                _bytes = (byte*)NativeMemory.AllocZeroed((nuint)_size);
            }

            path.CopyTo(new Span<byte>(_bytes, _size));
            Volatile.Write(ref *place, (nint)_bytes);
        }

        /// <summary>Takes it out; the memory stays.</summary>
        public void Clear() => Volatile.Write(ref *place, 0);
    }
}
