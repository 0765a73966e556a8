namespace Likeness.Data.Glyphs;

/// <summary>Draws the glyph sets. Image n of a class is the same picture in every set of one format, and classes take turns.</summary>
internal static class GlyphSet
{
    // Sample numbers of the parts lie far apart, so no picture is in two parts.
    private const ulong TrainStart = 0, ValidationStart = 1_000_000, TestStart = 2_000_000;

    /// <summary>The classes first .. first + count - 1 in one format; per class, train, validation and test images.</summary>
    public static (ImageSet TrainAll, int ValidationCount, ImageSet Test) Make(string name, GlyphFormat format, bool halved,
        int firstClass, int classCount, (int Train, int Validation, int Test) perClass)
    {
        var jobs = new List<(int Label, ulong Number)>();
        void Part(ulong start, int images)
        {
            for (int i = 0; i < images; i++)
                for (int c = 0; c < classCount; c++)
                    jobs.Add((firstClass + c, start + (ulong)i));
        }
        Part(TrainStart, perClass.Train);
        Part(ValidationStart, perClass.Validation);
        Part(TestStart, perClass.Test);
        int testCount = perClass.Test * classCount, trainCount = jobs.Count - testCount, shrink = halved ? 2 : 1;
        var pixels = Draw(jobs, format, halved);
        var labels = jobs.Select(job => job.Label - firstClass).ToArray();
        var names = Alphabet.Characters.Substring(firstClass, classCount).Select(c => c.ToString()).ToArray();
        var all = new ImageSet(name, format.Height / shrink, format.Width / shrink, 1, pixels, labels, names);
        return (all.Slice(0, trainCount, $"{name} train"), perClass.Validation * classCount,
            all.Slice(trainCount, testCount, $"{name} test"));
    }

    private static byte[] Draw(List<(int Label, ulong Number)> jobs, GlyphFormat format, bool halved)
    {
        const int Block = 256;
        int size = format.Height * format.Width, kept = halved ? size / 4 : size;
        var pixels = new byte[jobs.Count * kept];
        Parallel.For(0, (jobs.Count + Block - 1) / Block, block =>
        {
            var pen = new GlyphPen(format);
            var full = new byte[size];
            for (int i = block * Block; i < Math.Min(jobs.Count, (block + 1) * Block); i++)
            {
                pen.Draw(jobs[i].Label, jobs[i].Number, full);
                var target = pixels.AsSpan(i * kept, kept);
                if (halved)
                    Halve(full, format.Width, target);
                else
                    full.CopyTo(target);
            }
        });
        return pixels;
    }

    // Each pixel is the rounded mean of four.
    private static void Halve(byte[] full, int width, Span<byte> half)
    {
        for (int i = 0; i < half.Length; i++)
        {
            int at = i / (width / 2) * 2 * width + i % (width / 2) * 2;
            half[i] = (byte)((full[at] + full[at + 1] + full[at + width] + full[at + width + 1] + 2) >> 2);
        }
    }
}
