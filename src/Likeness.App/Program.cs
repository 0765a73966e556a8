using Likeness.App.Commands;
using Likeness.App.Commands.Terminal;

return LikenessProgram.Run(args, Surroundings.OfThisProcess());
