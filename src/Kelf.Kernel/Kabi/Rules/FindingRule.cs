// SPDX-License-Identifier: GPL-2.0-only
using System.Text;

using Kelf.Kernel.Kabi.Findings;
using Kelf.Kernel.Kabi.Lists;

namespace Kelf.Kernel.Kabi.Rules;

/// <summary>What a rule is about.</summary>
public enum FindingSubject
{
    /// <summary>Exports by their module.</summary>
    Module,

    /// <summary>Exports by their namespace.</summary>
    Namespace,

    /// <summary>Exports by name.</summary>
    Symbol,

    /// <summary>Types by name, without the word for their kind.</summary>
    Type,

    /// <summary>Findings by kind.</summary>
    Kind,

    /// <summary>One finding, by its fingerprint.</summary>
    Change,
}

/// <summary>What a rule makes of a finding.</summary>
public enum FindingVerdict
{
    /// <summary>It is tolerated.</summary>
    Pass,

    /// <summary>It counts as a risk.</summary>
    Warn,

    /// <summary>It counts as it is, whatever later rules say.</summary>
    Fail,
}

/// <summary>A rule.</summary>
/// <param name="Line">Number of its line, from 1.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Pattern">The pattern, as it is written.</param>
/// <param name="Verdict">What it makes of a finding.</param>
/// <param name="Reason">Why, for people; empty when it does not say.</param>
public sealed record FindingRule(int Line, FindingSubject Subject, string Pattern, FindingVerdict Verdict, string Reason)
{
    private readonly Wildcard _wildcard = new(Pattern);

    /// <summary>Does the pattern match?</summary>
    public bool Fits(string text) => _wildcard.Matches(Encoding.UTF8.GetBytes(text));

    /// <summary>Is the rule about this finding, as far as one of its exports is concerned?</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="export">The export.</param>
    /// <param name="place">Its module and namespace, those of the old kernel; of the new one for what is new.</param>
    public bool Matches(Finding finding, string export, (string Module, string Namespace) place)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return Subject switch
        {
            FindingSubject.Module => Fits(place.Module),
            FindingSubject.Namespace => place.Namespace.Length > 0 && Fits(place.Namespace),
            FindingSubject.Symbol => Fits(export),
            FindingSubject.Type => finding.IsOfType && finding.Subject.Length > 2 && finding.Subject[1] == '#' && Fits(finding.Subject[2..].Trim('\'')),
            FindingSubject.Kind => Fits(finding.Kind.Id),
            _ => Pattern == finding.Fingerprint,
        };
    }
}
