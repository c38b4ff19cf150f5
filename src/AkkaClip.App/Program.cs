using AkkaClip.App.CommandLine;

return await AkkaClipCommand.RunAsync(args);
