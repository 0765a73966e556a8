using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Four floats: SSE, NEON, or plain scalar code where there is neither.</summary>
internal readonly unsafe struct Vec128 : IVec<Vec128>
{
    private readonly Vector128<float> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vec128(Vector128<float> v) => this.v = v;

    private Vector128<int> Int
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v.AsInt32();
    }

    private Vector128<double> Double
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v.AsDouble();
    }

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    public static Vec128 BlockOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Of(Vector128.Create(0L, 1).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vec128 value, float* target) => value.v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 LoadPart(float* source, int lanes, Vec128 others)
    {
        Vector128<float> part = others.v;
        for (int i = 0; i < lanes; i++)
            ((float*)&part)[i] = source[i];
        return new(part);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart(Vec128 value, float* target, int lanes)
    {
        Vector128<float> part = value.v;
        for (int i = 0; i < lanes; i++)
            target[i] = ((float*)&part)[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 LoadParts(float* source, nint step) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float First(Vec128 a) => a.v.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 Create(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 CreateInt(int value) => Of(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 operator +(Vec128 a, Vec128 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 operator -(Vec128 a, Vec128 b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 operator *(Vec128 a, Vec128 b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 operator /(Vec128 a, Vec128 b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 operator &(Vec128 a, Vec128 b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 operator |(Vec128 a, Vec128 b) => new(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 operator ^(Vec128 a, Vec128 b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 MulAdd(Vec128 a, Vec128 b, Vec128 c) => new(Vector128.MultiplyAddEstimate(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 MulSub(Vec128 a, Vec128 b, Vec128 c) => new(Vector128.MultiplyAddEstimate(-a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 MinNative(Vec128 a, Vec128 b) => new(Vector128.MinNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 MaxNative(Vec128 a, Vec128 b) => new(Vector128.MaxNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 Min(Vec128 a, Vec128 b) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a.v, a.v), Vector128.MinNative(a.v, b.v), a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 Max(Vec128 a, Vec128 b) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a.v, a.v), Vector128.MaxNative(a.v, b.v), a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 Abs(Vec128 a) => new(Vector128.Abs(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 Sqrt(Vec128 a) => new(Vector128.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 Floor(Vec128 a) => new(Vector128.Floor(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 Round(Vec128 a) => new(Vector128.Round(a.v));

    // Two factors: 2^n itself may be out of range where the product is not. Halving n keeps the first product exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 Scale(Vec128 a, Vec128 n)
    {
        Vector128<int> whole = Vector128.ConvertToInt32Native(n.v);
        Vector128<int> half = whole >> 1;
        Vector128<int> bias = Vector128.Create(127);
        return new(a.v * ((half + bias) << 23).AsSingle() * ((whole - half + bias) << 23).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 SelectLess(Vec128 a, Vec128 b, Vec128 yes, Vec128 no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a.v, b.v), yes.v, no.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 SelectLessEqual(Vec128 a, Vec128 b, Vec128 yes, Vec128 no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThanOrEqual(a.v, b.v), yes.v, no.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 SelectEqual(Vec128 a, Vec128 b, Vec128 yes, Vec128 no) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a.v, b.v), yes.v, no.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool NoneLess(Vec128 a, Vec128 b) => !Vector128.LessThanAny(a.v, b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyEqual(Vec128 a, Vec128 b) => Vector128.EqualsAny(a.v, b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllPositiveNormal(Vec128 a) =>
        Vector128.LessThanAll((a.Int - Vector128.Create(0x00800000)).AsUInt32(), Vector128.Create(0x7f000000u));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 AddInt(Vec128 a, Vec128 b) => Of(a.Int + b.Int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 SubInt(Vec128 a, Vec128 b) => Of(a.Int - b.Int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 MulInt(Vec128 a, Vec128 b) => Of(a.Int * b.Int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 MinInt(Vec128 a, Vec128 b) => Of(Vector128.Min(a.Int, b.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 MaxInt(Vec128 a, Vec128 b) => Of(Vector128.Max(a.Int, b.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 SelectLessInt(Vec128 a, Vec128 b, Vec128 yes, Vec128 no) =>
        Of(Vector128.ConditionalSelect(Vector128.LessThan(a.Int, b.Int), yes.Int, no.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 SelectEqualInt(Vec128 a, Vec128 b, Vec128 yes, Vec128 no) =>
        Of(Vector128.ConditionalSelect(Vector128.Equals(a.Int, b.Int), yes.Int, no.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 ShiftLeftInt(Vec128 a, int count) => Of(a.Int << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 ShiftRightInt(Vec128 a, int count) => Of(a.Int >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 ShiftRightSigned(Vec128 a, int count) => Of(a.Int >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 ToInt(Vec128 a) => Of(Vector128.ConvertToInt32(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 ToIntNative(Vec128 a) => Of(Vector128.ConvertToInt32Native(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 FromInt(Vec128 a) => new(Vector128.ConvertToSingle(a.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 LoadBytes(byte* source) =>
        Of(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(int*)source).AsByte())).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vec128 value, byte* target)
    {
        Vector128<ushort> pairs = Vector128.Narrow(value.v.AsUInt32(), value.v.AsUInt32());
        *(int*)target = Vector128.Narrow(pairs, pairs).AsInt32().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 MultiplyLong(Vec128 a, Vec128 b)
    {
        if (Sse2.IsSupported)
            return Of(Sse2.Multiply(a.v.AsUInt32(), b.v.AsUInt32()).AsInt32());
        Vector128<ulong> low = Vector128.Create((ulong)uint.MaxValue);
        return Of(((a.v.AsUInt64() & low) * (b.v.AsUInt64() & low)).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 ShiftLeftLong(Vec128 a, int count) => Of((a.v.AsInt64() << count).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 ShiftRightLong(Vec128 a, int count) => Of((a.v.AsInt64() >>> count).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 InterleaveLow(Vec128 a, Vec128 b)
    {
        if (Sse.IsSupported)
            return new(Sse.UnpackLow(a.v, b.v));
        if (AdvSimd.Arm64.IsSupported)
            return new(AdvSimd.Arm64.ZipLow(a.v, b.v));
        return new(Vector128.Create(a.v.GetElement(0), b.v.GetElement(0), a.v.GetElement(1), b.v.GetElement(1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 InterleaveHigh(Vec128 a, Vec128 b)
    {
        if (Sse.IsSupported)
            return new(Sse.UnpackHigh(a.v, b.v));
        if (AdvSimd.Arm64.IsSupported)
            return new(AdvSimd.Arm64.ZipHigh(a.v, b.v));
        return new(Vector128.Create(a.v.GetElement(2), b.v.GetElement(2), a.v.GetElement(3), b.v.GetElement(3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 JoinLow(Vec128 a, Vec128 b)
    {
        if (Sse2.IsSupported)
            return Of(Sse2.UnpackLow(a.Double, b.Double));
        if (AdvSimd.Arm64.IsSupported)
            return Of(AdvSimd.Arm64.ZipLow(a.Double, b.Double));
        return new(Vector128.Create(a.v.GetLower(), b.v.GetLower()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 JoinHigh(Vec128 a, Vec128 b)
    {
        if (Sse2.IsSupported)
            return Of(Sse2.UnpackHigh(a.Double, b.Double));
        if (AdvSimd.Arm64.IsSupported)
            return Of(AdvSimd.Arm64.ZipHigh(a.Double, b.Double));
        return new(Vector128.Create(a.v.GetUpper(), b.v.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 Swap(Vec128 a, int distance) => distance == 2
        ? new(Vector128.Shuffle(a.v, Vector128.Create(2, 3, 0, 1)))
        : new(Vector128.Shuffle(a.v, Vector128.Create(1, 0, 3, 2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 CreateDouble(double value) => Of(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 WidenLow(Vec128 a) => Of(Vector128.WidenLower(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 WidenHigh(Vec128 a) => Of(Vector128.WidenUpper(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 Narrow(Vec128 low, Vec128 high) => new(Vector128.Narrow(low.Double, high.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 SubDouble(Vec128 a, Vec128 b) => Of(a.Double - b.Double);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 MulDouble(Vec128 a, Vec128 b) => Of(a.Double * b.Double);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec128 RoundDouble(Vec128 a) => Of(Vector128.Round(a.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec128 Of(Vector128<int> bits) => new(bits.AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec128 Of(Vector128<double> bits) => new(bits.AsSingle());
}
