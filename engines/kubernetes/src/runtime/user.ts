import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import type { User } from "./container.ts";
import { RuntimeError } from "./errors.ts";

/** Who a container's program runs as, where that is not who Naru runs as.
 *  @param asked    of the pod
 *  @param ofImage  `uid`, `uid:gid`, `name` or `name:group`
 *  @throws RuntimeError USER_NOT_PERMITTED */
export async function userFor(
  asked: User | undefined,
  ofImage: string | undefined,
): Promise<User | undefined> {
  const user = asked ?? (ofImage === undefined ? undefined : await parseUser(ofImage));
  const [ownUid, ownGid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  if (user === undefined || ownUid === 0) return user;
  if (user.uid === ownUid && (user.gid ?? ownGid) === ownGid && (user.groups ?? []).length === 0)
    return undefined;
  throw new RuntimeError(
    "USER_NOT_PERMITTED",
    `a container can't run as user ${user.uid} where Naru runs as user ${ownUid}`,
    `leave runAsUser, runAsGroup and fsGroup out, set runAsUser: ${ownUid} and runAsGroup: ${ownGid}, or run Naru as root`,
  );
}

async function parseUser(text: string): Promise<User> {
  const [name = "", group] = text.split(":");
  const account = await lineOf("/etc/passwd", name);
  const uid = numberOf(name) ?? numberOf(account?.[2]);
  const gid =
    group === undefined
      ? numberOf(account?.[3])
      : (numberOf(group) ?? numberOf((await lineOf("/etc/group", group))?.[2]));
  if (uid === undefined || (group !== undefined && gid === undefined)) {
    throw new RuntimeError(
      "USER_NOT_PERMITTED",
      `the image's user "${text}" is not known on this machine`,
      "write numbers in the image's configuration, or set runAsUser and runAsGroup",
    );
  }
  return { uid, ...(gid !== undefined && { gid }) };
}

const numberOf = (text: string | undefined) =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

/** The fields of an account or a group, by name or number. */
async function lineOf(file: string, key: string): Promise<string[] | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text
    .split("\n")
    .map((line) => line.split(":"))
    .find(([name, , number]) => name === key || number === key);
}

export async function homeOf(user: User | undefined): Promise<string> {
  if (user === undefined) return homedir();
  return (await lineOf("/etc/passwd", String(user.uid)))?.[5] || "/";
}
