// SPDX-License-Identifier: GPL-2.0-only
using System.CommandLine;

using Kelf.Cli.CommandLine;
using Kelf.Cli.Terminal;

namespace Kelf.Cli.Commands;

/// <summary>
/// <c>kelf completion SHELL</c>: prints a script that makes the shell complete command lines of kelf. The scripts ask
/// the program itself (its <c>[suggest]</c> directive), so they know what this version knows.
/// </summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # bash completion of kelf
        _kelf() {
            local word words
            words=$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
            COMPREPLY=()
            while IFS= read -r word; do
                COMPREPLY+=("$word")
            done < <(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}")
        }
        complete -o default -F _kelf kelf

        """;

    private const string Zsh = """
        #compdef kelf
        # zsh completion of kelf
        _kelf() {
            local -a words_found
            words_found=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            compadd -- ${words_found:#} || _files
        }
        # Autoloaded from fpath, the file is the function's body; sourced, it registers the function.
        if [[ ${funcstack[1]} == _kelf ]]; then _kelf "$@"; else compdef _kelf kelf; fi

        """;

    private const string Fish = """
        # fish completion of kelf
        function __kelf_complete
            set -l line (commandline -cp)
            kelf "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c kelf -a '(__kelf_complete)'

        """;

    private static readonly string[] s_examples =
    [
        "source <(kelf completion bash)",
        "kelf completion zsh > \"${fpath[1]}/_kelf\"",
        "kelf completion fish > ~/.config/fish/completions/kelf.fish",
    ];

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Command command = new("completion", "Print a script that completes command lines of kelf in a shell.") { shell };
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.Write(parsed.GetValue(shell) switch
            {
                "zsh" => Zsh,
                "fish" => Fish,
                _ => Bash,
            });
            return ExitStatus.Done;
        });
        command.WithExamples(s_examples);
        return command;
    }
}
