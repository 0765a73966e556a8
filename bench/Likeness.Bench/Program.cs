using System.Globalization;
using Likeness.Bench;
using Likeness.Tensors.Backends;
using Likeness.Tensors.Runtime;

try
{
    switch (args.FirstOrDefault())
    {
        case "gemm":
            string part = args.Skip(1).FirstOrDefault() ?? "";
            int[] threads = [1, 2];
            IEnumerable<Kernel> all = GemmBenchmark.Kernels(threads.Max()).Concat(ConvBenchmark.Kernels(threads.Max()));
            Kernel[] named = [.. all.Where(kernel => kernel.Name.Contains(part))];
            if (named.Length == 0)
                throw new ArgumentException($"no product has '{part}' in its name; without a name all are measured");
            KernelRates.Print(named, threads, rounds: 25);
            PoolBenchmark.Print();
            return 0;
        case "steps" when args.Length >= 3:
            StepBenchmark.Run(Wanted() ?? Workload.All, Number(args[2]), Peer());
            return 0;
        case "real" when args.Length >= 3:
            RealImages.Run(Wanted(), Number(args[2]), Peer());
            return 0;
        case "start" when args.Length >= 3:
            StartBenchmark.Run(Wanted() ?? Workload.All, Number(args[2]), Peer());
            return 0;
        case "growth" when args.Length is 2 or 3:
            Growth.Run(Peer(), args.ElementAtOrDefault(2));
            return 0;
        case "load" when args.Length == 2:
            LoadBenchmark.Run(Peer());
            return 0;
        case "load-worker":
            LoadBenchmark.Work();
            return 0;
        case "worker" when args.Length == 3:
            StepWorker.Run(Workload.Named(args[1]), Number(args[2]));
            return 0;
        case "plan" when args.Length == 2:
            Console.WriteLine(Workload.Named(args[1]).Compile(Backend.Default).Step);
            return 0;
        case "profile" when args.Length == 3:
            Profile(Workload.Named(args[1]).Compile(Backend.Cpu(Number(args[2]))).Step);
            return 0;
        default:
            Console.Error.WriteLine(
                "usage: gemm [part of a name] | steps PEER-SCRIPT|none THREADS [workload...] "
                + " | real PEER-SCRIPT|none THREADS [workload...] | start PEER-SCRIPT|none THREADS [workload...] | growth PEER-SCRIPT|none [part] | load PEER-SCRIPT|none | worker WORKLOAD THREADS"
                + " | plan WORKLOAD | profile WORKLOAD THREADS");
            return 2;
    }
}
catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or IOException)
{
    Console.Error.WriteLine(fault.Message);
    return 2;
}

string? Peer() => args[1] == "none" ? null : args[1];

IReadOnlyList<Workload>? Wanted() => args.Length == 3 ? null : [.. args.Skip(3).Select(Workload.Named)];

static int Number(string threads) => int.TryParse(threads, CultureInfo.InvariantCulture, out int number) && number > 0
    ? number
    : throw new ArgumentException($"'{threads}' is no number of threads: give one from 1 on, before the names of workloads.");

static void Profile(Compiled step)
{
    // Large groups are machine code by then.
    step.Profile(30);
    PlanProfile profile = step.Profile(9);
    Print(profile.Steps, "");
    Console.WriteLine($"{profile.Seconds * 1e6,10:F0} us  {profile.Cost.MultiplyAdds / 1e6:F1} M multiply-adds, {profile.Cost.Bytes / 1e6:F1} MB");
}

static void Print(IReadOnlyList<ProfiledStep> steps, string indent)
{
    foreach (ProfiledStep step in steps.OrderByDescending(step => step.Seconds))
    {
        double flops = step.Cost.Flops / step.Seconds, bytes = step.Cost.Bytes / step.Seconds;
        Console.WriteLine($"{step.Seconds * 1e6,10:F0} us {flops * 1e-9,6:F1} GFLOP/s {bytes * 1e-9,6:F1} GB/s  {indent}{step.Title}");
        Print(step.Body, indent + "  ");
    }
}
