// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Cli;

internal static class Program
{
    private static int Main() => 0;
}
