import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { containerChain, type Isolation } from "./chain.ts";
import type { ContainerSpec } from "./container.ts";
import { RuntimeError } from "./errors.ts";
import { closeStreams, launch, type Process } from "./launch.ts";
import type { Group, Hierarchy } from "./limits/group.ts";
import { LogWriter } from "./logs/log-writer.ts";
import { programOf } from "./program.ts";
import { layOut, type Root } from "./root/lay-out.ts";
import { mountPoints } from "./root/mounts.ts";
import { Tree } from "./root/tree.ts";
import { RunningContainer } from "./running.ts";
import { homeOf, userFor } from "./user.ts";

export interface Machine {
  readonly isolation: Isolation;
  readonly hierarchy: Hierarchy;
}

/** @throws RuntimeError */
export async function startContainer(machine: Machine, spec: ContainerSpec): Promise<RunningContainer> {
  const user = await userFor(spec.user, spec.image.config.user);
  const program = programOf(spec, await homeOf(user));
  if (program.command.length === 0) throw noCommand(spec);
  await mkdir(spec.folder, { recursive: true });
  const root = await rootOf(machine.isolation, spec, program.workingDir);
  // What has been made is taken away again if the rest can't be.
  await using made = new AsyncDisposableStack();
  const group = await makeGroup(machine.hierarchy, spec);
  made.defer(() => group.remove());
  const log = await LogWriter.open(spec.log, spec.logLimits);
  made.defer(() => log.close());
  const { isolation } = machine;
  const { folder, stdin = false, tty = false, privileges = {} } = spec;
  const chain = containerChain(
    { isolation, tty, groups: group.folders, privileges, ...(user && { user }) },
    {
      ...(root && { root }),
      ...(spec.hostname !== undefined && { hostname: spec.hostname }),
      ...(spec.sysctls && { sysctls: spec.sysctls }),
    },
  );
  const process = await launch({ ...program, chain, folder, stdin, tty, ...(user && { user }) });
  const started = await process.started;
  if (started.is === "failed") throw await failed(process, started.reason);
  made.move();
  return new RunningContainer({
    id: spec.id,
    folder,
    isolation,
    process,
    started,
    group,
    log,
    user,
    privileges,
    program,
  });
}

async function rootOf(
  isolation: Isolation,
  spec: ContainerSpec,
  workingDir: string,
): Promise<Root | undefined> {
  if (isolation === "none") {
    if (spec.mounts.length > 0) throw noNamespaces(spec);
    return undefined;
  }
  const tree = await Tree.of("/", join(spec.image.folder, "rootfs"), spec.isReadOnly);
  // The shorter target first: it may hold the longer.
  for (const mount of spec.mounts.toSorted((a, b) => a.target.length - b.target.length))
    await tree.mount(mount);
  await tree.folder(workingDir);
  return layOut(tree.root, join(spec.folder, "root"), await mountPoints());
}

function makeGroup(hierarchy: Hierarchy, spec: ContainerSpec): Promise<Group> {
  return hierarchy.make(spec.id, {
    ...(spec.memoryLimitBytes !== undefined && { memoryBytes: spec.memoryLimitBytes }),
    ...(spec.cpuLimitMillicores !== undefined && { cpuMillicores: spec.cpuLimitMillicores }),
  });
}

async function failed(process: Process, reason: string): Promise<RuntimeError> {
  let printed = "";
  for await (const chunk of process.stderr ?? process.stdout) printed += String(chunk).slice(0, 1000);
  closeStreams(process);
  return new RuntimeError(
    "SET_UP_FAILED",
    `the container could not be set up: ${[reason, printed.trim()].filter((text) => text !== "").join("; ")}`,
    "make sure that util-linux is installed and that Naru may use namespaces and mount",
  );
}

const noNamespaces = (spec: ContainerSpec) =>
  new RuntimeError(
    "NO_NAMESPACES",
    `the volumes of ${spec.id} can't be mounted: this machine does not let Naru make namespaces`,
    "run Naru as root, or permit user namespaces (sysctl user.max_user_namespaces, " +
      "kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0)",
  );

const noCommand = (spec: ContainerSpec) =>
  new RuntimeError(
    "NO_COMMAND",
    `no command specified: the image ${spec.image.reference} has neither an entrypoint nor a cmd`,
    "set the container's command",
  );
