namespace Likeness.Tensors.Runtime;

/// <summary>A step that can be run: straight-line work on fixed memory.</summary>
public abstract class Compiled
{
    private protected Compiled()
    {
    }

    /// <summary>The inputs by name: write them before <see cref="Run"/>.</summary>
    public abstract IReadOnlyDictionary<string, StepValue> Inputs { get; }

    /// <summary>The outputs in the order in which the traced function returned them: valid until the next run.</summary>
    public abstract IReadOnlyList<StepValue> Outputs { get; }

    /// <summary>Runs the step once: computes the outputs and stores the updates.</summary>
    public abstract void Run();

    /// <summary>
    /// Runs the step 2 x <paramref name="runs"/> times, every second time with a clock around each step of its plan. Its updates
    /// are stored as by <see cref="Run"/>. Run it some times before, so that its code is compiled and its memory touched.
    /// </summary>
    /// <exception cref="NotSupportedException">The backend has no plan to look at.</exception>
    public abstract PlanProfile Profile(int runs);

    /// <summary>Its memory and the work of a run, counted and not measured.</summary>
    /// <exception cref="NotSupportedException">The backend has no plan to look at.</exception>
    public abstract StepFootprint Footprint { get; }

    /// <summary>Gives the step's memory back at once; neither the step nor its values can be used afterwards.</summary>
    internal virtual void Free()
    {
    }

    /// <summary>The plan, a line a step.</summary>
    public abstract override string ToString();
}

/// <summary>The memory of one input or output of a compiled step.</summary>
public abstract class StepValue
{
    private protected StepValue(Shape shape, DType dtype) => (Shape, DType) = (shape, dtype);

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>Replaces all values; the type of the values must be the element type (doubles also for F64 and F32 on the reference backend).</summary>
    public abstract void Write<T>(ReadOnlySpan<T> values) where T : unmanaged;

    /// <summary>Copies all values out.</summary>
    public abstract void Read<T>(Span<T> values) where T : unmanaged;

    /// <summary>A copy as floats, whatever the element type.</summary>
    public abstract float[] ToFloats();

    /// <summary>The only value of a scalar, or the first of several.</summary>
    public abstract float ToFloat();

    private protected void CheckLength(int length)
    {
        if (length != Shape.Size)
            throw new ArgumentException($"{length} values do not fit {DType}{Shape}, which has {Shape.Size} elements");
    }
}
