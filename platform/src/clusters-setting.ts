import { homedir } from "node:os";
import { resolve } from "node:path";
import type { Parser } from "#kernel/setting.ts";
import type { ClusterSource } from "#kubernetes/index.ts";

/** `east=~/.kube/config#east, here=in-cluster` */
export const clusters: Parser<readonly ClusterSource[]> = {
  allowed: "name=kubeconfig, name=kubeconfig#context or name=in-cluster, separated by commas, each name once",
  read(value) {
    const parts = value.split(",").map((part) => part.trim());
    const sources = parts.filter((part) => part !== "").map(sourceOf);
    const names = new Set(sources.map((source) => source?.name));
    const areGood = sources.every((source) => source !== undefined) && names.size === sources.length;
    return areGood ? sources : undefined;
  },
};

function sourceOf(text: string): ClusterSource | undefined {
  const [, name, file, context] = /^([\w.-]{1,63})=([^#]+)(?:#(.+))?$/.exec(text) ?? [];
  if (name === undefined || file === undefined) return undefined;
  if (file === "in-cluster") return { name, access: { inCluster: true } };
  const kubeconfig = resolve(file.replace(/^~(?=\/)/, homedir()));
  return { name, access: { kubeconfig, ...(context !== undefined && { context }) } };
}
