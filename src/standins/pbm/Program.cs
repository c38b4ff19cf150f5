using Petabridge.Cmd.Client;

return await PbmProgram.RunAsync(args);
