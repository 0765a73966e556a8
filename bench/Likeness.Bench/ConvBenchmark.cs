using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Runtime;

namespace Likeness.Bench;

/// <summary>The three products of the convolutions that small image models are made of, batch 128.</summary>
internal static unsafe class ConvBenchmark
{
    /// <param name="threads">The most that will run one.</param>
    internal static IEnumerable<Kernel> Kernels(int threads) =>
    [
        .. Layer(threads, "conv 28x28x1 3x3 32", 28, 1, 3, 32, 1),
        .. Layer(threads, "conv 28x28x32 4x4/2 64", 28, 32, 4, 64, 2),
        .. Layer(threads, "conv 14x14x64 4x4/2 128", 14, 64, 4, 128, 2),
        .. Layer(threads, "conv 7x7x128 4x4/2 256", 7, 128, 4, 256, 2),
        .. Layer(threads, "conv 28x28x1 4x4/2 64", 28, 1, 4, 64, 2),
        .. Layer(threads, "conv 28x28x32 3x3 32", 28, 32, 3, 32, 1),
        .. Layer(threads, "conv 28x28x32 3x3 1", 28, 32, 3, 1, 1),
        .. Layer(threads, "conv 14x14x64 3x3 64", 14, 64, 3, 64, 1),
        .. Layer(threads, "conv 7x7x64 3x3 64", 7, 64, 3, 64, 1),
        .. Layer(threads, "conv 14x14x64 1x1 128", 14, 64, 1, 128, 1),
    ];

    private static Kernel[] Layer(int threads, string name, int size, int channels, int kernel, int filters, int stride)
    {
        var pad = kernel == 1 ? 0 : 1;
        var shape = new ConvShape(128, size, size, channels, kernel, kernel, filters, stride, stride, new ConvPadding(pad, pad, pad, pad));
        var x = Memory.Filled((long)shape.Images * size * size * channels);
        var filter = Memory.Filled((long)kernel * kernel * channels * filters);
        var y = Memory.Filled((long)shape.Images * shape.OutHeight * shape.OutWidth * filters);
        var forward = ConvProducts.Forward(shape);
        var input = ConvProducts.InputGradient(shape);
        var weight = ConvProducts.FilterGradient(shape);
        var bytes = new[] { forward.ScratchBytes(threads), input.ScratchBytes(threads), weight.ScratchBytes(threads) }.Max();
        var scratch = new NativeBuffer(bytes);
        return
        [
            new Kernel($"{name} y", shape.MultiplyAdds, p => forward.Run(p, x.Floats, filter.Floats, y.Floats, scratch.Pointer)),
            new Kernel($"{name} dx", shape.MultiplyAdds, p => input.Run(p, y.Floats, filter.Floats, x.Floats, scratch.Pointer)),
            new Kernel($"{name} dw", shape.MultiplyAdds, p => weight.Run(p, x.Floats, y.Floats, filter.Floats, scratch.Pointer)),
        ];
    }
}
