// SPDX-License-Identifier: GPL-2.0-only
using System.Diagnostics;
using System.Globalization;
using System.Text;

using Kelf.TestSupport;

namespace Kelf.Browser.Tests;

/// <summary>Reports of <c>kelf kabi compare</c>, of as many changed types as a test wants.</summary>
public sealed class KabiReports : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kelf-reports-");

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The address of a report in which that many types changed, in turn as a break, a risk, and harmlessly.</summary>
    public string Of(int types)
    {
        string page = Path.Combine(_folder.FullName, $"{types}.html");
        if (!File.Exists(page))
        {
            string old = Write($"old-{types}.symtypes", types, isNew: false), now = Write($"new-{types}.symtypes", types, isNew: true);
            using Process kelf = Process.Start(
                Path.Combine(SourceDirectory.Root, "out/kelf"), ["kabi", "compare", "--format", $"html:{page}", "--format", "short:/dev/null", old, now]);
            kelf.WaitForExit();
        }

        return new Uri(page).AbsoluteUri;
    }

    private string Write(string name, int types, bool isNew)
    {
        // Symtypes files are sorted: exports, and then types.
        StringBuilder exports = new(), structures = new();
        for (int i = 0; i < types; i++)
        {
            string number = i.ToString("d5", CultureInfo.InvariantCulture);
            exports.Append(CultureInfo.InvariantCulture, $"ring_push_{number} subprogram ( formal_parameter pointer_type {{ s#ring_{number} }} byte_size(8) ring ) -> base_type void\n");
            structures.Append(CultureInfo.InvariantCulture, $"s#ring_{number} structure_type ring_{number} {{ {Members(i % 3, isNew)}\n");
        }

        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, exports.ToString() + structures);
        return path;
    }

    private static string Members(int kind, bool isNew) => (kind, isNew) switch
    {
        (_, false) => Int("head", 0) + " , " + Long("slots", 8) + " } byte_size(16)",
        (0, true) => Int("head", 0) + " } byte_size(4)",
        (1, true) => Int("head", 0) + " , " + Long("slots", 8) + " , " + Long("owner", 16) + " } byte_size(24)",
        _ => Int("head", 0) + " , " + Int("tail", 4) + " , " + Long("slots", 8) + " } byte_size(16)",
    };

    private static string Int(string name, int offset) => $"member base_type int byte_size(4) encoding(5) {name} data_member_location({offset})";

    private static string Long(string name, int offset) => $"member base_type long unsigned int byte_size(8) encoding(7) {name} data_member_location({offset})";
}
