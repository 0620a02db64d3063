// SPDX-License-Identifier: GPL-2.0-only
//
// Prints what the symbols of a library say of its sources (Portable PDB, CustomDebugInformation): a line `link JSON` with what SourceLink
// wrote, and for each source file `embedded PATH`, or `missing PATH` where its text is not in the symbols. nuget.sh compiles a copy of it.
using System.Reflection.Metadata;
using System.Text;

Guid embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
Guid sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(args[0]));
MetadataReader symbols = provider.GetMetadataReader();

IEnumerable<CustomDebugInformation> Information(EntityHandle of, Guid kind) =>
    from handle in symbols.GetCustomDebugInformation(of)
    let information = symbols.GetCustomDebugInformation(handle)
    where symbols.GetGuid(information.Kind) == kind
    select information;

foreach (CustomDebugInformation link in Information(EntityHandle.ModuleDefinition, sourceLink))
{
    Console.WriteLine("link " + Encoding.UTF8.GetString(symbols.GetBlobBytes(link.Value)));
}

foreach (DocumentHandle handle in symbols.Documents)
{
    string path = symbols.GetString(symbols.GetDocument(handle).Name);
    Console.WriteLine((Information(handle, embeddedSource).Any() ? "embedded " : "missing ") + path);
}
