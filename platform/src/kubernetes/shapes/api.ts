import { z } from "zod";

/* Units. Times are milliseconds since 1970, null when unknown; CPU is in cores, memory in bytes. */

const name = z.string().min(1).max(253);
export const cluster = name.describe("as in kubernetes.listClusters");
export const namespace = z.string().max(253).default("").describe("empty for all, or for what is in none");
export const objectName = name;
export const apiVersion = z.string().min(1).max(300).describe("v1, apps/v1, example.com/v1 …");
export const kind = z.string().min(1).max(63).describe("Pod, Deployment …");
export const dryRun = z.boolean().default(false).describe("check everything, change nothing");
export const time = z.number().nullable();

const instant = z
  .string()
  .max(40)
  .describe("RFC 3339 (2026-11-21T09:00:00Z), milliseconds since 1970, or relative: now, now-15m, now-7d");
export const range = { from: instant.default("now-1h"), to: instant.default("now") };

/** One object among all of a cluster. */
export const target = { cluster, apiVersion, kind, namespace, name: objectName };

export const objectRef = z.object({ kind: z.string(), namespace: z.string(), name: z.string() });
export type ObjectRef = z.infer<typeof objectRef>;

/** How trustworthy an answer is: `live` as it is now; `syncing` not everything was seen yet; `away` as it was at
 *  `since`. `isPartial`: there is more than is shown. */
export const freshness = z.object({
  cluster: z.string(),
  state: z.enum(["syncing", "live", "away"]),
  since: z.number(),
  error: z.string().nullable(),
  isPartial: z.boolean(),
});
export type Freshness = z.infer<typeof freshness>;

/** An object around a write as YAML, without status and what the server fills in. Secret values are masked; a dry run
 *  tells what would be after. */
export const rewritten = z.object({ before: z.string(), after: z.string() });
export type Rewritten = z.infer<typeof rewritten>;

export const amounts = z.object({ cpu: z.number().nullable(), memory: z.number().nullable() });
export type Amounts = z.infer<typeof amounts>;
