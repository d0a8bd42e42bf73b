import type { Readable, Writable } from "node:stream";
import type { Image } from "./images/image.ts";
import type { Privileges } from "./privileges.ts";

export interface Mount {
  /** A file or folder of the host. */
  readonly source: string;
  /** Where the container sees it: absolute. */
  readonly target: string;
  readonly readOnly: boolean;
}

export interface User {
  readonly uid: number;
  readonly gid?: number;
  readonly groups?: readonly number[];
}

export interface LogLimits {
  /** Size at which a file is put aside. */
  readonly bytes: number;
  /** How many are kept, the one being written among them. */
  readonly files: number;
}

export interface ContainerSpec {
  /** Unique; names its cgroup. */
  readonly id: string;
  /** Its own folder, for whatever the runtime needs. */
  readonly folder: string;
  readonly image: Image;
  /** Replaces the image's entrypoint and drops its cmd. */
  readonly command?: readonly string[];
  /** Replaces the image's cmd. */
  readonly args?: readonly string[];
  /** Wins over the image's. */
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir?: string;
  readonly mounts: readonly Mount[];
  readonly hostname?: string;
  /** Of the kernel, within its namespaces. */
  readonly sysctls?: readonly { readonly name: string; readonly value: string }[];
  readonly user?: User;
  readonly privileges?: Privileges;
  /** Its file system but for the mounts, `/dev` and `/proc` can't be written. */
  readonly isReadOnly?: boolean;
  readonly stdin?: boolean;
  readonly tty?: boolean;
  readonly memoryLimitBytes?: number;
  readonly cpuLimitMillicores?: number;
  /** Path of its log file. */
  readonly log: string;
  /** 10 MiB and 5 files when left out. */
  readonly logLimits?: LogLimits;
}

export interface Exit {
  /** 128 + n after signal n, as in Kubernetes. */
  readonly exitCode: number;
  /** Known without namespaces only; with them the exit code tells. */
  readonly signal?: string;
  readonly oomKilled: boolean;
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
  /** Why it never ran: not found, not permitted. */
  readonly startError?: string;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** What a container prints from now on, and its standard input when it was asked for. */
export interface Attachment {
  readonly stdin?: Writable;
  readonly stdout: Readable;
  /** None with a terminal. */
  readonly stderr?: Readable;
  resize(size: TerminalSize): void;
  close(): void;
}

export interface Container {
  readonly id: string;
  /** Of its first process, as the host sees it. */
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly exited: Promise<Exit>;
  /** SIGKILL ends everything inside. */
  kill(signal: NodeJS.Signals): void;
  attach(): Attachment;
}

export interface ExecOptions {
  readonly command: readonly string[];
  readonly tty?: boolean;
  readonly stdin?: boolean;
  readonly size?: TerminalSize;
}

export interface Execution {
  readonly stdin?: Writable;
  readonly stdout: Readable;
  /** None with a terminal. */
  readonly stderr?: Readable;
  resize(size: TerminalSize): void;
  readonly exited: Promise<{ readonly exitCode: number }>;
  kill(): void;
}

export interface Usage {
  /** Processor time used so far, nanoseconds. */
  readonly cpuNanoseconds: number;
  /** What can't be given back under pressure, bytes. */
  readonly workingSetBytes: number;
  readonly rssBytes: number;
  readonly processes: number;
}
