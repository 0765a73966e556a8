using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>A product, with the fused group that follows it as its epilogue.</summary>
internal sealed unsafe class CpuContraction : CpuWork
{
    private readonly Product product;
    private readonly float* a;
    private readonly float* b;
    private readonly float* result;
    private readonly CpuScratch scratch;
    private readonly Epilogue? epilogue;

    private CpuContraction(Node node, IReadOnlyList<PlanView> operands, PlanBuffer? kept, FusedStep? after, CpuMemory memory, CpuScratch scratch)
    {
        this.scratch = scratch;
        product = Prepare(node, operands, kept is not null);
        a = First(operands[0], memory);
        b = First(operands[1], memory);
        result = kept is null ? null : (float*)memory.Address(kept);
        long bytes = product.ScratchBytes(scratch.Pool.Threads);
        if (after is not null)
        {
            epilogue = new Epilogue(new TileProgram(after, memory, scratch.CompiledFrom), node.Shape[-1], scratch, bytes);
            bytes += epilogue.ScratchBytes;
        }
        scratch.Reserve(bytes);
    }

    public static CpuContraction Alone(OpStep step, CpuMemory memory, CpuScratch scratch) =>
        new(step.Node, step.Operands, step.Result, null, memory, scratch);

    public static CpuContraction WithEpilogue(FusedStep step, CpuMemory memory, CpuScratch scratch) =>
        new(step.Contraction!, step.Operands, step.Product, step, memory, scratch);

    public override void Run() => product.Run(scratch.Pool, a, b, result, scratch.Pointer, epilogue);

    private static float* First(PlanView view, CpuMemory memory) => (float*)memory.Address(view.Buffer) + view.Layout.Offset;

    private static Product Prepare(Node node, IReadOnlyList<PlanView> operands, bool kept) => node.Op switch
    {
        MatMulOp => new GemmWork(Matrices(node, operands[0].Layout, operands[1].Layout), kept),
        Conv2DOp op => ConvProducts.Forward(Convolution(node.Inputs[0].Shape, node.Inputs[1].Shape, op.Window), kept),
        Conv2DInputOp op => ConvProducts.InputGradient(Convolution(node.Shape, node.Inputs[1].Shape, op.Window), kept),
        Conv2DFilterOp op => ConvProducts.FilterGradient(Convolution(node.Inputs[0].Shape, node.Shape, op.Window), kept),
        _ => throw new InvalidOperationException($"the CPU backend does not know {node.Op}"),
    };

    private static GemmShape Matrices(Node node, Layout a, Layout b) => new(
        (int)node.Shape.Slice(0, node.Shape.Rank - 2).Size, node.Shape[-2], node.Shape[-1], a.Shape[-1], Strides(a), Strides(b));

    private static ConvShape Convolution(Shape images, Shape filters, ConvWindow window) => new(
        images[0], images[1], images[2], images[3], filters[0], filters[1], filters[3], window.StrideY, window.StrideX,
        new ConvPadding(window.Top, window.Bottom, window.Left, window.Right));

    private static MatrixStrides Strides(Layout layout) =>
        new(layout.BatchStride ?? 0, layout.Strides[^2], layout.Strides[^1]);

    /// <summary>Runs a tile program over finished rows.</summary>
    private sealed class Epilogue(TileProgram program, int columns, CpuScratch scratch, long offset) : RowEpilogue
    {
        public long ScratchBytes => program.WorkerBytes * scratch.Pool.Threads;

        internal override void Run(int worker, float* rows, long firstRow, int rowCount) =>
            program.Run(firstRow * columns, (long)rowCount * columns, scratch.Pointer + offset + (worker * program.WorkerBytes), rows, 0);
    }
}
