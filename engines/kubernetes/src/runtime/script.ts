/** Texts for `sh`. Descriptor 3 takes reports, one a line; descriptor 4 gives the launch script: it carries the
 *  environment, which must be seen neither in a command line nor in a file. */

export const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

export const words = (list: readonly string[]) => list.map(quote).join(" ");

/** Runs what comes by descriptor 4. */
export const receiveLaunch = ["sh", "-c", 'eval "$(cat <&4)"'];

/** Joins control groups. `0` is the process that writes. */
export const join = (groups: readonly string[]) =>
  groups.map(
    (group) =>
      `{ echo 0 > ${quote(`${group}/cgroup.procs`)}; } 2>&- || fail ${quote(group)} can not be joined`,
  );

/** Told before anything else: what does not work ends the set-up. Its text follows the report until the end. */
export const fail = 'fail() { echo "failed $*" >&3; exit 1; }';

/** The names that every sh takes as variables; others would be lost on the way. */
const isVariable = (name: string) => /^[A-Za-z_]\w*$/.test(name);

export interface Launched {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
}

/** Becomes the program, or reports why it can't. */
export function launchScript({ command: [name = "", ...args], env, workingDir }: Launched): string {
  const entries = Object.entries(env);
  const odd = entries.filter(([key]) => !isVariable(key)).map(([key, value]) => `${key}=${value}`);
  const through = odd.length > 0 ? `env ${words(odd)} ` : "";
  return [
    "unset SHELL",
    ...entries.filter(([key]) => isVariable(key)).map(([key, value]) => `export ${key}=${quote(value)}`),
    `cd ${quote(workingDir)} 2>&- || { echo no-folder >&3; exit 126; }`,
    "unset OLDPWD",
    `__naru_name=${quote(name)}`,
    lookUp,
    "echo running >&3 || exit 1",
    `exec ${through}${words([name, ...args])} 3>&- 4<&-`,
  ].join("\n");
}

const lookUp = `
case $__naru_name in
*/*) __naru_file=$__naru_name ;;
*)
  IFS=:
  for __naru_folder in $PATH; do
    __naru_file=\${__naru_folder:-.}/$__naru_name
    [ -f "$__naru_file" ] && [ -x "$__naru_file" ] && break
    __naru_file=
  done
  unset IFS
  [ -n "$__naru_file" ] || { echo not-found >&3; exit 127; }
  ;;
esac
[ -e "$__naru_file" ] || { echo missing >&3; exit 127; }
[ ! -d "$__naru_file" ] || { echo directory >&3; exit 126; }
[ -x "$__naru_file" ] || { echo denied >&3; exit 126; }`;

const reasons: Readonly<Record<string, (name: string) => string>> = {
  "no-folder": () => "its working directory does not exist or may not be entered",
  "not-found": (name) => `exec: "${name}": executable file not found in $PATH`,
  missing: (name) => `exec: "${name}": stat ${name}: no such file or directory`,
  directory: (name) => `exec: "${name}": is a directory`,
  denied: (name) => `exec: "${name}": permission denied`,
};

/** A report of the launch script in words: the ones that Kubernetes' users know. */
export const startErrorOf = (report: string, name: string): string | undefined => reasons[report]?.(name);
