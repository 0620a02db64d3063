// SPDX-License-Identifier: GPL-2.0-only
namespace Kelf.Kernel.Shared;

/// <summary>The kinds of warnings: <c>kind</c> in JSON, and what is counted together.</summary>
public static class WarningKind
{
    /// <summary>An object for LTO has no machine code yet.</summary>
    public const string Bitcode = "bitcode";

    /// <summary>The linker links debugging sections, as it is not known how it would lay them out.</summary>
    public const string DebugLinked = "debug-linked";

    /// <summary>Symbols of device tables are not local.</summary>
    public const string DeviceTables = "device-tables";

    /// <summary>A log tells an offset of the kernel that cannot be.</summary>
    public const string ImplausibleOffset = "implausible-offset";

    /// <summary>A log is of a kernel or a module with another build ID.</summary>
    public const string OtherBuild = "other-build";

    /// <summary>Debugging information has another function at an address than the symbol table.</summary>
    public const string OtherFunction = "other-function";

    /// <summary>A log is of a kernel of another release.</summary>
    public const string OtherRelease = "other-release";

    /// <summary>Functions of a log have other sizes in the image.</summary>
    public const string OtherSizes = "other-sizes";

    /// <summary>An image has no symbol table, and the kernel's own tables take its place.</summary>
    public const string FromTables = "from-tables";

    /// <summary>A table of tracer calls is there already.</summary>
    public const string HasTable = "has-table";

    /// <summary>Calls of the tracer in a section are not recorded.</summary>
    public const string IgnoredCalls = "ignored-calls";

    /// <summary>Two initcalls of an object have one counter.</summary>
    public const string InitcallCounter = "initcall-counter";

    /// <summary>A symbol named as an initcall is global.</summary>
    public const string InitcallGlobal = "initcall-global";

    /// <summary>An initcall has a level that kernels never call.</summary>
    public const string InitcallLevel = "initcall-level";

    /// <summary>A symbol is named nearly as an initcall.</summary>
    public const string InitcallName = "initcall-name";

    /// <summary>What cannot be read is left out.</summary>
    public const string LeftOut = "left-out";

    /// <summary>The room for the tables was too small.</summary>
    public const string LinkedAgain = "linked-again";

    /// <summary>Names of symbols are outside of the string table.</summary>
    public const string MisplacedNames = "misplaced-names";

    /// <summary>A log names modules that were not given.</summary>
    public const string MissingModules = "missing-modules";

    /// <summary>A name is too long for the kallsyms tables.</summary>
    public const string NameTooLong = "name-too-long";

    /// <summary>Nothing says which unit of a linked file exports which symbol.</summary>
    public const string NoExporters = "no-exporters";

    /// <summary>The debugging information has nothing on a symbol.</summary>
    public const string NoInformation = "no-information";

    /// <summary>The jobserver of make is out of reach.</summary>
    public const string NoJobserver = "no-jobserver";

    /// <summary>A program of the system cannot be started.</summary>
    public const string NoProgram = "no-program";

    /// <summary>An image has no debugging information of lines.</summary>
    public const string NoLines = "no-lines";

    /// <summary>The symbol table of bitcode cannot be used.</summary>
    public const string NoSymbolTable = "no-symbol-table";

    /// <summary>A file carries no versions of symbols.</summary>
    public const string NoVersions = "no-versions";

    /// <summary>What a version does not cover may change the ABI.</summary>
    public const string NotCovered = "not-covered";

    /// <summary>A symbol was not found.</summary>
    public const string NotFound = "not-found";

    /// <summary>Positions are those before a module's initialisation is freed.</summary>
    public const string InitialPositions = "initial-positions";

    /// <summary>The linker relaxed reads of addresses to the addresses themselves.</summary>
    public const string RelaxedAddresses = "relaxed-addresses";

    /// <summary>Something follows the last kABI rule.</summary>
    public const string RulesEnd = "rules-end";

    /// <summary>A section that goes is not at the end of its segment.</summary>
    public const string SegmentKept = "segment-kept";

    /// <summary>A symbol is defined at several addresses.</summary>
    public const string SeveralAddresses = "several-addresses";

    /// <summary>A time has no zone, and the machine's is taken.</summary>
    public const string TimeZone = "time-zone";

    /// <summary>The function tracer is jumped to.</summary>
    public const string TracerJump = "tracer-jump";

    /// <summary>That a side table belongs to the image cannot be known.</summary>
    public const string Unbound = "unbound";

    /// <summary>No type unit has the signature that stands for a type.</summary>
    public const string UnknownSignature = "unknown-signature";

    /// <summary>A type refers to no entry.</summary>
    public const string UnresolvedType = "unresolved-type";

    /// <summary>Initcalls are in a section without a suffix.</summary>
    public const string Unsuffixed = "unsuffixed";

    /// <summary>Many exports have the version of one base type.</summary>
    public const string UntypedExports = "untyped-exports";

    /// <summary>A symbol has another version than in the file to compare with.</summary>
    public const string VersionChanged = "version-changed";

    /// <summary>A date has another weekday.</summary>
    public const string Weekday = "weekday";
}
