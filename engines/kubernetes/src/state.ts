import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Instrumentation, admissionOf } from "./admission/index.ts";
import type { Authentication } from "./api/authenticate.ts";
import { bootstrap } from "./bootstrap.ts";
import { CustomKinds } from "./custom/kinds.ts";
import { type Identity, makeAuthority } from "@naru/certificates";
import { openStaticTokens } from "./identity/static-tokens.ts";
import { openTokens, type Tokens } from "./identity/tokens.ts";
import { type AddressRange, claimRange } from "./network/range.ts";
import { Objects } from "./objects/objects.ts";
import { builtinResources } from "./resources/builtin.ts";
import { Registry } from "./resources/registry.ts";
import { openStore, type Store } from "./store/store.ts";

/** What a cluster keeps in its folder, and the rules by which it changes. */
export interface State {
  readonly store: Store;
  readonly registry: Registry;
  readonly objects: Objects;
  readonly range: AddressRange;
  readonly authority: Identity;
  readonly tokens: Tokens;
  readonly authentication: Authentication;
}

/** @param started  gets what has to be closed */
export async function openState(
  folder: string,
  instrumentation: Instrumentation | undefined,
  started: AsyncDisposableStack,
): Promise<State> {
  const store = await openStore({ folder: join(folder, "objects") });
  started.defer(() => store.close());
  const range = await claimRange(folder);
  started.defer(() => range.release());
  const registry = new Registry(builtinResources);
  const objects = new Objects(store, { admit: admissionOf(store, range.services, instrumentation) });
  await bootstrap(registry, objects);
  const customKinds = new CustomKinds(store, objects, registry);
  await customKinds.start();
  started.defer(() => customKinds.stop());
  const tokens = await openTokens(join(folder, "service-account.key"));
  const staticTokens = await openStaticTokens(join(folder, "tokens.csv"));
  return {
    store,
    registry,
    objects,
    range,
    authority: await keptAuthority(join(folder, "authority.json")),
    tokens,
    authentication: { store, tokens, staticTokens },
  };
}

async function keptAuthority(file: string): Promise<Identity> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Identity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const made = await makeAuthority("naru-ca", Date.now());
  await writeFile(file, JSON.stringify(made), { mode: 0o600, flag: "wx" });
  return made;
}
