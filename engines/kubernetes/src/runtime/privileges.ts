/** What a program may do beyond what its user may. */
export interface Privileges {
  /** Everything that Naru may itself. */
  readonly isPrivileged?: boolean;
  /** Whether it may get more by starting a program, as sudo does; it may when left out. */
  readonly mayGrow?: boolean;
  /** Capabilities beside the usual ones, and of the usual ones those that it shall not have: `NET_ADMIN`, `ALL`. */
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
}

/** Of root in a container. Source: https://github.com/containerd/containerd/blob/main/pkg/oci/spec.go */
const usual = [
  "audit_write",
  "chown",
  "dac_override",
  "fowner",
  "fsetid",
  "kill",
  "mknod",
  "net_bind_service",
  "net_raw",
  "setfcap",
  "setgid",
  "setpcap",
  "setuid",
  "sys_chroot",
];

/** Arguments for setpriv(1).
 *  @param isRoot  only then is there anything to take away */
export function privilegeArguments(
  { isPrivileged = false, mayGrow = true, add = [], drop = [] }: Privileges,
  isRoot: boolean,
): string[] {
  const grown = mayGrow || isPrivileged ? [] : ["--no-new-privs"];
  return isRoot && !isPrivileged ? [...grown, `--bounding-set=${boundingSet(add, drop)}`] : grown;
}

function boundingSet(add: readonly string[], drop: readonly string[]): string {
  const [added, dropped] = [add, drop].map((names) => new Set(names.map(nameOf)));
  if (added?.has("all")) return ["+all", ...[...(dropped ?? [])].map((name) => `-${name}`)].join(",");
  const kept = dropped?.has("all") ? [] : usual.filter((name) => !dropped?.has(name));
  return ["-all", ...new Set([...kept, ...(added ?? [])].map((name) => `+${name}`))].join(",");
}

const nameOf = (capability: string) => capability.toLowerCase().replace(/^cap_/, "");
