using Likeness.App.Commands;
using Likeness.App.Commands.Terminal;

using var stop = new StopSignals();
return LikenessProgram.Run(args, Surroundings.OfThisProcess(stop.Token));
