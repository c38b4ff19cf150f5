using System.Globalization;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>Alone in the process: other tests would be measured with it.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public class MemoryTests
{
    private sealed class Doubling : autograd.SingleTensorFunction<Doubling>
    {
        public override string Name => nameof(Doubling);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0]]);
            return (Tensor)vars[0] * 2;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * 2 + ctx.get_saved_variables()[0] * 0];
    }

    [SkippableFact]
    public void Ten_thousand_steps_of_a_small_graph_leave_native_memory_flat()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the resident size is read from /proc");
        using var weight = new Modules.Parameter(randn(64, 64));
        using var input = randn(16, 64);
        using var flat = zeros(64, 64);
        void Step()
        {
            using var scope = NewDisposeScope();
            weight.grad = flat;
            var hidden = Doubling.apply(input.matmul(weight)).gelu();
            var parts = hidden.split(32, 1);
            var loss = cat(parts, 1).pow(2).mean();
            loss.backward();
            using (no_grad())
                weight.sub_(flat * 1e-3);
            flat.zero_();
            try
            {
                input.matmul(input);
                Assert.Fail("the shapes do not fit");
            }
            catch (System.Runtime.InteropServices.ExternalException)
            {
                // A failed call must not leak either.
            }
        }

        for (var i = 0; i < 1_000; i++)
            Step();
        var tensorsBefore = Tensor.TotalCount;
        var before = NativeBytes();
        for (var i = 0; i < 10_000; i++)
            Step();
        var grown = NativeBytes() - before;

        // The smallest tensor of a step that matters has 4 KB: one of them leaked a step would be 40 MB.
        Assert.True(grown < 16 << 20, $"native memory grew by {grown / 1024.0 / 1024:f1} MiB");
        Assert.InRange(Tensor.TotalCount - tensorsBefore, -10_000, 100);
    }

    // What is resident beside the collector's own heap, which grows with garbage and shrinks when it likes.
    private static long NativeBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var pages = File.ReadAllText("/proc/self/statm").Split(' ')[1];
        return long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize - GC.GetGCMemoryInfo().TotalCommittedBytes;
    }

    [Fact]
    public void Forgotten_tensors_are_freed_by_the_collector()
    {
        for (var i = 0; i < 200; i++)
            Forget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        for (var i = 0; i < 200; i++)
            Forget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.InRange(Tensor.TotalCount - before, -1_000, 100);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Forget() => _ = ones(10);
}
