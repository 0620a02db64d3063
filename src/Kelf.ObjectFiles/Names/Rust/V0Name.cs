// SPDX-License-Identifier: MIT OR GPL-2.0-only
namespace Kelf.ObjectFiles.Names.Rust;

/// <summary>
/// Names of Rust's mangling v0 (RFC 2603; "v0 Symbol Format" of the rustc book). Each method reads one production of the grammar and
/// prints it, and is false when the name is malformed, nests too deep or becomes too long.
/// </summary>
/// <remarks>
/// A reference back costs a few characters and may repeat all before it, which has such references, too. So how much of a name is
/// read again has a limit, besides how deep it nests and how much it prints.
/// </remarks>
internal ref partial struct V0Name
{
    private const int MaxDepth = 64;
    private const int MaxReread = 8 * RustName.MaxLength;

    private readonly NameText _text = new();
    private NameInput _input;
    private int _depth;
    private int _reread;

    // How many the binders around bind.
    private ulong _lifetimes;

    private V0Name(ReadOnlySpan<byte> name) => _input = new NameInput(name);

    /// <summary>Reads what follows <c>_R</c>: <c>path [instantiating-crate] [suffix]</c>.</summary>
    /// <returns>Null when it is malformed or of a version to come, which would begin with a number.</returns>
    public static string? TryDemangle(ReadOnlySpan<byte> name)
    {
        int end = name.IndexOfAny((byte)'.', (byte)'$');
        ReadOnlySpan<byte> suffix = end < 0 ? default : name[end..];
        V0Name symbol = new(name[..^suffix.Length]);
        return symbol.Symbol() && symbol._text.Put(suffix) ? symbol._text.ToString() : null;
    }

    private bool Symbol() => Path(isType: false) && (_input.IsAtEnd || Silently(isCrate: true)) && _input.IsAtEnd;

    private bool Path(bool isType) => Path(isType, leaveOpen: false, out _);

    /// <summary>A path.</summary>
    /// <param name="isType">True where generic arguments need no <c>::</c> before them.</param>
    /// <param name="leaveOpen">Leave out the <c>&gt;</c> of generic arguments: more follow.</param>
    /// <param name="isOpen">True when it was left out.</param>
    private bool Path(bool isType, bool leaveOpen, out bool isOpen)
    {
        isOpen = false;
        if (_depth == MaxDepth)
        {
            return false;
        }

        _depth++;
        bool isRead = _input.Take() switch
        {
            'C' => _input.TryOptional('s', out _) && Identifier(),
            'M' => Silently(isCrate: false) && Put("<") && Type() && Put(">"),
            'X' => Silently(isCrate: false) && TypeAsTrait(),
            'Y' => TypeAsTrait(),
            'N' => Nested(isType),
            'I' => Generic(isType, isOpen = leaveOpen),
            'B' => Enter(out Jump jump) && (_text.IsSilent || Path(isType, leaveOpen, out isOpen)) && Return(jump),
            _ => false,
        };
        _depth--;
        return isRead;
    }

    // "impl-path = [disambiguator] path", and the instantiating crate, a path, too.
    private bool Silently(bool isCrate)
    {
        bool wasSilent = _text.IsSilent;
        _text.IsSilent = true;
        bool isRead = (isCrate || _input.TryOptional('s', out _)) && Path(isType: false);
        _text.IsSilent = wasSilent;
        return isRead;
    }

    private bool TypeAsTrait() => Put("<") && Type() && Put(" as ") && Path(isType: true) && Put(">");

    private bool Nested(bool isType)
    {
        char space = _input.Take();
        if (!char.IsAsciiLetter(space) || !Path(isType) || !_input.TryOptional('s', out ulong number)
            || !_input.TryIdentifier(out ReadOnlySpan<byte> name, out bool isPunycode))
        {
            return false;
        }

        if (char.IsAsciiLetterLower(space))
        {
            return name.IsEmpty || (Put("::") && Put(name, isPunycode));
        }

        string kind = space switch
        {
            'C' => "closure",
            'S' => "shim",
            _ => space.ToString(),
        };
        return Put("::{") && Put(kind) && (name.IsEmpty || (Put(":") && Put(name, isPunycode))) && Put("#") && _text.Put(number) && Put("}");
    }

    private bool Generic(bool isType, bool leaveOpen) =>
        Path(isType) && (isType || Put("::")) && Put("<") && Arguments() && (leaveOpen || Put(">"));

    private bool Arguments()
    {
        for (int i = 0; !_input.TakeIf('E'); i++)
        {
            if ((i > 0 && !Put(", ")) || !Argument())
            {
                return false;
            }
        }

        return true;
    }

    private bool Argument() => _input.TakeIf('L') ? Lifetime()
        : _input.TakeIf('K') ? Constant()
        : Type();

    private bool Identifier() => _input.TryIdentifier(out ReadOnlySpan<byte> name, out bool isPunycode) && Put(name, isPunycode);

    private readonly bool Put(ReadOnlySpan<byte> name, bool isPunycode) => !isPunycode ? _text.Put(name)
        : _text.IsSilent || (Punycode.TryDecode(name) is { } text && Put(text));

    private readonly bool Put(string text) => _text.Put(text);

    // "backref = B base-62-number": the position of what is meant, which lies before.
    private bool Enter(out Jump jump)
    {
        int here = _input.Position - 1;
        bool isBefore = _input.TryBase62(out ulong position) && position < (ulong)here;
        jump = new Jump(isBefore ? (int)position : here, _input.Position);
        return isBefore && GoTo(jump.Target);
    }

    private bool Return(Jump jump)
    {
        _reread += _input.Position - jump.Target;
        return _reread <= MaxReread && GoTo(jump.Back);
    }

    private bool GoTo(int position)
    {
        _input.Position = position;
        return true;
    }

    private readonly record struct Jump(int Target, int Back);
}
