import type { TerminalSize, User } from "./container.ts";
import { type Privileges, privilegeArguments } from "./privileges.ts";
import type { Root } from "./root/lay-out.ts";
import { fail, join, quote, receiveLaunch, words } from "./script.ts";

/** How processes can be kept apart on this machine.
 *  - `root`: namespaces, as root
 *  - `user`: namespaces, in a user namespace of our own
 *  - `none`: plain processes */
export type Isolation = "root" | "user" | "none";

export interface Joined {
  readonly isolation: Isolation;
  /** Control groups, as folders. */
  readonly groups: readonly string[];
  readonly user?: User;
  readonly privileges: Privileges;
  readonly tty: boolean;
}

/** What a container has of its own before its program runs. */
export interface SetUp {
  readonly root: Root;
  readonly hostname?: string;
  readonly sysctls?: readonly { readonly name: string; readonly value: string }[];
}

const dieWithParent = ["setpriv", "--pdeathsig", "KILL"];
const namespaces = ["--mount", "--uts", "--ipc", "--propagation", "private", "--pid", "--fork"];

/** Commands that become a container's first process, in the order that they run.
 *
 *  An outer process namespace has a shell as its first process, which never changes its credentials: the kernel
 *  would forget the signal for the parent's death then. The program is the first process of the inner one, as
 *  containers have it; all ends with the outer. */
export function containerChain(of: Joined, { root, ...names }: Partial<SetUp>): string[] {
  if (root === undefined) return plainChain(of);
  const inner = ["unshare", ...namespaces, "sh", "-c", setUp(of, { root, ...names })];
  const outer = lines(
    "exec 5>&2 6>&1",
    `said=$(${words(inner)} 2>&1 >&6)`,
    "code=$?",
    // It can't end itself by SIGKILL as its child has ended, and says so.
    'case $said in "") exit $code ;; *sigprocmask*) exit 137 ;; esac',
    'echo "failed $said" >&3',
    "exit $code",
  );
  return [
    ...keepFromTyping(of),
    ...(of.isolation === "user" ? ["unshare", "--user", "--map-root-user"] : []),
    ...dieWithParent,
    "unshare",
    "--pid",
    "--fork",
    "--kill-child",
    "sh",
    "-c",
    outer,
  ];
}

/** Commands that become a process inside a running container.
 *  @param pid     the container's first process
 *  @param parent  its parent: the container's mounts belong to the user namespace of that one */
export function execChain(of: Joined, { pid, parent }: { pid: number; parent: number }): string[] {
  if (of.isolation === "none") return plainChain(of);
  const user = of.isolation === "user" ? [`--user=/proc/${parent}/ns/user`, "--preserve-credentials"] : [];
  const spaces = [`--target=${pid}`, "--mount", "--pid", "--uts", "--ipc"];
  const enter = [...keepFromTyping(of), "nsenter", ...spaces, ...user, ...inside(of)];
  const start = lines(fail, 'echo "pid $$" >&3', ...join(of.groups), `exec ${words(enter)}`);
  return [...dieWithParent, "sh", "-c", start];
}

function plainChain(of: Joined): string[] {
  const start = lines(
    fail,
    'echo "pid $$" >&3',
    ...join(of.groups),
    `exec ${words([...asUser(of), ...receiveLaunch])}`,
  );
  return [...dieWithParent, "sh", "-c", start];
}

function setUp(of: Joined, { root: { folder, fstab }, hostname, sysctls = [] }: SetUp): string {
  return lines(
    "exec 2>&5 5>&- 6>&-",
    fail,
    "read -r pid rest < /proc/self/stat",
    ...join(of.groups),
    `text=$(mount --all --fstab ${quote(fstab)} 2>&1) || fail "$text"`,
    `cd ${quote(folder)} && text=$(pivot_root . . 2>&1) && text=$(umount --lazy . 2>&1) || fail "$text"`,
    ...(hostname === undefined ? [] : [`text=$(hostname ${quote(hostname)} 2>&1) || fail "$text"`]),
    ...sysctls.map(
      ({ name, value }) =>
        `text=$( { echo ${quote(value)} > ${quote(`/proc/sys/${name.replaceAll(".", "/")}`)}; } 2>&1) || fail "$text"`,
    ),
    'echo "pid $pid" >&3 || exit 1',
    `exec ${words(inside(of))}`,
  );
}

const typed = "signal=INT,QUIT,TSTP";

/** Ctrl+C on a terminal is for the program, not for those that wait for it. */
const keepFromTyping = ({ tty }: Joined) => (tty ? ["env", `--ignore-${typed}`] : []);

/** Job control needs a session inside the process namespace. Only root may take the terminal from the one outside. */
function inside(of: Joined): string[] {
  const session = of.tty && of.isolation === "root" ? ["setsid", "--ctty"] : [];
  const typing = of.tty ? ["env", `--default-${typed}`] : [];
  return [...session, ...asUser(of), ...typing, ...receiveLaunch];
}

/** Without root, the program has the user and group again that Naru runs as. */
function asUser({ isolation, user, privileges }: Joined): string[] {
  const less = privilegeArguments(privileges, isolation === "root");
  if (isolation === "user") {
    const mapped = [`--map-user=${process.getuid?.()}`, `--map-group=${process.getgid?.()}`];
    return ["unshare", "--user", ...mapped, ...(less.length > 0 ? ["setpriv", ...less] : [])];
  }
  if (user === undefined) return less.length > 0 ? [...dieWithParent, ...less] : [];
  const { uid, gid = 0, groups = [] } = user;
  const others = groups.length > 0 ? `--groups=${groups.join(",")}` : "--clear-groups";
  return [...dieWithParent, `--reuid=${uid}`, `--regid=${gid}`, others, ...less];
}

/** The same on a pseudo terminal, which `script` of util-linux makes. */
export function onTerminal(chain: readonly string[], size?: TerminalSize): string[] {
  const resize = size === undefined ? "" : `stty ${sttySize(size)}; `;
  const script = ["script", "--quiet", "--return", "--flush", "--echo=always"];
  return [...dieWithParent, ...script, "--command", `${resize}exec ${words(chain)}`, "/dev/null"];
}

/** Arguments for stty(1). */
export const sttySize = ({ columns, rows }: TerminalSize) =>
  `cols ${Math.trunc(columns)} rows ${Math.trunc(rows)}`;

const lines = (...list: string[]) => list.join("\n");
