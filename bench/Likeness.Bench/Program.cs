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
        IEnumerable<Workload> wanted = args.Length == 3 ? Workload.All : args.Skip(3).Select(Workload.Named);
        StepBenchmark.Run([.. wanted], Number(args[2]), args[1] == "none" ? null : args[1]);
        return 0;
    case "worker" when args.Length == 3:
        StepWorker.Run(Workload.Named(args[1]), Number(args[2]));
        return 0;
    case "plan" when args.Length == 2:
        foreach (Compiled step in Workload.Named(args[1]).Compile(Backend.Default))
            Console.WriteLine(step);
        return 0;
    case "profile" when args.Length == 3:
        foreach (Compiled step in Workload.Named(args[1]).Compile(Backend.Cpu(Number(args[2]))))
            Profile((CpuStep)step);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: gemm [part of a name] | steps PEER-SCRIPT|none THREADS [workload...] | worker WORKLOAD THREADS"
            + " | plan WORKLOAD | profile WORKLOAD THREADS");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static void Profile(CpuStep step)
{
    step.Profile(3);
    foreach ((PlanStep item, double seconds) in step.Profile(5).OrderByDescending(entry => entry.Seconds).Take(40))
    {
        string firstLine = item.ToString()!.Split('\n', StringSplitOptions.TrimEntries)[0];
        Console.WriteLine($"{seconds * 1e6,10:F0} us  {firstLine,-90} {(item as FusedStep)?.Ops.Count} ops");
    }
}
