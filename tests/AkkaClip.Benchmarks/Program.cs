using AkkaClip.Benchmarks;
using AkkaClip.Benchmarks.Collectives;
using AkkaClip.Benchmarks.Loaders;
using AkkaClip.Benchmarks.Steps;
using AkkaClip.Core.Errors;

return args switch
{
    ["step", .. var options] => Run(() => StepBenchmark.Run(StepOptions.Parse(options))),
    ["actors"] => Run(() => ActorThroughput.Run(Console.Out)),
    ["collectives", .. var rest] => Run(() => CollectiveBenchmark.Run(rest, Console.Out)),
    ["coordinator"] => Run(() => CoordinatorBenchmark.Run(Console.Out)),
    ["loader"] => Run(() => LoaderBenchmark.Run(Console.Out)),
    ["loaders", .. var rest] => Run(() => LoaderNodeBenchmark.Run(rest, Console.Out)),
    ["persistence"] => Run(() => PersistenceThroughput.Run(Console.Out)),
    ["metadata"] => Run(() => MetadataThroughput.Run(Console.Out)),
    ["parquet"] => Run(() => ParquetThroughput.Run(Console.Out)),
    ["--help"] => Usage(Console.Out, 0),
    _ => Usage(Console.Error, 2),
};

static int Run(Action benchmark)
{
    try
    {
        benchmark();
        return 0;
    }
    catch (UserErrorException mistake)
    {
        Console.Error.WriteLine(mistake.Message);
        return 2;
    }
}

static int Usage(TextWriter output, int code)
{
    output.WriteLine($"""
        Usage: ops/benchmark [step] [options]     training step against its variants and the machine's peak
               ops/benchmark actors               messages between two local actors
               ops/benchmark collectives          all-reduce between processes over sockets
               ops/benchmark coordinator          steps of 1,000 simulated trainers, and what they cost their coordinator
               ops/benchmark loader               pictures decoded and transformed
               ops/benchmark loaders              batches of a loader node in a process of its own, beside a trainer's own
               ops/benchmark metadata             rows filtered
               ops/benchmark parquet              columns decoded
               ops/benchmark persistence          events written and recovered, SQLite and PostgreSQL

        {StepOptions.Help}
        """);
    return code;
}
