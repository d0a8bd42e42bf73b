import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rulesOf } from "@naru/platform/sessions/declared/account.ts";
import { type Declared, declaredOf } from "@naru/platform/sessions/declared/declared.ts";
import { idOf, patternOf } from "@naru/platform/sessions/layouts/layouts.ts";
import { eventually, freePort } from "@naru/testkit";
import { type RunningValkey, startValkey } from "@naru/testkit/valkey";
import { Redis } from "iovalkey";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Program, startProgram } from "../languages/program.ts";
import { sessionRecipes, type SessionRecipe } from "./recipes.ts";

/* What docs/sessions.md says of libraries, done: two processes of each program, one store, the account that Naru would make. */

const password = "of-the-application";
const answeredWithinMs = 4_000;
const reasonOf = ({ tools }: SessionRecipe) => ("missing" in tools ? ` (left out: ${tools.missing})` : "");

let folder: string;
let port: number;
let store: RunningValkey;
const startStore = () => startValkey({ port, folder, appendfsync: "always" });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "naru-recipes-"));
  port = await freePort();
  store = await startStore();
});
afterAll(async () => {
  await store?.stop();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly body: { readonly user?: string; readonly visits?: number };
  readonly cookie: string;
}

async function ask(url: string, method: string, cookie = ""): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: { cookie },
    signal: AbortSignal.timeout(answeredWithinMs),
  });
  const set = answer.headers.getSetCookie().map((each) => each.split(";")[0] ?? "");
  const text = await answer.text();
  return {
    status: answer.status,
    body: answer.ok ? (JSON.parse(text) as Answer["body"]) : {},
    cookie: set.length > 0 ? set.join("; ") : cookie,
  };
}

/** As a Secret declares it. */
function declared({ layout, prefix }: SessionRecipe): Declared {
  const annotations = { "naru.dev/session-layout": layout, "naru.dev/session-prefix": prefix };
  const found = declaredOf("local", {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "app", namespace: "shop", annotations },
  });
  if (!("layout" in found)) throw new Error(found.message);
  return found;
}

function start(recipe: SessionRecipe): Promise<Program> {
  const at = "folder" in recipe.tools ? recipe.tools.folder : "";
  const env = {
    SESSIONS_URI: `redis://${recipe.layout}:${password}@127.0.0.1:${port}/0`,
    SESSIONS_PREFIX: recipe.prefix,
  };
  return startProgram({ ...recipe.start(at), service: "", endpoint: "http://127.0.0.1:9", env });
}

async function inStore<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(port);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

describe.each(sessionRecipes.map((each) => [`${each.name}${reasonOf(each)}`, each] as const))(
  "%s",
  (_, recipe) => {
    describe.skipIf("missing" in recipe.tools)("keeps its users", () => {
      const programs: Program[] = [];
      const url = (index: number, path: string) => `${programs[index]?.url}${path}`;
      beforeAll(async () => {
        await inStore(async (redis) => {
          await redis.call(
            "ACL",
            "SETUSER",
            recipe.layout,
            ...rulesOf(declared(recipe), password, { kind: "single", database: 0 }),
          );
          await redis.call("ACL", "SAVE");
        });
        programs.push(...(await Promise.all([start(recipe), start(recipe)])));
      }, 120_000);
      afterAll(async () => {
        for (const program of programs) await program[Symbol.asyncDispose]();
      });

      let cookie = "";
      test("whichever process answers, with no more rights than Naru gives", async () => {
        expect((await ask(url(0, "/visit"), "GET")).status).toBe(401);
        ({ cookie } = await ask(url(0, "/sign-in/kim"), "POST"));
        for (const [index, visits] of [1, 2, 3, 4].entries()) {
          const answer = await ask(url(index % 2, "/visit"), "GET", cookie);
          expect(answer).toMatchObject({ status: 200, body: { user: "kim", visits } });
        }
      });

      test("so that Naru can count them, and tell who they are where the library says it", async () => {
        const { layout, prefix } = declared(recipe);
        await inStore(async (redis) => {
          const [, keys] = await redis.scan("0", "MATCH", patternOf(layout, prefix), "COUNT", 1000);
          const key = keys.find((each) => idOf(layout, prefix, each) !== undefined) ?? "";
          const stored =
            layout.type === "hash"
              ? new Map(Object.entries(await redis.hgetallBuffer(key)))
              : await redis.getBuffer(key);
          expect(idOf(layout, prefix, key)?.length).toBeGreaterThan(15);
          const at = { userPath: "", leftMs: 1000, now: Date.now() };
          expect(stored && layout.read(stored, at).user).toBe(recipe.tellsUsers ? "kim" : null);
        });
      });

      test("when a process dies", async () => {
        await programs[0]?.[Symbol.asyncDispose]();
        expect(await ask(url(1, "/visit"), "GET", cookie)).toMatchObject({
          body: { user: "kim", visits: 5 },
        });
      });

      test("and while the store is away nothing hangs, and sessions are there when it is back", async () => {
        await store.stop();
        const { status } = await ask(url(1, "/visit"), "GET", cookie);
        expect(status).toBeGreaterThanOrEqual(400);
        store = await startStore();
        await eventually(async () => {
          expect(await ask(url(1, "/visit"), "GET", cookie)).toMatchObject({ body: { user: "kim" } });
        }, 15_000);
      });
    });
  },
);
