// SPDX-License-Identifier: GPL-2.0-only
using System.Globalization;
using Kelf.Differential.RandomC;

// RandomC FOLDER FIRST COUNT: writes the inputs FIRST to FIRST + COUNT - 1 into FOLDER/NUMBER/: the
// source input.c, the symbol lists list.0, list.1, ... and an empty file `stable` if the lists are
// to be run with --stable. The number is the seed: an input is the same on every machine.
if (args is not [string folder, string first, string count])
{
    Console.Error.WriteLine("usage: RandomC FOLDER FIRST COUNT");
    return 2;
}

ulong firstSeed = ulong.Parse(first, CultureInfo.InvariantCulture);
ulong end = firstSeed + ulong.Parse(count, CultureInfo.InvariantCulture);
for (ulong seed = firstSeed; seed < end; seed++)
{
    bool stable = seed % 4 == 3;
    SourceGenerator source = new(new Dice(seed), stable);
    string inputDirectory = Path.Combine(folder, seed.ToString(CultureInfo.InvariantCulture));
    Directory.CreateDirectory(inputDirectory);
    File.WriteAllText(Path.Combine(inputDirectory, "input.c"), source.Generate());
    int lists = 0;
    foreach (string list in source.SymbolLists())
    {
        File.WriteAllText(Path.Combine(inputDirectory, $"list.{lists++}"), list);
    }

    if (stable)
    {
        File.WriteAllText(Path.Combine(inputDirectory, "stable"), string.Empty);
    }
}

return 0;
