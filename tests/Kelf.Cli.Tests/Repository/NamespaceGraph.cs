// SPDX-License-Identifier: GPL-2.0-only
using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Kelf.Cli.Tests.Repository;

/// <summary>
/// Which namespaces of an assembly use which, read from what was compiled: a child namespace sees its parent without any
/// <c>using</c>, so the source does not tell.
/// </summary>
internal sealed class NamespaceGraph
{
    private static readonly OpCode[] s_short = new OpCode[256];
    private static readonly OpCode[] s_long = new OpCode[256];

    private readonly MetadataReader _metadata;
    private readonly PEReader _file;
    private readonly SortedDictionary<(string From, string To), string> _edges = [];

    static NamespaceGraph()
    {
        foreach (System.Reflection.FieldInfo field in typeof(OpCodes).GetFields())
        {
            OpCode code = (OpCode)field.GetValue(null)!;
            (code.Size == 1 ? s_short : s_long)[code.Value & 0xff] = code;
        }
    }

    private NamespaceGraph(PEReader file)
    {
        (_file, _metadata) = (file, file.GetMetadataReader());
        foreach (TypeDefinitionHandle type in _metadata.TypeDefinitions)
        {
            ReadType(type);
        }
    }

    /// <summary>Each use of one namespace by another, with a type that shows it.</summary>
    public IReadOnlyDictionary<(string From, string To), string> Edges => _edges;

    /// <summary>Reads an assembly.</summary>
    public static NamespaceGraph Read(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        return new NamespaceGraph(file);
    }

    /// <summary>The edges that lie on a cycle: from each end one gets back to the other.</summary>
    public IEnumerable<string> Cycles()
    {
        ILookup<string, string> next = _edges.Keys.ToLookup(edge => edge.From, edge => edge.To, StringComparer.Ordinal);
        return from edge in _edges
               where Reaches(next, edge.Key.To, edge.Key.From)
               select $"{edge.Key.From} -> {edge.Key.To}: {edge.Value}";
    }

    private static bool Reaches(ILookup<string, string> next, string from, string to)
    {
        HashSet<string> seen = new([from], StringComparer.Ordinal);
        Stack<string> open = new(seen);
        while (open.TryPop(out string? current))
        {
            if (current == to)
            {
                return true;
            }

            foreach (string other in next[current].Where(seen.Add))
            {
                open.Push(other);
            }
        }

        return false;
    }

    private void ReadType(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        Use use = new(this, handle);
        use.Of(type.BaseType);
        foreach (InterfaceImplementationHandle implemented in type.GetInterfaceImplementations())
        {
            use.Of(_metadata.GetInterfaceImplementation(implemented).Interface);
        }

        foreach (FieldDefinitionHandle field in type.GetFields())
        {
            _ = _metadata.GetFieldDefinition(field).DecodeSignature(use, null);
        }

        foreach (MethodDefinitionHandle method in type.GetMethods())
        {
            ReadMethod(_metadata.GetMethodDefinition(method), use);
        }
    }

    private void ReadMethod(MethodDefinition method, Use use)
    {
        _ = method.DecodeSignature(use, null);
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        use.Of(body.LocalSignature);
        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            use.Of(region.CatchType);
        }

        BlobReader code = body.GetILReader();
        while (code.RemainingBytes > 0)
        {
            byte first = code.ReadByte();
            OpCode operation = first == 0xfe ? s_long[code.ReadByte()] : s_short[first];
            switch (operation.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    use.Of(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    int targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += 1;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }
    }

    // The namespace of a nested type is that of the type around it.
    private TypeDefinitionHandle Outermost(TypeDefinitionHandle handle)
    {
        while (_metadata.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } outer)
        {
            handle = outer;
        }

        return handle;
    }

    /// <summary>Notes what one type uses, wherever a type may be named.</summary>
    private sealed class Use(NamespaceGraph graph, TypeDefinitionHandle user) : ISignatureTypeProvider<int, object?>
    {
        private readonly TypeDefinition _user = graph._metadata.GetTypeDefinition(graph.Outermost(user));

        public void Of(EntityHandle handle)
        {
            if (handle.IsNil)
            {
                return;
            }

            MetadataReader metadata = graph._metadata;
            switch (handle.Kind)
            {
                case HandleKind.TypeDefinition:
                    Note((TypeDefinitionHandle)handle);
                    break;
                case HandleKind.TypeSpecification:
                    _ = metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
                    break;
                case HandleKind.MemberReference:
                    MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                    Of(member.Parent);
                    _ = member.GetKind() == MemberReferenceKind.Field
                        ? member.DecodeFieldSignature(this, null)
                        : member.DecodeMethodSignature(this, null).ReturnType;
                    break;
                case HandleKind.MethodSpecification:
                    MethodSpecification method = metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                    Of(method.Method);
                    _ = method.DecodeSignature(this, null);
                    break;
                case HandleKind.MethodDefinition:
                    Note(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                    break;
                case HandleKind.FieldDefinition:
                    Note(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                    break;
                case HandleKind.StandaloneSignature:
                    _ = metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeLocalSignature(this, null);
                    break;
                default:
                    break;
            }
        }

        public int GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            Note(handle);
            return 0;
        }

        public int GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind)
        {
            Of(handle);
            return 0;
        }

        public int GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 0;

        public int GetArrayType(int elementType, ArrayShape shape) => 0;

        public int GetByReferenceType(int elementType) => 0;

        public int GetFunctionPointerType(MethodSignature<int> signature) => 0;

        public int GetGenericInstantiation(int genericType, ImmutableArray<int> typeArguments) => 0;

        public int GetGenericMethodParameter(object? genericContext, int index) => 0;

        public int GetGenericTypeParameter(object? genericContext, int index) => 0;

        public int GetModifiedType(int modifier, int unmodifiedType, bool isRequired) => 0;

        public int GetPinnedType(int elementType) => 0;

        public int GetPointerType(int elementType) => 0;

        public int GetPrimitiveType(PrimitiveTypeCode typeCode) => 0;

        public int GetSZArrayType(int elementType) => 0;

        private void Note(TypeDefinitionHandle handle)
        {
            MetadataReader metadata = graph._metadata;
            TypeDefinition used = metadata.GetTypeDefinition(graph.Outermost(handle));
            string from = metadata.GetString(_user.Namespace);
            string to = metadata.GetString(used.Namespace);
            // What the compiler makes for itself has no namespace.
            if (from.Length > 0 && to.Length > 0 && from != to)
            {
                graph._edges.TryAdd((from, to), $"{metadata.GetString(_user.Name)} uses {metadata.GetString(used.Name)}");
            }
        }
    }
}
