using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Eight floats: AVX2. Needs <see cref="Vector256.IsHardwareAccelerated"/>; its instructions are not guarded again.</summary>
internal readonly unsafe struct Vec256 : IVec<Vec256>
{
    private readonly Vector256<float> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vec256(Vector256<float> v) => this.v = v;

    private Vector256<int> Int
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v.AsInt32();
    }

    private Vector256<double> Double
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v.AsDouble();
    }

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    public static Vec256 BlockOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Of(Vector256.Create(0L, 2, 1, 3).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vec256 value, float* target) => value.v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 LoadPart(float* source, int lanes, Vec256 others)
    {
        Vector256<float> mask = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(lanes)).AsSingle();
        return new(Vector256.ConditionalSelect(mask, Avx.MaskLoad(source, mask), others.v));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart(Vec256 value, float* target, int lanes) =>
        Avx.MaskStore(target, Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(lanes)).AsSingle(), value.v);

    // "Unsafe" widening, since zeroing the upper half first would chain each load to the one before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 LoadParts(float* source, nint step) =>
        new(Vector128.Load(source).ToVector256Unsafe().WithUpper(Vector128.Load(source + step)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float First(Vec256 a) => a.v.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 Create(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 CreateInt(int value) => Of(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 operator +(Vec256 a, Vec256 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 operator -(Vec256 a, Vec256 b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 operator *(Vec256 a, Vec256 b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 operator /(Vec256 a, Vec256 b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 operator &(Vec256 a, Vec256 b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 operator |(Vec256 a, Vec256 b) => new(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 operator ^(Vec256 a, Vec256 b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 MulAdd(Vec256 a, Vec256 b, Vec256 c) => new(Vector256.MultiplyAddEstimate(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 MulSub(Vec256 a, Vec256 b, Vec256 c) => new(Vector256.MultiplyAddEstimate(-a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 MinNative(Vec256 a, Vec256 b) => new(Vector256.MinNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 MaxNative(Vec256 a, Vec256 b) => new(Vector256.MaxNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 Min(Vec256 a, Vec256 b) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a.v, a.v), Vector256.MinNative(a.v, b.v), a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 Max(Vec256 a, Vec256 b) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a.v, a.v), Vector256.MaxNative(a.v, b.v), a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 Abs(Vec256 a) => new(Vector256.Abs(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 Sqrt(Vec256 a) => new(Vector256.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 Floor(Vec256 a) => new(Vector256.Floor(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 Round(Vec256 a) => new(Vector256.Round(a.v));

    // Two factors: 2^n itself may be out of range where the product is not. Halving n keeps the first product exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 Scale(Vec256 a, Vec256 n)
    {
        Vector256<int> whole = Vector256.ConvertToInt32Native(n.v);
        Vector256<int> half = whole >> 1;
        Vector256<int> bias = Vector256.Create(127);
        return new(a.v * ((half + bias) << 23).AsSingle() * ((whole - half + bias) << 23).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 SelectLess(Vec256 a, Vec256 b, Vec256 yes, Vec256 no) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a.v, b.v), yes.v, no.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 SelectLessEqual(Vec256 a, Vec256 b, Vec256 yes, Vec256 no) =>
        new(Vector256.ConditionalSelect(Vector256.LessThanOrEqual(a.v, b.v), yes.v, no.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 SelectEqual(Vec256 a, Vec256 b, Vec256 yes, Vec256 no) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a.v, b.v), yes.v, no.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool NoneLess(Vec256 a, Vec256 b) => !Vector256.LessThanAny(a.v, b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyEqual(Vec256 a, Vec256 b) => Vector256.EqualsAny(a.v, b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllPositiveNormal(Vec256 a) =>
        Vector256.LessThanAll((a.Int - Vector256.Create(0x00800000)).AsUInt32(), Vector256.Create(0x7f000000u));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 AddInt(Vec256 a, Vec256 b) => Of(a.Int + b.Int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 SubInt(Vec256 a, Vec256 b) => Of(a.Int - b.Int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 MulInt(Vec256 a, Vec256 b) => Of(a.Int * b.Int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 MinInt(Vec256 a, Vec256 b) => Of(Vector256.Min(a.Int, b.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 MaxInt(Vec256 a, Vec256 b) => Of(Vector256.Max(a.Int, b.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 SelectLessInt(Vec256 a, Vec256 b, Vec256 yes, Vec256 no) =>
        Of(Vector256.ConditionalSelect(Vector256.LessThan(a.Int, b.Int), yes.Int, no.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 SelectEqualInt(Vec256 a, Vec256 b, Vec256 yes, Vec256 no) =>
        Of(Vector256.ConditionalSelect(Vector256.Equals(a.Int, b.Int), yes.Int, no.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 ShiftLeftInt(Vec256 a, int count) => Of(a.Int << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 ShiftRightInt(Vec256 a, int count) => Of(a.Int >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 ShiftRightSigned(Vec256 a, int count) => Of(a.Int >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 ToInt(Vec256 a) => Of(Vector256.ConvertToInt32(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 ToIntNative(Vec256 a) => Of(Vector256.ConvertToInt32Native(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 FromInt(Vec256 a) => new(Vector256.ConvertToSingle(a.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 LoadBytes(byte* source) => Of(Avx2.ConvertToVector256Int32(source));

    // Packing works within 128-bit parts, so the two halves are packed as one 128-bit vector each.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vec256 value, byte* target)
    {
        Vector128<short> low = (value.Int & Vector256.Create(255)).GetLower().AsInt16();
        Vector128<short> high = (value.Int & Vector256.Create(255)).GetUpper().AsInt16();
        Vector128<short> pairs = Sse2.PackSignedSaturate(low.AsInt32(), high.AsInt32());
        *(long*)target = Sse2.PackUnsignedSaturate(pairs, pairs).AsInt64().ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 MultiplyLong(Vec256 a, Vec256 b) => Of(Avx2.Multiply(a.v.AsUInt32(), b.v.AsUInt32()).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 ShiftLeftLong(Vec256 a, int count) => Of((a.v.AsInt64() << count).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 ShiftRightLong(Vec256 a, int count) => Of((a.v.AsInt64() >>> count).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 InterleaveLow(Vec256 a, Vec256 b) => new(Avx.UnpackLow(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 InterleaveHigh(Vec256 a, Vec256 b) => new(Avx.UnpackHigh(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 JoinLow(Vec256 a, Vec256 b) => Of(Avx.UnpackLow(a.Double, b.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 JoinHigh(Vec256 a, Vec256 b) => Of(Avx.UnpackHigh(a.Double, b.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 Swap(Vec256 a, int distance) => distance switch
    {
        4 => new(Avx.Permute2x128(a.v, a.v, 1)),
        2 => new(Avx.Permute(a.v, 0b_01_00_11_10)),
        _ => new(Avx.Permute(a.v, 0b_10_11_00_01)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 CreateDouble(double value) => Of(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 WidenLow(Vec256 a) => Of(Vector256.WidenLower(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 WidenHigh(Vec256 a) => Of(Vector256.WidenUpper(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 Narrow(Vec256 low, Vec256 high) => new(Vector256.Narrow(low.Double, high.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 SubDouble(Vec256 a, Vec256 b) => Of(a.Double - b.Double);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 MulDouble(Vec256 a, Vec256 b) => Of(a.Double * b.Double);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec256 RoundDouble(Vec256 a) => Of(Vector256.Round(a.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec256 Of(Vector256<int> bits) => new(bits.AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec256 Of(Vector256<double> bits) => new(bits.AsSingle());
}
