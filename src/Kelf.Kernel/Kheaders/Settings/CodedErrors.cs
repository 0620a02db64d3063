// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Kheaders.Settings;

/// <summary>Errors of several headers, which are told together.</summary>
internal static class CodedErrors
{
    /// <summary>Ends the run if there are any.</summary>
    /// <exception cref="AggregateException">There are.</exception>
    public static void ThrowIfAny(IReadOnlyCollection<Exception> errors)
    {
        if (errors.Count > 0)
        {
            throw new AggregateException(errors);
        }
    }
}
