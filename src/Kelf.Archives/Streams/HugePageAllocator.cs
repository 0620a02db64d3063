// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kelf.Archives.Streams;

/// <summary>
/// Memory for liblzma's encoders. Their match finder jumps about in tables of eight times the dictionary, and with pages of
/// 4 KiB nearly every jump misses the processor's address cache. So that large blocks can lie in huge pages they begin at the
/// border of one, and the system is asked for them (<c>madvise(2)</c>); whether it has some does not matter.
/// </summary>
internal static unsafe partial class HugePageAllocator
{
    private const nuint HugePage = 2 << 20; // x86-64, and arm64 with pages of 4 KiB
    private const nuint SmallestHuge = 2 * HugePage;
    private const nuint UsualAlignment = 16; // as malloc

    private const int AdviceHugePage = 14; // MADV_HUGEPAGE

    private static readonly LzmaLibrary.Allocator* s_functions = MakeFunctions();

    /// <summary>For <c>lzma_stream.allocator</c>: valid as long as the process lives, for any number of threads.</summary>
    public static LzmaLibrary.Allocator* Functions => s_functions;

    private static LzmaLibrary.Allocator* MakeFunctions()
    {
        LzmaLibrary.Allocator* functions = (LzmaLibrary.Allocator*)NativeMemory.Alloc((nuint)sizeof(LzmaLibrary.Allocator));
        *functions = new LzmaLibrary.Allocator { Allocate = &Allocate, Free = &Free };
        return functions;
    }

    // liblzma takes null for "no memory", and an exception must not get into it.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Allocate(void* opaque, nuint count, nuint size)
    {
        try
        {
            nuint bytes = checked(count * size);
            bool isLarge = bytes >= SmallestHuge;
            void* memory = NativeMemory.AlignedAlloc(bytes, isLarge ? HugePage : UsualAlignment);
            if (isLarge)
            {
                _ = Advise(memory, bytes, AdviceHugePage);
            }

            return memory;
        }
        catch (Exception e) when (e is OutOfMemoryException or OverflowException)
        {
            return null;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(void* opaque, void* memory) => NativeMemory.AlignedFree(memory);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* start, nuint length, int advice);
}
