import type { KubeObject } from "../../object.ts";
import { get } from "../../patch/json.ts";
import type { Findings } from "../findings.ts";
import { configKey } from "../formats.ts";
import { checkImmutable, isSame } from "../same.ts";
import { at, fields, text } from "../values.ts";

const mostBytes = 1024 * 1024;

export function checkConfigMap(map: KubeObject, before: KubeObject | undefined, found: Findings): void {
  const binary = fields(map["binaryData"]);
  let size = 0;
  for (const [key, value] of Object.entries(fields(map["data"]))) {
    found.invalidFor(`data[${key}]`, key, configKey(key));
    if (Object.hasOwn(binary, key)) {
      found.invalid(`data[${key}]`, key, "duplicate of key present in binaryData");
    }
    size += Buffer.byteLength(text(value));
  }
  size += checkBytes(binary, "binaryData", found);
  if (size > mostBytes) found.tooLong("", mostBytes);
  checkFrozen(map, before, ["data", "binaryData"], found);
}

export function checkSecret(secret: KubeObject, before: KubeObject | undefined, found: Findings): void {
  const data = fields(secret["data"]);
  if (checkBytes(data, "data", found) > mostBytes) found.tooLong("data", mostBytes);
  checkSecretType(secret, data, found);
  if (before !== undefined) checkImmutable(secret["type"], before["type"], "type", found);
  checkFrozen(secret, before, ["data"], found);
}

/** @returns how many bytes they are */
function checkBytes(data: Record<string, unknown>, path: string, found: Findings): number {
  let size = 0;
  for (const [key, value] of Object.entries(data)) {
    found.invalidFor(`${path}[${key}]`, key, configKey(key));
    size += Buffer.byteLength(text(value), "base64");
  }
  return size;
}

/** What a secret of a type is of no use without. */
const needed: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
};
const accountName = "kubernetes.io/service-account.name";

function checkSecretType(secret: KubeObject, data: Record<string, unknown>, found: Findings): void {
  const type = text(secret["type"]);
  for (const key of needed[type] ?? []) {
    if (!Object.hasOwn(data, key)) found.required(`data[${key}]`);
    else if (key.startsWith(".docker")) checkDockerConfig(text(data[key]), key, found);
  }
  const isNamed = text(at(secret, "metadata", "annotations", accountName)) !== "";
  if (type === "kubernetes.io/service-account-token" && !isNamed) {
    found.required(`metadata.annotations[${accountName}]`);
  }
  if (
    type === "kubernetes.io/basic-auth" &&
    !["username", "password"].some((key) => Object.hasOwn(data, key))
  ) {
    found.required("data[username]");
    found.required("data[password]");
  }
}

function checkDockerConfig(encoded: string, key: string, found: Findings): void {
  try {
    JSON.parse(Buffer.from(encoded, "base64").toString("utf8"));
  } catch {
    // What is in it must not stand in an error.
    found.invalid(`data[${key}]`, "<secret contents redacted>", "invalid character in JSON");
  }
}

function checkFrozen(
  object: KubeObject,
  before: KubeObject | undefined,
  names: readonly string[],
  found: Findings,
): void {
  if (before === undefined || get(before, "immutable") !== true) return;
  const why = "field is immutable when `immutable` is set";
  if (object["immutable"] !== true) found.forbidden("immutable", why);
  for (const name of names) if (!isSame(object[name], before[name])) found.forbidden(name, why);
}
