using System.Globalization;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Likeness.Tensors.Backends.Cpu.Kernels;
using Likeness.Tensors.Graph;
using Likeness.Tensors.Runtime;

namespace Likeness.Tensors.Backends.Cpu;

/// <summary>
/// Neighbouring operations on floats of a tile program as one loop of machine code, made while the program runs: what only they need
/// stays in registers. The kernels are those of the operations one by one, and so are the bits.
/// </summary>
internal sealed unsafe class TileCode : WideInstruction
{
    // Long loops keep more values than there are registers, and take long to compile.
    private const int MostOperations = 32;

    private const int Fewest = 2;
    private const int WidestRegister = 16;

    // Different groups of one structure, such as Adam's for each parameter, share a loop.
    private static readonly Dictionary<string, Loop> Known = [];

    private readonly Loop loop;
    private readonly TilePlace[] inputs;
    private readonly TilePlace[] outputs;

    private TileCode(Loop loop, TilePlace[] inputs, TilePlace[] outputs) =>
        (this.loop, this.inputs, this.outputs) = (loop, inputs, outputs);

    private delegate void Loop(nint* inputs, nint* outputs, nint bytes, nint ahead);

    /// <summary>False where the system makes no code at run time: then tile programs run operation by operation.</summary>
    public static bool IsSupported => RuntimeFeature.IsDynamicCodeCompiled;

    private static int Lanes => SimdWidth.Current;

    /// <summary>The instructions of a group, each run of two or more operations on floats replaced by its loop.</summary>
    /// <param name="step">The group.</param>
    /// <param name="layout">Where its values lie.</param>
    /// <param name="one">One instruction for each operation.</param>
    /// <param name="readsAhead">Whether loops ask for the next tile of what they read from memory.</param>
    public static Instruction[] Compile(FusedStep step, TileLayout layout, Instruction[] one, bool readsAhead)
    {
        var instructions = new List<Instruction>();
        int first = 0;
        while (first < one.Length)
        {
            int end = first;
            while (end < one.Length && end - first < MostOperations && TileKernels.IsOfFloats(step.Ops[end].Node))
                end++;
            if (end - first >= Fewest)
                instructions.Add(Instruction.Code(Of(step, layout, first, end, readsAhead)));
            else
                instructions.AddRange(one[first..(end = first + 1)]);
            first = end;
        }
        return [.. instructions];
    }

    public override void Run(nint* bases, void* y, long position, int n)
    {
        nint* from = stackalloc nint[inputs.Length];
        nint* to = stackalloc nint[outputs.Length];
        for (int i = 0; i < inputs.Length; i++)
            from[i] = (nint)inputs[i].At(bases, position);
        for (int i = 0; i < outputs.Length; i++)
            to[i] = (nint)outputs[i].At(bases, position);
        int whole = n & -Lanes;
        if (whole > 0)
            loop(from, to, whole * sizeof(float), TileProgram.Tile * sizeof(float));
        if (whole < n)
            RunPart(from, to, whole, n - whole);
    }

    // The last, partial register, padded with zeros, goes through the same loop.
    private void RunPart(nint* from, nint* to, int first, int count)
    {
        float* padded = stackalloc float[(inputs.Length + outputs.Length) * WidestRegister];
        float** targets = stackalloc float*[outputs.Length];
        for (int i = 0; i < inputs.Length; i++, padded += WidestRegister)
        {
            if (inputs[i].IsSplat)
                continue;
            new Span<float>((float*)from[i] + first, count).CopyTo(new Span<float>(padded, count));
            from[i] = (nint)padded;
        }
        for (int i = 0; i < outputs.Length; i++, padded += WidestRegister)
        {
            targets[i] = (float*)to[i] + first;
            to[i] = (nint)padded;
        }
        loop(from, to, Lanes * sizeof(float), 0);
        for (int i = 0; i < outputs.Length; i++)
            new Span<float>((float*)to[i], count).CopyTo(new Span<float>(targets[i], count));
    }

    private static TileCode Of(FusedStep step, TileLayout layout, int first, int end, bool readsAhead)
    {
        int results = step.Loads.Count;
        bool IsInside(int value) => value >= results + first && value < results + end;
        bool IsNeeded(int value) => step.Stores.Any(store => store.Value == value) || step.Reductions.Any(reduction => reduction.Value == value)
            || step.Ops.Skip(end).Any(op => op.Operands.Contains(value));
        TileOp[] ops = [.. step.Ops.Skip(first).Take(end - first)];
        int[] read = [.. ops.SelectMany(op => op.Operands).Where(value => !IsInside(value)).Distinct()];
        int[] written = [.. Enumerable.Range(results + first, end - first).Where(IsNeeded)];
        TilePlace[] inputs = [.. read.Select(layout.Operand)];
        Source[] sources = [.. inputs.Select(place => place.IsSplat ? Source.Scalar : readsAhead && place.IsStream ? Source.Stream : Source.Tile)];
        // Inputs come first, then results, whatever their numbers in the group.
        int Number(int value) => IsInside(value) ? read.Length + value - results - first : Array.IndexOf(read, value);
        var shape = new Structure(sources, [.. ops.Select(op => op.Node)], [.. ops.Select(op => op.Operands.Select(Number).ToArray())], [.. written.Select(Number)]);
        return new TileCode(Make(shape), inputs, [.. written.Select(layout.Operand)]);
    }

    private static Loop Make(Structure structure)
    {
        string key = structure.Key;
        lock (Known)
        {
            if (!Known.TryGetValue(key, out Loop? loop))
            {
                loop = Vector512.IsHardwareAccelerated ? Emit<Vec512>(structure)
                    : Vector256.IsHardwareAccelerated ? Emit<Vec256>(structure) : Emit<Vec128>(structure);
                Known.Add(key, loop);
            }
            return loop;
        }
    }

    // A load waits for its first use, and stores for the end: an output may lie where an input did.
    private static Loop Emit<V>(Structure structure)
        where V : unmanaged, IVec<V>
    {
        var method = new DynamicMethod("group", null, [typeof(nint*), typeof(nint*), typeof(nint), typeof(nint)], typeof(TileCode).Module, true)
        {
            InitLocals = false,
        };
        ILGenerator il = method.GetILGenerator();
        int inputs = structure.Sources.Length;
        LocalBuilder[] values = [.. Enumerable.Range(0, inputs + structure.Ops.Length).Select(_ => il.DeclareLocal(typeof(V)))];
        LocalBuilder[] from = [.. structure.Sources.Select(_ => il.DeclareLocal(typeof(nint)))];
        LocalBuilder[] to = [.. structure.Outputs.Select(_ => il.DeclareLocal(typeof(nint)))];
        LocalBuilder at = il.DeclareLocal(typeof(nint));
        for (int i = 0; i < inputs; i++)
        {
            Pointer(il, OpCodes.Ldarg_0, i, from[i]);
            if (structure.Sources[i] != Source.Scalar)
                continue;
            il.Emit(OpCodes.Ldloc, from[i]);
            il.Emit(OpCodes.Ldind_R4);
            il.Emit(OpCodes.Call, KernelFunctions<V>.Create);
            il.Emit(OpCodes.Stloc, values[i]);
        }
        for (int i = 0; i < to.Length; i++)
            Pointer(il, OpCodes.Ldarg_1, i, to[i]);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Stloc, at);
        Label next = il.DefineLabel();
        il.MarkLabel(next);
        var loaded = new HashSet<int>();
        for (int op = 0; op < structure.Ops.Length; op++)
        {
            foreach (int operand in structure.Operands[op])
            {
                if (operand < inputs && structure.Sources[operand] != Source.Scalar && loaded.Add(operand))
                    LoadVector<V>(il, from[operand], at, values[operand], structure.Sources[operand] == Source.Stream);
            }
            foreach (int operand in structure.Operands[op])
                il.Emit(OpCodes.Ldloc, values[operand]);
            il.Emit(OpCodes.Call, TileKernels.Function<V>(structure.Ops[op]));
            il.Emit(OpCodes.Stloc, values[inputs + op]);
        }
        for (int i = 0; i < to.Length; i++)
        {
            il.Emit(OpCodes.Ldloc, values[structure.Outputs[i]]);
            Address(il, to[i], at);
            il.Emit(OpCodes.Call, KernelFunctions<V>.Store);
        }
        il.Emit(OpCodes.Ldloc, at);
        il.Emit(OpCodes.Ldc_I4, V.Count * sizeof(float));
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, at);
        il.Emit(OpCodes.Ldloc, at);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Blt, next);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Loop>();
    }

    private static void LoadVector<V>(ILGenerator il, LocalBuilder from, LocalBuilder at, LocalBuilder value, bool readsAhead)
        where V : unmanaged, IVec<V>
    {
        if (readsAhead && Sse.IsSupported)
        {
            Address(il, from, at);
            il.Emit(OpCodes.Ldarg_3);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Call, ((Prefetch)Sse.Prefetch1).Method);
        }
        Address(il, from, at);
        il.Emit(OpCodes.Call, KernelFunctions<V>.Load);
        il.Emit(OpCodes.Stloc, value);
    }

    private static void Address(ILGenerator il, LocalBuilder from, LocalBuilder at)
    {
        il.Emit(OpCodes.Ldloc, from);
        il.Emit(OpCodes.Ldloc, at);
        il.Emit(OpCodes.Add);
    }

    private static void Pointer(ILGenerator il, OpCode table, int index, LocalBuilder pointer)
    {
        il.Emit(table);
        il.Emit(OpCodes.Ldc_I4, index * sizeof(nint));
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldind_I);
        il.Emit(OpCodes.Stloc, pointer);
    }

    private delegate void Prefetch(void* address);

    private enum Source
    {
        /// <summary>One value for all positions.</summary>
        Scalar,

        /// <summary>Memory that goes on with the next tile, worth asking for ahead.</summary>
        Stream,

        Tile,
    }

    /// <summary>All that the code of a loop depends on. Operands and outputs are numbers of inputs, then of results in order.</summary>
    private sealed record Structure(Source[] Sources, Node[] Ops, int[][] Operands, int[] Outputs)
    {
        public string Key => string.Create(CultureInfo.InvariantCulture,
            $"{string.Join(',', Sources)};{string.Join(';', Ops.Select((op, i) => $"{op.Op}:{string.Join(',', Operands[i])}"))};{string.Join(',', Outputs)}");
    }
}
