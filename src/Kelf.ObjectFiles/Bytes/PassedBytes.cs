// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Bytes;

/// <summary>
/// Gives back the memory of a section that a look at the beginning of each unit maps: the system maps 64 KiB around each byte, so that
/// the headers of a kernel's units alone are 170 MB of 266.
/// </summary>
/// <param name="section">The section.</param>
internal struct PassedBytes(Region section)
{
    private const ulong Portion = 32 << 20;

    private ulong _forgotten;

    /// <summary>What is before a place is not needed soon.</summary>
    public void Reach(ulong place)
    {
        if (place >= _forgotten + Portion && place <= (ulong)section.Length)
        {
            section.Forget(_forgotten, place - _forgotten);
            _forgotten = place;
        }
    }
}
