// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Kabi.Snapshots;

namespace Kelf.Kernel.Kabi.Findings;

/// <summary>A kind of finding. The words stay; texts may change.</summary>
/// <param name="Id">The word for programs.</param>
/// <param name="Impact">How it is judged, if nothing else is known.</param>
/// <param name="Needs">The least that has to be known on both sides to find it.</param>
/// <param name="Meaning">What it means for modules, a sentence.</param>
public sealed record ChangeKind(string Id, Impact Impact, Evidence Needs, string Meaning)
{
    /// <summary>A symbol is exported no more.</summary>
    public static ChangeKind ExportRemoved { get; } = Break("export-removed", "Modules that use the symbol do not load: it is unknown.");

    /// <summary>Only GPL modules may use a symbol now.</summary>
    public static ChangeKind ExportGplTightened { get; } =
        Break("export-gpl-tightened", "Modules with another licence do not load: the symbol is for GPL modules only.");

    /// <summary>A symbol is in a namespace now.</summary>
    public static ChangeKind NamespaceAdded { get; } =
        Break("namespace-added", "Modules that do not import the namespace do not load, or warn (CONFIG_MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS).");

    /// <summary>A symbol is in another namespace.</summary>
    public static ChangeKind NamespaceChanged { get; } = Break("namespace-changed", "Modules import the old namespace and do not load, or warn.");

    /// <summary>A symbol is for certain modules only.</summary>
    public static ChangeKind NamespaceRestricted { get; } =
        Break("namespace-restricted", "Only modules that the list names may use the symbol; others do not load.");

    /// <summary>A symbol has another version, and no types are known.</summary>
    public static ChangeKind CrcChanged { get; } = Break("crc-changed", "Modules have the old version and do not load; why it changed cannot be said without types.");

    /// <summary>A symbol has no version any more.</summary>
    public static ChangeKind VersionLost { get; } = new(
        "version-lost", Impact.Risk, Evidence.Versions, "Nothing holds modules to the types of the symbol any more.");

    /// <summary>A symbol is new.</summary>
    public static ChangeKind ExportAdded { get; } = Info("export-added", "Modules may use it from now on.");

    /// <summary>All modules may use a symbol now.</summary>
    public static ChangeKind ExportGplRelaxed { get; } = Info("export-gpl-relaxed", "Modules with any licence may use the symbol.");

    /// <summary>A symbol is in no namespace any more, or for more modules.</summary>
    public static ChangeKind NamespaceRemoved { get; } = Info("namespace-removed", "Modules that import the namespace still load.");

    /// <summary>Another module exports a symbol.</summary>
    public static ChangeKind ModuleMoved { get; } = Info("module-moved", "The symbol is found if the new module is loaded before: depmod sees to that.");

    /// <summary>A symbol has another version, but its types are the same.</summary>
    public static ChangeKind CrcWithoutChange { get; } = new(
        "crc-changed-no-type-change", Impact.Risk, Evidence.Declarations,
        "Modules do not load though no type changed: another generator, compiler or hidden input made the version.");

    /// <summary>Types of a symbol changed, but not its version.</summary>
    public static ChangeKind ChangeWithoutCrc { get; } = new(
        "type-changed-same-crc", Impact.Risk, Evidence.Declarations,
        "Modules load though a type changed: a kABI rule or override hides it, or types and versions are of different builds.");

    /// <summary>A function has other parameters, or returns something else.</summary>
    public static ChangeKind Prototype { get; } = Break("prototype", "Modules call the function with other arguments than it takes.", Evidence.Declarations);

    /// <summary>A variable has another type.</summary>
    public static ChangeKind VariableType { get; } = Break("variable-type", "Modules read or write the variable as another type.", Evidence.Declarations);

    /// <summary>A parameter has another name.</summary>
    public static ChangeKind ParameterRenamed { get; } = Info("parameter-renamed", "Callers do not see names; the version changes all the same.", Evidence.Layouts);

    /// <summary>A member is gone.</summary>
    public static ChangeKind MemberRemoved { get; } = Break("member-removed", "Modules use a member that is not there.", Evidence.Declarations);

    /// <summary>A member is new, between others.</summary>
    public static ChangeKind MemberAdded { get; } = Break("member-added", "What follows the member is at another offset.", Evidence.Declarations);

    /// <summary>A member has another type.</summary>
    public static ChangeKind MemberType { get; } = Break("member-type", "Modules take the member for another type.", Evidence.Declarations);

    /// <summary>An array has another number of elements.</summary>
    public static ChangeKind ArrayBound { get; } = Break("array-bound", "Modules take the array for longer or shorter than it is.", Evidence.Declarations);

    /// <summary>A bit-field has another size.</summary>
    public static ChangeKind BitField { get; } = Break("bit-field", "Modules read and write other bits.", Evidence.Declarations);

    /// <summary>A member is at another offset.</summary>
    public static ChangeKind MemberMoved { get; } = Break("member-moved", "Modules look for the member where it was.", Evidence.Declarations);

    /// <summary>A structure has another size.</summary>
    public static ChangeKind StructSize { get; } = Break("struct-size", "Modules that allocate or embed the type have too little room, or arrays of it another stride.", Evidence.Layouts);

    /// <summary>A structure became longer by a new last member.</summary>
    public static ChangeKind MemberAddedAtEnd { get; } = new(
        "member-added-at-end", Impact.Risk, Evidence.Declarations, "Modules that allocate the type themselves, or embed it, have too little room.");

    /// <summary>A member is new where a hole was.</summary>
    public static ChangeKind MemberAddedInHole { get; } = Info("member-added-in-hole", "No offset and no size changes.", Evidence.Layouts);

    /// <summary>A member is new where padding was, or is one more of a union.</summary>
    public static ChangeKind MemberAddedInPadding { get; } = Info("member-added-in-padding", "No offset and no size changes.", Evidence.Layouts);

    /// <summary>A reserved member was put to use.</summary>
    public static ChangeKind ReservedUsed { get; } = Info("reserved-used", "Room that was kept for that is used; no offset and no size changes.", Evidence.Layouts);

    /// <summary>A member has another name.</summary>
    public static ChangeKind MemberRenamed { get; } = Risk("member-renamed", "Modules use the same place under the old name: that is right only if it means the same.");

    /// <summary>const or volatile was added or removed.</summary>
    public static ChangeKind QualifierOnly { get; } = Risk("qualifier-only", "Modules may write what the kernel takes for constant.");

    /// <summary>An integer has another sign, and the same size.</summary>
    public static ChangeKind IntegerSign { get; } = Risk("same-size-integer-sign", "Modules compare and extend the value in the other way.", Evidence.Layouts);

    /// <summary>An enumerator is new, and no other has another value.</summary>
    public static ChangeKind EnumeratorAdded { get; } = Info("enumerator-added", "Values that modules know are the same; they may meet one that they do not know.", Evidence.Declarations);

    /// <summary>An enumerator has another value.</summary>
    public static ChangeKind EnumeratorValueChanged { get; } = Break("enumerator-value-changed", "Modules use the old value, which means something else.", Evidence.Declarations);

    /// <summary>An enumerator is gone.</summary>
    public static ChangeKind EnumeratorRemoved { get; } = Break("enumerator-removed", "Modules use a value that nobody expects.", Evidence.Declarations);

    /// <summary>A type that was known by name only is known in full.</summary>
    public static ChangeKind BecameDefined { get; } = Risk("became-defined", "An include made the type visible; the version changes, the type perhaps not.");

    /// <summary>A type that was known in full is known by name only.</summary>
    public static ChangeKind BecameDeclaration { get; } = Risk("became-declaration", "The type is hidden now; the version changes, the type perhaps not.");

    /// <summary>A type is spelled with another typedef of the same type.</summary>
    public static ChangeKind TypedefSpelling { get; } = Info("typedef-target-spelled-differently", "The type is the same under another name.", Evidence.Declarations);

    /// <summary>A typedef stands for another type.</summary>
    public static ChangeKind TypedefTarget { get; } = Break("typedef-target", "Modules take values of the type for another type.", Evidence.Declarations);

    /// <summary>A record changed in a way that has no kind of its own.</summary>
    public static ChangeKind TypeChanged { get; } = Break("type-changed", "What changed has no kind of its own: look at the difference.", Evidence.Declarations);

    /// <summary>All kinds, in the order of reports.</summary>
    public static IReadOnlyList<ChangeKind> All { get; } =
    [
        ExportRemoved, ExportGplTightened, NamespaceAdded, NamespaceChanged, NamespaceRestricted, CrcChanged, Prototype, VariableType, MemberRemoved,
        MemberType, MemberAdded, ArrayBound, BitField, EnumeratorRemoved, EnumeratorValueChanged, TypedefTarget, MemberAddedAtEnd, TypeChanged, StructSize, MemberMoved,
        MemberRenamed, QualifierOnly, IntegerSign, BecameDefined, BecameDeclaration, CrcWithoutChange, ChangeWithoutCrc, VersionLost,
        ReservedUsed, MemberAddedInHole, MemberAddedInPadding, EnumeratorAdded, ParameterRenamed, TypedefSpelling,
        ExportGplRelaxed, NamespaceRemoved, ModuleMoved, ExportAdded,
    ];

    /// <summary>The kind of that word, or null.</summary>
    public static ChangeKind? Find(string id) => All.FirstOrDefault(kind => kind.Id == id);

    private static ChangeKind Break(string id, string meaning, Evidence needs = Evidence.Versions) => new(id, Impact.Break, needs, meaning);

    private static ChangeKind Risk(string id, string meaning, Evidence needs = Evidence.Declarations) => new(id, Impact.Risk, needs, meaning);

    private static ChangeKind Info(string id, string meaning, Evidence needs = Evidence.Versions) => new(id, Impact.Info, needs, meaning);
}
