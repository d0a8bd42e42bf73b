import { createHash, createHmac, randomBytes, X509Certificate } from "node:crypto";
import type { KubeObject } from "@naru/kubernetes";
import { type Config, type Container, type Pod, writerOf } from "../resources.ts";

/* What is kept of an object in memory: enough for every list, far less than the whole. */

export const withWriter = <T extends KubeObject>(object: T): T => ({
  ...object,
  written: writerOf(object.metadata.managedFields),
});

export function trimPod({ apiVersion, kind, metadata, spec, status }: Pod): Pod {
  const { nodeName, priorityClassName, hostNetwork, containers, initContainers, volumes = [] } = spec;
  const claimed = volumes.filter((volume) => volume["persistentVolumeClaim"] !== undefined);
  return {
    apiVersion,
    kind,
    metadata,
    spec: {
      ...(nodeName !== undefined && { nodeName }),
      ...(priorityClassName !== undefined && { priorityClassName }),
      ...(hostNetwork !== undefined && { hostNetwork }),
      containers: containers.map(trimContainer),
      ...(initContainers && { initContainers: initContainers.map(trimContainer) }),
      ...(claimed.length > 0 && { volumes: claimed }),
    },
    ...(status && { status }),
  };
}

const trimContainer = ({ name, image, ports, resources, restartPolicy }: Container): Container => ({
  name,
  ...(image !== undefined && { image }),
  ...(ports && { ports }),
  ...(resources && { resources }),
  ...(restartPolicy !== undefined && { restartPolicy }),
});

/** Drawn at every start: a digest tells that a value changed and nothing of the value. */
const digestKey = randomBytes(32);
const digestOf = (value: string) => createHmac("sha256", digestKey).update(value).digest("base64url");

/** Of a secret only the names of its keys stay, and whether a value is another one than before. */
export function trimSecret(object: Config): Config {
  const { data = {}, binaryData: _, ...rest } = withWriter(object);
  const digests = Object.entries(data).map(([key, value]) => [key, digestOf(value)]);
  const certificateEnds = object.type === "kubernetes.io/tls" ? endOf(data["tls.crt"] ?? "") : undefined;
  return { ...rest, ...(certificateEnds && { certificateEnds }), data: Object.fromEntries(digests) };
}

/** @returns undefined where it is no certificate */
function endOf(base64: string): string | undefined {
  try {
    return new X509Certificate(Buffer.from(base64, "base64")).validToDate.toISOString();
  } catch {
    return undefined;
  }
}

const longestValue = 1000;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

export function trimConfig(object: Config): Config {
  const { data = {}, binaryData = {}, ...rest } = withWriter(object);
  const short = Object.entries(data).map(([key, value]) => [key, shortened(value)]);
  const binary = Object.entries(binaryData).map(([key, value]) => [key, shortened(value, 0)]);
  return { ...rest, data: Object.fromEntries([...short, ...binary]) };
}

function shortened(value: string, longest = longestValue): string {
  if (value.length <= longest) return value;
  return `${value.slice(0, longest)}… (${value.length} characters, ${sha256(value).slice(0, 12)})`;
}
