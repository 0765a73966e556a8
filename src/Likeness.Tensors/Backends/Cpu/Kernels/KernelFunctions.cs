using System.Reflection;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>The kernels on floats as functions of registers, for code that puts several into one loop; null for the others.</summary>
internal static unsafe class KernelFunctions<V>
    where V : unmanaged, IVec<V>
{
    public static readonly MethodInfo Load = ((Loads)V.Load).Method;

    public static readonly MethodInfo Store = ((Stores)V.Store).Method;

    public static readonly MethodInfo Create = ((Func<float, V>)V.Create).Method;

    private delegate V Loads(float* source);

    private delegate void Stores(V value, float* target);

    public static MethodInfo? Unary(UnaryKernel kernel) => kernel switch
    {
        UnaryKernel.Negate => Of(NegateKernel.Apply),
        UnaryKernel.Exp => Of(ExpKernel.Apply),
        UnaryKernel.Log => Of(LogKernel.Apply),
        UnaryKernel.Log1p => Of(Log1pKernel.Apply),
        UnaryKernel.Sqrt => Of(SqrtKernel.Apply),
        UnaryKernel.Reciprocal => Of(ReciprocalKernel.Apply),
        UnaryKernel.Tanh => Of(TanhKernel.Apply),
        UnaryKernel.Sigmoid => Of(SigmoidKernel.Apply),
        UnaryKernel.Abs => Of(AbsKernel.Apply),
        UnaryKernel.Sign => Of(SignKernel.Apply),
        UnaryKernel.Floor => Of(FloorKernel.Apply),
        UnaryKernel.Sin => Of(SinKernel.Apply),
        UnaryKernel.Cos => Of(CosKernel.Apply),
        UnaryKernel.Copy => Of(CopyKernel.Apply),
        _ => null,
    };

    public static MethodInfo? Binary(BinaryKernel kernel) => kernel switch
    {
        BinaryKernel.Add => Of(AddKernel.Apply),
        BinaryKernel.Subtract => Of(SubtractKernel.Apply),
        BinaryKernel.Multiply => Of(MultiplyKernel.Apply),
        BinaryKernel.Divide => Of(DivideKernel.Apply),
        BinaryKernel.Minimum => Of(MinimumKernel.Apply),
        BinaryKernel.Maximum => Of(MaximumKernel.Apply),
        BinaryKernel.Less => Of(LessKernel.Apply),
        BinaryKernel.LessEqual => Of(LessEqualKernel.Apply),
        BinaryKernel.Equal => Of(EqualKernel.Apply),
        _ => null,
    };

    public static MethodInfo? Ternary(TernaryKernel kernel) => kernel == TernaryKernel.Select ? Of(SelectKernel.Apply) : null;

    private static MethodInfo Of(Func<V, V> function) => function.Method;

    private static MethodInfo Of(Func<V, V, V> function) => function.Method;

    private static MethodInfo Of(Func<V, V, V, V> function) => function.Method;
}
