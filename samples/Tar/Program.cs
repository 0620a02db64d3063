// SPDX-License-Identifier: MIT OR GPL-2.0-only
// The members of a tar archive, also of a compressed one, or of a package (.deb, .rpm):
//     tar-sample kheaders.tar.xz
using Kelf.Archives.Packages;
using Kelf.Archives.Streams;
using Kelf.Archives.Tar;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Errors;
using Kelf.ObjectFiles.Names;

if (args is not [var path])
{
    Console.Error.WriteLine("usage: tar-sample FILE");
    return 2;
}

try
{
    if (TryListPackage(path))
    {
        return 0;
    }

    using MappedFile file = MappedFile.Open(path);
    using GrowingBuffer? inflated = FileDecompressor.TryInflate(file.Contents, DecompressionLimit.Standard.For(file.Contents.Length));
    foreach (TarMember member in TarReader.Read(inflated?.Contents ?? file.Contents))
    {
        Console.WriteLine($"{member.Type,-9} {member.Size,8}  {Utf8Name.ToText(member.Name.Span)}");
    }

    return 0;
}
catch (KelfException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

// A package is read from its beginning to its end; what is not asked for is passed over.
static bool TryListPackage(string path)
{
    using MappedFile file = MappedFile.Open(path);
    if (!PackageReader.IsPackage(file.Contents))
    {
        return false;
    }

    using PackageReader package = PackageReader.Open(file.Contents, DecompressionLimit.Standard.For(file.Contents.Length));
    while (package.MoveNext())
    {
        Console.WriteLine($"{(package.Current.IsFile ? "File" : "Other"),-9} {package.Current.Size,8}  {package.Current.Path}");
    }

    return true;
}
