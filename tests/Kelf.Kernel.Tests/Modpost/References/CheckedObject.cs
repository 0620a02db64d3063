// SPDX-License-Identifier: GPL-2.0-only
using Kelf.Kernel.Modpost.Messages;
using Kelf.Kernel.Modpost.Objects;
using Kelf.Kernel.Modpost.References;
using Kelf.Kernel.Modpost.Releases;
using Kelf.Kernel.Modpost.Settings;
using Kelf.ObjectFiles.Bytes;
using Kelf.ObjectFiles.Elf;
using Kelf.TestSupport;

namespace Kelf.Kernel.Tests.Modpost.References;

/// <summary>Small objects, and what the check of references says of them.</summary>
internal static class CheckedObject
{
    /// <summary>An object with a section of each name, 64 bytes long.</summary>
    public static ElfBuilder With(params string[] sections) => Of(new ElfBuilder(), sections);

    /// <summary>The same of a machine.</summary>
    public static ElfBuilder Of(ElfBuilder builder, params string[] sections)
    {
        foreach (string section in sections)
        {
            builder.Section(section, new byte[64], flags: ElfSectionFlags.Allocated);
        }

        return builder;
    }

    /// <summary>The messages, each with its level.</summary>
    public static string[] Messages(ElfBuilder builder, ModpostRelease release = ModpostRelease.Linux73, bool hasExtraWarnings = false) =>
        Messages(builder, new ModpostOptions { Release = release, HasExtraWarnings = hasExtraWarnings });

    /// <summary>The same with other options.</summary>
    public static string[] Messages(ElfBuilder builder, ModpostOptions options)
    {
        using NativeBuffer memory = builder.BuildInMemory("m.o");
        ElfFile file = ElfFile.Parse(memory.Contents);
        MessageList messages = new();
        using ReferenceCheck check = new(new ScannedObject("m.o", options.Release, file, messages), options);
        try
        {
            foreach (ElfSection section in file.Sections)
            {
                check.CheckSection(section);
                if (section.Type is ElfSectionType.Relocations or ElfSectionType.RelocationsWithAddends)
                {
                    check.Check(section);
                }
            }
        }
        catch (FatalException)
        {
            // It is among the messages.
        }

        check.Explain();

        return [.. messages.Messages.Select(message => $"{message.Level}: {message.Text}")];
    }

    /// <summary>What follows <c>section mismatch in reference: </c> in the one message; empty without any.</summary>
    public static string Tail(ElfBuilder builder, ModpostRelease release = ModpostRelease.Linux73, bool hasExtraWarnings = false) =>
        string.Join('\n', Messages(builder, release, hasExtraWarnings)
            .Select(message => message[(message.IndexOf("reference: ", StringComparison.Ordinal) + "reference: ".Length)..]));
}
