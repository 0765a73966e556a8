using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Likeness.Tensors.Backends.Cpu.Kernels;

/// <summary>Sixteen floats: AVX-512. Needs <see cref="Vector512.IsHardwareAccelerated"/>; its instructions are not guarded again.</summary>
internal readonly unsafe struct Vec512 : IVec<Vec512>
{
    private readonly Vector512<float> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vec512(Vector512<float> v) => this.v = v;

    private Vector512<int> Int
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v.AsInt32();
    }

    private Vector512<double> Double
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => v.AsDouble();
    }

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16;
    }

    public static Vec512 BlockOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Of(Vector512.Create(0L, 4, 1, 5, 2, 6, 3, 7).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vec512 value, float* target) => value.v.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 LoadPart(float* source, int lanes, Vec512 others) =>
        new(Avx512F.MaskLoad(source, Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(lanes)).AsSingle(), others.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePart(Vec512 value, float* target, int lanes) =>
        Avx512F.MaskStore(target, Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(lanes)).AsSingle(), value.v);

    // "Unsafe" widening, since zeroing the upper half first would chain each load to the one before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 LoadParts(float* source, nint step)
    {
        var low = Vector128.Load(source).ToVector256Unsafe().WithUpper(Vector128.Load(source + step));
        var high = Vector128.Load(source + 2 * step).ToVector256Unsafe().WithUpper(Vector128.Load(source + 3 * step));
        return new(low.ToVector512Unsafe().WithUpper(high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float First(Vec512 a) => a.v.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 Create(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 CreateInt(int value) => Of(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 operator +(Vec512 a, Vec512 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 operator -(Vec512 a, Vec512 b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 operator *(Vec512 a, Vec512 b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 operator /(Vec512 a, Vec512 b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 operator &(Vec512 a, Vec512 b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 operator |(Vec512 a, Vec512 b) => new(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 operator ^(Vec512 a, Vec512 b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 MulAdd(Vec512 a, Vec512 b, Vec512 c) => new(Vector512.MultiplyAddEstimate(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 MulSub(Vec512 a, Vec512 b, Vec512 c) => new(Vector512.MultiplyAddEstimate(-a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 MinNative(Vec512 a, Vec512 b) => new(Vector512.MinNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 MaxNative(Vec512 a, Vec512 b) => new(Vector512.MaxNative(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 Min(Vec512 a, Vec512 b) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(a.v, a.v), Vector512.MinNative(a.v, b.v), a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 Max(Vec512 a, Vec512 b) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(a.v, a.v), Vector512.MaxNative(a.v, b.v), a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 Abs(Vec512 a) => new(Vector512.Abs(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 Sqrt(Vec512 a) => new(Vector512.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 Floor(Vec512 a) => new(Vector512.Floor(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 Round(Vec512 a) => new(Vector512.Round(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 Scale(Vec512 a, Vec512 n) => new(Avx512F.Scale(a.v, n.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 SelectLess(Vec512 a, Vec512 b, Vec512 yes, Vec512 no) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a.v, b.v), yes.v, no.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 SelectLessEqual(Vec512 a, Vec512 b, Vec512 yes, Vec512 no) =>
        new(Vector512.ConditionalSelect(Vector512.LessThanOrEqual(a.v, b.v), yes.v, no.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 SelectEqual(Vec512 a, Vec512 b, Vec512 yes, Vec512 no) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(a.v, b.v), yes.v, no.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool NoneLess(Vec512 a, Vec512 b) => !Vector512.LessThanAny(a.v, b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyEqual(Vec512 a, Vec512 b) => Vector512.EqualsAny(a.v, b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllPositiveNormal(Vec512 a) =>
        Vector512.LessThanAll((a.Int - Vector512.Create(0x00800000)).AsUInt32(), Vector512.Create(0x7f000000u));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 AddInt(Vec512 a, Vec512 b) => Of(a.Int + b.Int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 SubInt(Vec512 a, Vec512 b) => Of(a.Int - b.Int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 MulInt(Vec512 a, Vec512 b) => Of(a.Int * b.Int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 MinInt(Vec512 a, Vec512 b) => Of(Vector512.Min(a.Int, b.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 MaxInt(Vec512 a, Vec512 b) => Of(Vector512.Max(a.Int, b.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 SelectLessInt(Vec512 a, Vec512 b, Vec512 yes, Vec512 no) =>
        Of(Vector512.ConditionalSelect(Vector512.LessThan(a.Int, b.Int), yes.Int, no.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 SelectEqualInt(Vec512 a, Vec512 b, Vec512 yes, Vec512 no) =>
        Of(Vector512.ConditionalSelect(Vector512.Equals(a.Int, b.Int), yes.Int, no.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 ShiftLeftInt(Vec512 a, int count) => Of(a.Int << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 ShiftRightInt(Vec512 a, int count) => Of(a.Int >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 ShiftRightSigned(Vec512 a, int count) => Of(a.Int >> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 ToInt(Vec512 a) => Of(Vector512.ConvertToInt32(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 ToIntNative(Vec512 a) => Of(Vector512.ConvertToInt32Native(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 FromInt(Vec512 a) => new(Vector512.ConvertToSingle(a.Int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 LoadBytes(byte* source) => Of(Avx512F.ConvertToVector512Int32(Vector128.Load(source)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Vec512 value, byte* target) => Avx512F.ConvertToVector128Byte(value.Int).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 MultiplyLong(Vec512 a, Vec512 b) => Of(Avx512F.Multiply(a.v.AsUInt32(), b.v.AsUInt32()).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 ShiftLeftLong(Vec512 a, int count) => Of((a.v.AsInt64() << count).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 ShiftRightLong(Vec512 a, int count) => Of((a.v.AsInt64() >>> count).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 InterleaveLow(Vec512 a, Vec512 b) => new(Avx512F.UnpackLow(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 InterleaveHigh(Vec512 a, Vec512 b) => new(Avx512F.UnpackHigh(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 JoinLow(Vec512 a, Vec512 b) => Of(Avx512F.UnpackLow(a.Double, b.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 JoinHigh(Vec512 a, Vec512 b) => Of(Avx512F.UnpackHigh(a.Double, b.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 Swap(Vec512 a, int distance) => distance switch
    {
        8 => new(Avx512F.Shuffle4x128(a.v, a.v, 0b_01_00_11_10)),
        4 => new(Avx512F.Shuffle4x128(a.v, a.v, 0b_10_11_00_01)),
        2 => new(Avx512F.Permute4x32(a.v, 0b_01_00_11_10)),
        _ => new(Avx512F.Permute4x32(a.v, 0b_10_11_00_01)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 CreateDouble(double value) => Of(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 WidenLow(Vec512 a) => Of(Vector512.WidenLower(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 WidenHigh(Vec512 a) => Of(Vector512.WidenUpper(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 Narrow(Vec512 low, Vec512 high) => new(Vector512.Narrow(low.Double, high.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 SubDouble(Vec512 a, Vec512 b) => Of(a.Double - b.Double);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 MulDouble(Vec512 a, Vec512 b) => Of(a.Double * b.Double);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec512 RoundDouble(Vec512 a) => Of(Vector512.Round(a.Double));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec512 Of(Vector512<int> bits) => new(bits.AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vec512 Of(Vector512<double> bits) => new(bits.AsSingle());
}
