// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

namespace Kelf.Fuzz.Running;

/// <summary>Collects failures, and keeps the first mutants of each cause in a directory.</summary>
/// <param name="folder">Where mutants are written; null to write none.</param>
public sealed class FailureStore(string? folder)
{
    private const int KeptOfACause = 3;
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<Failure> _kept = [];
    private readonly Lock _lock = new();

    /// <summary>Number of failures, equal ones included.</summary>
    public int Total { get; private set; }

    /// <summary>The failures that were kept: the first few of each cause.</summary>
    public IReadOnlyList<Failure> Kept
    {
        get
        {
            lock (_lock)
            {
                return [.. _kept];
            }
        }
    }

    /// <summary>Number of distinct causes.</summary>
    public int Causes
    {
        get
        {
            lock (_lock)
            {
                return _counts.Count;
            }
        }
    }

    /// <summary>Adds a failure.</summary>
    public void Add(Failure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        lock (_lock)
        {
            Total++;
            int count = _counts[failure.Key] = _counts.GetValueOrDefault(failure.Key) + 1;
            if (count <= KeptOfACause)
            {
                _kept.Add(failure);
                Write(failure);
            }
        }
    }

    private void Write(Failure failure)
    {
        if (folder is null)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{failure.Kind}-{failure.Target}-{failure.Number}").ToLowerInvariant();
        File.WriteAllBytes(Path.Combine(folder, name + ".o"), failure.Bytes);
        File.WriteAllText(
            Path.Combine(folder, name + ".txt"),
            $"seed {failure.Seed}, mutant {failure.Number}, target {failure.Target}\n{failure.What}\n{failure.Details}\n");
    }
}
