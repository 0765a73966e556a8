using System.CommandLine;
using System.CommandLine.Parsing;
using Likeness.Data;

namespace Likeness.App.Commands;

/// <summary>What is wrong with a command line that does not parse, said once and with the nearest name that exists.</summary>
internal static class ArgumentFault
{
    public static UsageException Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        // An option that lacks its value swallows the word behind it, so its error comes before those of words left over.
        if (parsed.Errors.FirstOrDefault(error => error.SymbolResult is OptionResult) is { } wrong)
            return new UsageException(OfOption((OptionResult)wrong.SymbolResult!, wrong.Message));
        if (parsed.UnmatchedTokens.FirstOrDefault() is { } unknown)
            return Unknown(unknown, command);
        if (parsed.Errors.Count == 0)
            return new UsageException($"no command given; there are {Names(command.Subcommands)} (likeness --help)");
        return new UsageException(parsed.Errors[0].SymbolResult is ArgumentResult { Tokens.Count: 0, Argument: var argument }
            ? $"{argument.Name} is missing: give {argument.Description}" : parsed.Errors[0].Message.TrimEnd('.'));
    }

    private static string OfOption(OptionResult result, string message) => result switch
    {
        { Tokens.Count: 0, Option: var option } => $"{option.Name} needs a value: {option.Name} {option.HelpName}",
        { IdentifierTokenCount: > 1 and var times, Option: { Arity.MaximumNumberOfValues: 1 } option } =>
            $"{option.Name} is given {times} times: give it once",
        _ => message.TrimEnd('.'),
    };

    private static UsageException Unknown(string token, Command command)
    {
        if (command.Subcommands.Count > 0 && !token.StartsWith('-'))
            return new UsageException(
                $"unknown command '{token}'{EditDistance.Suggest(token, command.Subcommands.Select(sub => sub.Name))}; " +
                $"there are {Names(command.Subcommands)}");
        string[] options = [.. command.Options.Select(option => option.Name)];
        return token.StartsWith('-')
            ? new UsageException($"unknown option '{token}'{EditDistance.Suggest(token, options)}; " +
                $"{Where(command)} takes {string.Join(", ", options)}")
            : new UsageException($"{Where(command)} has no use for '{token}'; see {Where(command)} --help");
    }

    private static string Names(IEnumerable<Command> commands) => string.Join(", ", commands.Select(sub => sub.Name));

    private static string Where(Command command) => command.Subcommands.Count > 0 ? command.Name : $"likeness {command.Name}";
}
