import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { eventually } from "@naru/testkit";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { startProgram } from "../testing/program.ts";
import { startReceiver } from "../testing/receiver.ts";

const written = fileURLToPath(new URL("../testing/programs/compiled.ts", import.meta.url));

/** Compiled, made small, and with a source map beside it, as programs are shipped. */
async function compile(folder: string): Promise<string> {
  const bundle = await rolldown({ input: written });
  await bundle.write({
    dir: folder,
    format: "cjs",
    entryFileNames: "out.cjs",
    sourcemap: true,
    minify: true,
  });
  await bundle.close();
  return join(folder, "out.cjs");
}

test("a handler that was compiled is found where it was written", async () => {
  const folder = await mkdtemp(join(tmpdir(), "naru-compiled-"));
  await using receiver = await startReceiver();
  await using tested = await startProgram("express.cjs", {
    preload: "--require",
    endpoint: receiver.endpoint,
    env: { COMPILED: await compile(folder) },
  });
  const spanWithCode = async () => {
    await fetch(`${tested.url}/compiled`);
    const span = receiver.spans.find(({ attributes }) => attributes["code.file.path"] !== undefined);
    expect(span).toBeDefined();
    return span?.attributes;
  };
  // The map is read in the background: the first request may end before.
  const attributes = await eventually(spanWithCode, 10_000, 200);
  await rm(folder, { recursive: true });
  expect(attributes).toMatchObject({
    "http.route": "/compiled",
    "code.file.path": written,
    "code.line.number": 8,
  });
});

test("Fastify's routes name their spans, and its handlers are found", async () => {
  await using receiver = await startReceiver();
  await using tested = await startProgram("fastify.mjs", {
    preload: "--import",
    endpoint: receiver.endpoint,
  });
  await fetch(`${tested.url}/carts/7`);
  await eventually(() =>
    expect(receiver.spans).toEqual([
      expect.objectContaining({
        name: "GET /carts/:id",
        attributes: expect.objectContaining({
          "http.route": "/carts/:id",
          "code.function.name": "showCart",
          "code.file.path": expect.stringMatching(/programs\/fastify\.mjs$/),
        }),
      }),
    ]),
  );
});
