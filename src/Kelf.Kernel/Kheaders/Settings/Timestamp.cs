// SPDX-License-Identifier: GPL-2.0-only
using System.Buffers;
using System.Globalization;

using Kelf.Kernel.Shared;
using Kelf.Kernel.Shared.Files;

namespace Kelf.Kernel.Kheaders.Settings;

/// <summary>
/// A time in the forms that a kernel build has in <c>KBUILD_BUILD_TIMESTAMP</c>, which GNU tar reads for the original: the
/// formats of <c>date</c> that name a day. What would depend on the moment of the build is refused; so is what GNU tar does
/// not understand, and then takes for a time before all others.
/// </summary>
/// <example>
/// <code>
/// @1767225600    2026-01-01    2026-01-01T10:20:30+01:00    Thu Jan  1 00:00:00 UTC 2026    01/02/2026    ./Makefile
/// </code>
/// </example>
public sealed class Timestamp
{
    private static readonly string[] s_months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] s_fullMonths =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ];

    private static readonly string[] s_days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    private static readonly SearchValues<char> s_timeLetters = SearchValues.Create("0123456789:.");

    private static readonly SearchValues<char> s_dateLetters = SearchValues.Create("0123456789-/");

    private readonly string _text;
    private int? _year;
    private int? _month;
    private int? _day;
    private int? _weekday;
    private TimeSpan? _time;
    private TimeSpan? _zone;

    private Timestamp(string text) => _text = text;

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text, not empty.</param>
    /// <param name="isUtc">Whether a time without a zone is one of UTC; else of the time zone of the machine.</param>
    /// <param name="warn">Told when the result depends on the machine, or a part of the text is wrong.</param>
    /// <returns>Seconds since 1970, before or after.</returns>
    /// <exception cref="RefusedException">It is no time, or one that depends on when it is read.</exception>
    public static long Parse(string text, bool isUtc, Action<Diagnostic> warn)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(warn);
        Timestamp timestamp = new(text.Trim());
        return timestamp._text switch
        {
            ['@', .. string seconds] => timestamp.Seconds(seconds),
            ['/' or '.', ..] => timestamp.OfFile(),
            _ => timestamp.Calendar(isUtc, warn),
        };
    }

    private RefusedException Wrong(string why) => new(_text, why, HeadersKind.Time);

    // @N, @N.fraction: the fraction is dropped, towards the past.
    private long Seconds(string text)
    {
        string[] parts = text.Split('.', ',');
        if (parts.Length > 2
            || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds)
            || parts.Length == 2 && !parts[1].All(char.IsAsciiDigit))
        {
            throw Wrong("@ wants a number of seconds since 1970");
        }

        return parts[0].StartsWith('-') && parts.Length == 2 && parts[1].Trim('0').Length > 0 ? seconds - 1 : seconds;
    }

    private long OfFile() =>
        FileIdentity.TryRead(_text)?.ModifiedAt.Seconds ?? throw Wrong("no such file, whose time was to be taken");

    private long Calendar(bool isUtc, Action<Diagnostic> warn)
    {
        string[] words = _text.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries);
        Array.ForEach(words, Take);
        if (_day is null || _month is null)
        {
            throw Wrong("no date, or one that depends on today; use a form such as 2026-01-31 or @1767225600");
        }

        int year = _year ?? throw Wrong("a date without a year");
        if (_month > 12 || _month < 1 || year is < 1 or > 9999 || _day < 1 || _day > DateTime.DaysInMonth(year, _month.Value))
        {
            throw Wrong("no such day");
        }

        DateTime local = new DateTime(year, _month.Value, _day.Value, 0, 0, 0, DateTimeKind.Unspecified) + (_time ?? TimeSpan.Zero);
        if (_weekday is { } weekday && (int)local.DayOfWeek != weekday)
        {
            warn(Diagnostic.Warning(WarningKind.Weekday, $"{_text}: that day is a {local.DayOfWeek}"));
        }

        long seconds = (local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        return seconds - (long)(_zone ?? (isUtc ? TimeSpan.Zero : LocalZone(local, warn))).TotalSeconds;
    }

    private TimeSpan LocalZone(DateTime local, Action<Diagnostic> warn)
    {
        string? name = Environment.GetEnvironmentVariable("TZ") is { Length: > 0 } set ? set.TrimStart(':') : null;
        try
        {
            TimeZoneInfo zone = name is null ? TimeZoneInfo.Local
                : name is "UTC" or "UTC0" or "GMT" or "GMT0" ? TimeZoneInfo.Utc
                : TimeZoneInfo.FindSystemTimeZoneById(name);
            TimeSpan offset = zone.GetUtcOffset(local);
            if (offset != TimeSpan.Zero || name is null)
            {
                warn(Diagnostic.Warning(
                    WarningKind.TimeZone, $"{_text}: a time without a zone is one of this machine's ({(name ?? "no TZ")}); add UTC to it"));
            }

            return offset;
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw Wrong($"a time without a zone, and TZ={name} is not known here; add UTC to it");
        }
    }

    private void Take(string word)
    {
        bool isKnown = TakeDate(word) || TakeTime(word) || TakeZone(word) || TakeName(word) || TakeNumber(word);
        if (!isKnown)
        {
            throw Wrong($"'{word}' is no part of a date");
        }
    }

    // 2026-01-31, 2026/01/31, 20260131, 01/31/2026; with a time after a T, or a zone.
    private bool TakeDate(string word)
    {
        int end = word.AsSpan().IndexOfAnyExcept(s_dateLetters);
        if (end >= 8 && TakeDate(word[..end]))
        {
            return word[end] is 'T' or 't' && end + 1 < word.Length ? TakeTime(word[(end + 1)..]) : TakeZone(word[end..]);
        }

        if (word.Length == 8 && word.All(char.IsAsciiDigit))
        {
            return SetDate(word[..4], word[4..6], word[6..]);
        }

        string[] parts = word.Split('-', '/');
        if (parts.Length != 3 || !parts.All(part => part.Length is > 0 and <= 4 && part.All(char.IsAsciiDigit)))
        {
            return false;
        }

        return parts[0].Length == 4 ? SetDate(parts[0], parts[1], parts[2])
            : word.Contains('/', StringComparison.Ordinal) && parts[2].Length == 4 && SetDate(parts[2], parts[0], parts[1]);
    }

    private bool SetDate(string year, string month, string day)
    {
        if (_year is not null || _month is not null || _day is not null)
        {
            throw Wrong("more than one date");
        }

        (_year, _month, _day) = (Number(year), Number(month), Number(day));
        return true;
    }

    // 10:20, 10:20:30, 10:20:30.5, each with a zone after it.
    private bool TakeTime(string word)
    {
        int end = word.AsSpan().IndexOfAnyExcept(s_timeLetters);
        string[] parts = (end < 0 ? word : word[..end]).Split(':');
        if (parts.Length is < 2 or > 3 || !parts[..2].All(part => part.Length is 1 or 2 && part.All(char.IsAsciiDigit)))
        {
            return false;
        }

        string seconds = parts.Length == 3 ? parts[2].Split('.')[0] : "0";
        if (_time is not null || seconds.Length is 0 or > 2 || !seconds.All(char.IsAsciiDigit)
            || Number(parts[0]) > 23 || Number(parts[1]) > 59 || Number(seconds) > 60)
        {
            throw Wrong($"'{word}' is no time of day");
        }

        _time = new TimeSpan(Number(parts[0]), Number(parts[1]), Number(seconds));
        return end < 0 || TakeZone(word[end..]);
    }

    // +0530, +05:30, -7, Z, UTC, CEST.
    private bool TakeZone(string word)
    {
        TimeSpan? zone = word is ['+' or '-', _, ..] ? NumericZone(word) : TimeZoneNames.Find(word);
        if (zone is null || _day is null && word.Length == 1)
        {
            return false;
        }

        // "UTC+2" and "+0200 CEST" are both one too many.
        _zone = _zone is null ? zone : throw Wrong("more than one time zone");
        return true;
    }

    private static TimeSpan? NumericZone(string word)
    {
        string digits = word[1..].Replace(":", string.Empty, StringComparison.Ordinal);
        if (digits.Length is 0 or > 4 || !digits.All(char.IsAsciiDigit))
        {
            return null;
        }

        int number = Number(digits);
        int minutes = digits.Length <= 2 ? number * 60 : number / 100 * 60 + number % 100;
        return minutes > 24 * 60 ? null : TimeSpan.FromMinutes(word[0] == '-' ? -minutes : minutes);
    }

    private bool TakeName(string word)
    {
        string name = word.ToLowerInvariant().TrimEnd('.');
        int month = Math.Max(Array.IndexOf(s_months, name), Array.IndexOf(s_fullMonths, name));
        if (month >= 0)
        {
            _month = _month is null ? month + 1 : throw Wrong("more than one month");
            return true;
        }

        int day = Array.FindIndex(s_days, full => full == name || name.Length >= 3 && full.StartsWith(name, StringComparison.Ordinal));
        _weekday = day >= 0 ? day : _weekday;
        return day >= 0;
    }

    // A day of one or two digits, a year of four, in a date whose month has a name.
    private bool TakeNumber(string word)
    {
        if (!word.All(char.IsAsciiDigit) || word.Length is 0 or 3 or > 4)
        {
            return false;
        }

        if (word.Length == 4 && _year is null)
        {
            _year = Number(word);
            return true;
        }

        if (word.Length <= 2 && _day is null)
        {
            _day = Number(word);
            return true;
        }

        return false;
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
