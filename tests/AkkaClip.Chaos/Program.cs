using AkkaClip.Chaos;

return await ChaosCommand.RunAsync(args);
