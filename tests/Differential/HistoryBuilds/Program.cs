// SPDX-License-Identifier: GPL-2.0-only
//
//   HistoryBuilds make DIR BUILDS EXPORTS     snapshots of two series in DIR/main and DIR/stable, rules, and the source of a module
//   HistoryBuilds answer DIR OUT              the answers of `kelf kabi history` as CSV, from the snapshots alone, one after the other
using System.Globalization;

using Kelf.Differential.HistoryBuilds;

switch (args)
{
    case ["make", var directory, var builds, var exports]:
        new BuildMaker(directory, int.Parse(exports, CultureInfo.InvariantCulture)).Make(int.Parse(builds, CultureInfo.InvariantCulture));
        return 0;
    case ["answer", var directory, var output]:
        new PlainAnswers(directory, output).Write();
        return 0;
    default:
        Console.Error.WriteLine("usage: HistoryBuilds make DIR BUILDS EXPORTS | answer DIR OUT");
        return 2;
}
