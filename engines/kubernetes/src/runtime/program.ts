import { dirname } from "node:path";
import type { ContainerSpec } from "./container.ts";

/** What a container runs, from its image and its specification together. */
export interface Program {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
}

const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The usual folders, then the one of the Node that runs Naru. */
export const defaultPath = `${systemPath}:${dirname(process.execPath)}`;

/** Source: https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container */
export function programOf(spec: ContainerSpec, home: string): Program {
  const { config } = spec.image;
  return {
    command: commandOf(spec),
    env: {
      PATH: defaultPath,
      HOME: home,
      ...(spec.hostname !== undefined && { HOSTNAME: spec.hostname }),
      ...(spec.tty && { TERM: "xterm" }),
      ...config.env,
      ...spec.env,
    },
    workingDir: spec.workingDir ?? config.workingDir ?? "/",
  };
}

function commandOf({ command = [], args = [], image: { config } }: ContainerSpec): readonly string[] {
  if (command.length > 0) return [...command, ...args];
  return [...config.entrypoint, ...(args.length > 0 ? args : config.cmd)];
}
