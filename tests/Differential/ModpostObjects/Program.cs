// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;

using Kelf.Differential.ModpostObjects;

// ModpostObjects references|exports TARGET FOLDER FIRST COUNT   writes the objects FIRST to FIRST + COUNT - 1 into FOLDER
if (args is not [string kind, string target, string folder, string first, string count])
{
    Console.Error.WriteLine("usage: ModpostObjects references|exports TARGET FOLDER FIRST COUNT");
    return 2;
}

int start = int.Parse(first, CultureInfo.InvariantCulture);
for (int seed = start; seed < start + int.Parse(count, CultureInfo.InvariantCulture); seed++)
{
    byte[] bytes = kind == "exports" ? ExportObject.Make(Target.Of(target), seed) : ReferenceObject.Make(Target.Of(target), seed);
    File.WriteAllBytes(Path.Combine(folder, $"{kind}{seed.ToString(CultureInfo.InvariantCulture)}.o"), bytes);
}

return 0;
