import { readFile } from "node:fs/promises";

/** One line of `/proc/self/mountinfo`. Source: proc_pid_mountinfo(5) */
export interface MountPoint {
  readonly target: string;
  readonly options: readonly string[];
  readonly type: string;
  /** Of the file system: for a cgroup hierarchy, its controllers. */
  readonly superOptions: readonly string[];
}

export function parseMountInfo(text: string): MountPoint[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [before = "", after = ""] = line.split(" - ");
      const [, , , , target = "", options = ""] = before.split(" ");
      const [type = "", , superOptions = ""] = after.split(" ");
      return {
        target: target.replace(/\\([0-7]{3})/g, (_, octal: string) =>
          String.fromCharCode(parseInt(octal, 8)),
        ),
        options: options.split(","),
        type,
        superOptions: superOptions.split(","),
      };
    });
}

export const mountPoints = async () => parseMountInfo(await readFile("/proc/self/mountinfo", "utf8"));

const kept = new Set(["nosuid", "nodev", "noexec", "noatime", "nodiratime", "relatime"]);

/** The restrictions of the file system that a path is on. A bind mount made read only must keep them: without root the
 *  kernel refuses to drop any. */
export function restrictionsOf(path: string, points: readonly MountPoint[]): string[] {
  let nearest: MountPoint | undefined;
  for (const point of points) {
    const isAbove = point.target === "/" || path === point.target || path.startsWith(`${point.target}/`);
    // Of two at the same place, the later covers the earlier.
    if (isAbove && point.target.length >= (nearest?.target.length ?? 0)) nearest = point;
  }
  return nearest?.options.filter((option) => kept.has(option)) ?? [];
}
