using System.Globalization;
using Likeness.Bench;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Backends.Cpu;
using Likeness.Tensors.Runtime;

switch (args.FirstOrDefault())
{
    case "gemm":
        string part = args.Skip(1).FirstOrDefault() ?? "";
        IEnumerable<Kernel> all = GemmBenchmark.Kernels().Concat(ConvBenchmark.Kernels());
        KernelRates.Print([.. all.Where(kernel => kernel.Name.Contains(part))], [1, 2], rounds: 25);
        PoolBenchmark.Print();
        return 0;
    case "steps" when args.Length >= 3:
        IEnumerable<Workload> wanted = Workload.All.Where(workload => args.Length == 3 || args.Skip(3).Contains(workload.Name));
        StepBenchmark.Run([.. wanted], int.Parse(args[2], CultureInfo.InvariantCulture), args[1] == "none" ? null : args[1]);
        return 0;
    case "plan" when args.Length == 2:
        Console.WriteLine(Workload.All.Single(workload => workload.Name == args[1]).Compile(Backend.Default));
        return 0;
    case "profile" when args.Length == 3:
        var step = (CpuStep)Workload.All.Single(workload => workload.Name == args[1]).Compile(Backend.Cpu(int.Parse(args[2], CultureInfo.InvariantCulture)));
        step.Profile(3);
        foreach ((PlanStep item, double seconds) in step.Profile(5).OrderByDescending(entry => entry.Seconds).Take(40))
            Console.WriteLine($"{seconds * 1e6,10:F0} us  {string.Join(' ', item.ToString()!.Split('\n', StringSplitOptions.TrimEntries)[..1]),-90} {(item as FusedStep)?.Ops.Count} ops");
        return 0;
    default:
        Console.Error.WriteLine("usage: gemm [part of a name] | steps PEER-SCRIPT|none THREADS [workload...] | plan WORKLOAD | profile WORKLOAD THREADS");
        return 2;
}
