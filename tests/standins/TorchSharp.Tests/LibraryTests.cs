using System.Reflection;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class LibraryTests
{
    [Fact]
    public void Errors_of_libtorch_arrive_with_its_words()
    {
        var error = Assert.Throws<ExternalException>(() => ones(2, 3).matmul(ones(2, 3)));
        Assert.Contains("shapes cannot be multiplied", error.Message, StringComparison.Ordinal);
        Assert.Throws<ExternalException>(() => ones(2, 3).view(7));
        Assert.Throws<ExternalException>(() => ones(2).select(0, 5));
        Assert.Throws<ExternalException>(() => cat([ones(2, 2), ones(3, 3)], 0));
    }

    [Fact]
    public void Errors_on_one_thread_do_not_reach_another()
    {
        var threads = Enumerable.Range(0, 4).Select(number => new Thread(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                var error = Assert.Throws<ExternalException>(() => ones(2).view(number + 3));
                Assert.Contains($"[{number + 3}]", error.Message, StringComparison.Ordinal);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    [Fact]
    public void Devices_are_named_as_in_libtorch()
    {
        Assert.Equal("cpu", CPU.ToString());
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
        Assert.Equal(DeviceType.CPU, ones(1).device_type);
        Assert.Equal([2L], ones(2, device: "cpu").shape);
    }

    [SkippableFact]
    public void A_device_that_is_not_there_is_refused()
    {
        Skip.If(cuda.is_available(), "there is one");
        Assert.Throws<InvalidOperationException>(() => ones(2, device: "cuda"));
        Assert.Equal(0, cuda.device_count());
    }

    [SkippableFact]
    public void The_gpu_computes_what_the_cpu_computes()
    {
        Skip.IfNot(cuda.is_available(), "no CUDA device");
        manual_seed(1);
        using var x = randn(32, 64);
        using var there = x.cuda();
        Assert.True(there.is_cuda);
        Assert.True(x.matmul(x.t()).allclose(there.matmul(there.t()).cpu(), 1e-3, 1e-3));
        cuda.synchronize();
    }

    [Fact]
    public void There_is_a_thread_to_compute_on_and_none_are_refused()
    {
        // How many is libtorch's choice, and some of its builds fix it at the first parallel operation.
        Assert.InRange(get_num_threads(), 1, 4096);
        Assert.Throws<ExternalException>(() => set_num_threads(0));
    }

    [SkippableFact]
    public void Every_operator_that_the_stand_in_names_exists_in_this_libtorch()
    {
        var names = typeof(torch).Assembly.GetType("TorchSharp.Interop.aten");
        Skip.If(names is null, "the genuine library binds operators itself");
        var find = typeof(torch).Assembly.GetType("TorchSharp.Interop.Operator")!.GetMethod("Find", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var missing = new List<string>();
        foreach (var field in names.GetFields(BindingFlags.Static | BindingFlags.Public))
            try
            {
                find.Invoke(field.GetValue(null), null);
            }
            catch (TargetInvocationException exception) when (exception.InnerException is ExternalException)
            {
                missing.Add(field.Name);
            }
        Assert.Empty(missing);
    }
}
