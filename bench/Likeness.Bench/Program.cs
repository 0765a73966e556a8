using Likeness.Bench;

switch (args.FirstOrDefault())
{
    case "gemm":
        var filter = args.Skip(1).FirstOrDefault() ?? "";
        var kernels = GemmBenchmark.Kernels().Concat(ConvBenchmark.Kernels()).Where(kernel => kernel.Name.Contains(filter)).ToList();
        KernelRates.Print(kernels, [1, 2], rounds: 8);
        return 0;
    default:
        Console.Error.WriteLine("usage: Likeness.Bench gemm [part of a name]: rates of matrix products and convolutions against the peak");
        return 2;
}
