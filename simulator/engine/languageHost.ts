import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type handleServerStreamingCall, type handleUnaryCall, Server, ServerCredentials, status } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

// A Pulumi language host for Node.js that can run programs and policy packs. The released CLI comes with Pulumi's own language
// host. A CLI built from the Go modules comes without a language host, and uses the one in this file.
const engine = process.argv.at(-1) ?? "";
const children = new Set<ChildProcess>();

/** Returns the path of the SDK script that runs a program or a policy pack, resolved from the program's folder. */
const script = (folder: string, name: "run" | "run-policy-pack"): string =>
  createRequire(join(folder, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);

/** Starts an SDK script. */
function execute(args: readonly string[], cwd: string, env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  child.once("close", () => children.delete(child));
  return child;
}

const answer =
  <Request, Response>(make: (request: Request) => Response | Promise<Response>): handleUnaryCall<Request, Response> =>
  (call, reply) =>
    void Promise.resolve(call.request)
      .then(make)
      .then(
        (response) => reply(null, response),
        (error: unknown) => reply({ code: status.UNKNOWN, details: String(error) }),
      );

/** The exit code of an SDK script that has already reported its error. */
const ALREADY_REPORTED = 32;

async function run(request: language.RunRequest): Promise<language.RunResponse> {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() ?? request.getPwd();
  const options: Record<string, unknown> = { ...info?.getOptions()?.toJavaScript() };
  const nodeArguments = typeof options.nodeargs === "string" ? options.nodeargs.split(" ") : [];
  const config: Record<string, string> = {};
  request.getConfigMap().forEach((value: string, key: string) => {
    config[key] = value;
  });
  const flags = [
    `--monitor=${request.getMonitorAddress()}`,
    `--engine=${engine}`,
    `--organization=${request.getOrganization()}`,
    `--project=${request.getProject()}`,
    `--root-directory=${info?.getRootDirectory() ?? folder}`,
    `--stack=${request.getStack()}`,
    `--pwd=${request.getPwd()}`,
    ...(request.getDryrun() ? ["--dry-run"] : []),
    `--parallel=${request.getParallel()}`,
  ];
  const child = execute(
    [...nodeArguments, script(folder, "run"), ...flags, info?.getEntryPoint() ?? "."],
    request.getPwd(),
    {
      PULUMI_CONFIG: JSON.stringify(config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      PULUMI_NODEJS_TYPESCRIPT: String(options.typescript ?? true),
    },
  );
  child.stdout?.pipe(process.stdout, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  const code = await new Promise<number>((resolve) => child.once("close", (ended) => resolve(ended ?? 1)));
  const response = new language.RunResponse();
  if (code === ALREADY_REPORTED) response.setBail(true);
  else if (code !== 0) response.setError(`the program ended with ${code}`);
  return response;
}

const runPlugin: handleServerStreamingCall<language.RunPluginRequest, language.RunPluginResponse> = (call) => {
  const folder = call.request.getInfo()?.getProgramDirectory() ?? call.request.getPwd();
  const child = execute([script(folder, "run-policy-pack"), ...call.request.getArgsList(), folder], folder, {});
  const send = (set: (response: language.RunPluginResponse) => void) => {
    const response = new language.RunPluginResponse();
    set(response);
    call.write(response);
  };
  child.stdout?.on("data", (chunk: Buffer) => send((response) => response.setStdout(chunk)));
  child.stderr?.on("data", (chunk: Buffer) => send((response) => response.setStderr(chunk)));
  call.on("cancelled", () => child.kill());
  child.once("close", (code) => {
    send((response) => response.setExitcode(code ?? 1));
    call.end();
  });
};

const server = new Server();
server.addService(LanguageRuntimeService, {
  handshake: answer(() => new language.LanguageHandshakeResponse()),
  getPluginInfo: answer(() => new PluginInfo()),
  getRequiredPackages: answer(() => new language.GetRequiredPackagesResponse()),
  getRequiredPlugins: answer(() => new language.GetRequiredPluginsResponse()),
  about: answer(() => new language.AboutResponse()),
  getProgramDependencies: answer(() => new language.GetProgramDependenciesResponse()),
  runtimeOptionsPrompts: answer(() => new language.RuntimeOptionsResponse()),
  installDependencies: ((call) => call.end()) satisfies handleServerStreamingCall<
    language.InstallDependenciesRequest,
    language.InstallDependenciesResponse
  >,
  run: answer(run),
  runPlugin,
  cancel: answer(() => new Empty()),
});
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  console.log(port);
});
// The engine sends SIGINT to its plugins, and kills those that still run after 5 s.
process.once("SIGINT", () => {
  for (const child of children) child.kill();
  process.exit(0);
});
