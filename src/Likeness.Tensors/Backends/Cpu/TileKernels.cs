using System.Reflection;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Ops;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>Which kernel computes which primitive.</summary>
internal static unsafe class TileKernels
{
    private static readonly Dictionary<string, (UnaryKernel F32, UnaryKernel? I32)> Unaries = new()
    {
        [Elementwise.Negate.Name] = (UnaryKernel.Negate, UnaryKernel.NegateInt),
        [Elementwise.Exp.Name] = (UnaryKernel.Exp, null),
        [Elementwise.Log.Name] = (UnaryKernel.Log, null),
        [Elementwise.Log1p.Name] = (UnaryKernel.Log1p, null),
        [Elementwise.Sqrt.Name] = (UnaryKernel.Sqrt, null),
        [Elementwise.Reciprocal.Name] = (UnaryKernel.Reciprocal, null),
        [Elementwise.Tanh.Name] = (UnaryKernel.Tanh, null),
        [Elementwise.Sigmoid.Name] = (UnaryKernel.Sigmoid, null),
        [Elementwise.Sin.Name] = (UnaryKernel.Sin, null),
        [Elementwise.Cos.Name] = (UnaryKernel.Cos, null),
        [Elementwise.Abs.Name] = (UnaryKernel.Abs, null),
        [Elementwise.Sign.Name] = (UnaryKernel.Sign, null),
        [Elementwise.Floor.Name] = (UnaryKernel.Floor, UnaryKernel.Copy),
        [Elementwise.Detach.Name] = (UnaryKernel.Copy, UnaryKernel.Copy),
    };

    private static readonly Dictionary<string, (BinaryKernel? F32, BinaryKernel? I32)> Binaries = new()
    {
        [Elementwise.Add.Name] = (BinaryKernel.Add, BinaryKernel.AddInt),
        [Elementwise.Subtract.Name] = (BinaryKernel.Subtract, BinaryKernel.SubtractInt),
        [Elementwise.Multiply.Name] = (BinaryKernel.Multiply, BinaryKernel.MultiplyInt),
        [Elementwise.Divide.Name] = (BinaryKernel.Divide, null),
        [Elementwise.Maximum.Name] = (BinaryKernel.Maximum, BinaryKernel.MaximumInt),
        [Elementwise.Minimum.Name] = (BinaryKernel.Minimum, BinaryKernel.MinimumInt),
        [Elementwise.Quotient.Name] = (null, BinaryKernel.DivideInt),
        [Elementwise.Remainder.Name] = (null, BinaryKernel.RemainderInt),
        [Elementwise.Less.Name] = (BinaryKernel.Less, BinaryKernel.LessInt),
        [Elementwise.LessOrEqual.Name] = (BinaryKernel.LessEqual, BinaryKernel.LessEqualInt),
        [Elementwise.Equal.Name] = (BinaryKernel.Equal, BinaryKernel.EqualInt),
    };

    public static delegate*<void*, void*, int, void> Unary(Node node)
    {
        DType from = node.Inputs[0].DType;
        if (node.Op is CastOp cast)
            return KernelTable.Cast(Cast(from, cast.Target));
        if (from == DType.U8 && node.Op == Elementwise.Detach)
            return KernelTable.Cast(CastKernel.U8ToU8);
        (UnaryKernel f32, UnaryKernel? i32) = Unaries[((ElementwiseOp)node.Op).Name];
        return KernelTable.Unary((from == DType.F32 ? f32 : i32) ?? throw Unsupported(node));
    }

    public static delegate*<void*, void*, void*, int, void> Binary(Node node, OperandForm form)
    {
        (BinaryKernel? f32, BinaryKernel? i32) = Binaries[((ElementwiseOp)node.Op).Name];
        return KernelTable.Binary((node.Inputs[0].DType == DType.F32 ? f32 : i32) ?? throw Unsupported(node), form);
    }

    /// <summary>Whether an operation takes floats alone and gives floats, by a kernel of its own.</summary>
    public static bool IsOfFloats(Node node) => node.DType == DType.F32 && node.Inputs.All(input => input.DType == DType.F32)
        && node.Op is SelectOp or BinaryOp or UnaryOp;

    /// <summary>The kernel of such an operation, as a function of registers.</summary>
    public static MethodInfo Function<V>(Node node)
        where V : unmanaged, IVec<V> => node.Op switch
        {
            SelectOp => KernelTable.Ternary<KernelFunctions<V>, MethodInfo>(TernaryKernel.Select, default),
            BinaryOp op => KernelTable.Binary<KernelFunctions<V>, MethodInfo>(Binaries[op.Name].F32 ?? throw Unsupported(node), default),
            _ => KernelTable.Unary<KernelFunctions<V>, MethodInfo>(Unaries[((UnaryOp)node.Op).Name].F32, default),
        };

    private static CastKernel Cast(DType from, DType to) => (from, to) switch
    {
        (DType.U8, DType.F32) => CastKernel.U8ToF32,
        (DType.U8, DType.I32) => CastKernel.U8ToI32,
        (DType.I32, DType.F32) => CastKernel.I32ToF32,
        (DType.F32, DType.I32) => CastKernel.F32ToI32,
        (DType.F32, DType.U8) => CastKernel.F32ToU8,
        (DType.I32, DType.U8) => CastKernel.I32ToU8,
        _ => throw new NotSupportedException($"cast from {from} to {to}: F64 exists in the reference backend only"),
    };

    private static NotSupportedException Unsupported(Node node) =>
        new($"{node.Op} of {node.Inputs[0].DType} is not defined on the CPU; use Cast(DType.F32) first");
}
