using Likeness.Bench;
using Likeness.Tensors.Backends.Cpu.Kernels;

if (args[0] == "pack") unsafe
{
    var k = new List<Kernel>();
    foreach (var (kk, n, tr) in new[] { (400, 784, true), (784, 400, false), (1024, 1024, true), (1024, 1024, false), (128, 64, true), (128,64,false) })
    {
        var b = Memory.Filled((long)kk * n);
        var p = Memory.Filled((long)kk * (n + 32));
        k.Add(new Kernel($"pack {kk}x{n} {tr}", kk * n, pool =>
        {
            for (int c = 0; c < n; c += 32)
                GemmPack.Panel(tr ? b.Floats + (long)c * kk : b.Floats + c, tr ? 1 : n, tr ? kk : 1, kk, Math.Min(32, n - c), Math.Min(32, n - c), p.Floats + c * kk);
        }));
    }
    KernelRates.Print(k, [1], 8);
    return 0;
}
switch (args.FirstOrDefault())
{
    case "gemm":
        var filter = args.Skip(1).FirstOrDefault() ?? "";
        var kernels = GemmBenchmark.Kernels().Concat(ConvBenchmark.Kernels()).Where(kernel => kernel.Name.Contains(filter)).ToList();
        KernelRates.Print(kernels, [1, 2], rounds: 20);
        return 0;
}
return 1;
