import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Context, Hono } from "hono";
import { getMimeType } from "hono/utils/mime";

const unbuilt = "The console has not been built. Run: npm run build --workspace console\n";
const immutable = "public, max-age=31536000, immutable";

/** Serves the built console: files by name, and its index page for every other path, since the console has routes
 *  of its own. Files in `assets/` carry a hash in their name and never change.
 *  @param folder where the build put its files; it may be missing */
export function consolePages(app: Hono, folder: string): void {
  app.get("/assets/*", async (c) => (await file(c, folder, c.req.path, immutable)) ?? c.notFound());
  app.get("*", async (c) => {
    const named = /\.\w+$/.test(c.req.path) ? await file(c, folder, c.req.path, "no-cache") : undefined;
    return named ?? (await file(c, folder, "/index.html", "no-cache")) ?? c.text(unbuilt, 503);
  });
}

async function file(c: Context, folder: string, path: string, cacheControl: string) {
  if (path.split("/").includes("..")) return undefined;
  const body = await readFile(join(folder, path)).catch(() => undefined);
  if (!body) return undefined;
  const type = getMimeType(path) ?? "application/octet-stream";
  return c.body(body, 200, { "content-type": type, "cache-control": cacheControl });
}
