using Likeness.Bench;

switch (args.FirstOrDefault())
{
    case "gemm":
        var part = args.Skip(1).FirstOrDefault() ?? "";
        var all = GemmBenchmark.Kernels().Concat(ConvBenchmark.Kernels());
        KernelRates.Print([.. all.Where(kernel => kernel.Name.Contains(part))], [1, 2], rounds: 25);
        PoolBenchmark.Print();
        return 0;
    default:
        Console.Error.WriteLine("usage: Likeness.Bench gemm [part of a name]: rates of matrix products and convolutions against the peak");
        return 2;
}
