// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.DebugJoin.Layouts;

/// <summary>
/// Debugging sections cannot be added as the linker would have done it: nothing is wrong with the inputs, and the linker has to
/// link them itself.
/// </summary>
/// <param name="file">What it is about.</param>
/// <param name="what">Why, without the file's name.</param>
internal sealed class UnknownLayoutException(string file, string what)
    : KelfException(new Diagnostic(Severity.Error, ErrorKind.Refused, what) { File = file });
