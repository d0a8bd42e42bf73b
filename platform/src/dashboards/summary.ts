import { z } from "zod";
import { NaruError } from "#kernel/errors.ts";

/** What the list tells of a dashboard's JSON. */
export interface Summary {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: string[];
  readonly panels: number;
}

const text = z.string().catch("");
const dashboard = z.looseObject({
  uid: text,
  title: text,
  description: text,
  tags: z.array(z.string()).catch([]),
  panels: z.array(z.unknown()),
});

/** @returns undefined when the text is no dashboard */
export function summaryOf(json: string): Summary | undefined {
  const read = dashboard.safeParse(parsed(json));
  if (!read.success) return undefined;
  const { uid, title, description, tags, panels } = read.data;
  return {
    uid: uid.slice(0, 200),
    title: title.trim().slice(0, 200),
    description: description.slice(0, 500),
    tags: tags.slice(0, 50).map((tag) => tag.slice(0, 100)),
    panels: panels.length,
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The JSON under a uid of its own, as it is kept: one line a field, so that people can compare versions.
 *  @throws NaruError INVALID_INPUT when it is no dashboard or has no title */
export function toKeep(json: string, uid: string): string {
  const read = dashboard.safeParse(parsed(json));
  if (!read.success || read.data.title.trim() === "") {
    throw new NaruError("INVALID_INPUT", "json: no dashboard", {
      help: "Send what Grafana exports: a JSON object with title and panels.",
    });
  }
  // A number of Grafana's own database means nothing elsewhere.
  return JSON.stringify({ ...(parsed(json) as object), uid, id: null }, null, 2);
}

/** A title as a name of Kubernetes: `Cart, p99` is `cart-p99`. */
export function slugOf(title: string): string {
  const slug = title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, "");
  return slug || "dashboard";
}
