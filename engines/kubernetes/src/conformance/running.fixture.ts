import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "../kubectl.fixture.ts";
import type { Api } from "./api.fixture.ts";

/** A pod of one container, of which the rest is as most pods have it. */
export interface Made {
  /** Run by a shell; left out for what the image does. */
  readonly script?: string;
  readonly metadata?: object;
  readonly container?: object;
  readonly spec?: object;
  /** Further containers. */
  readonly more?: readonly object[];
}

export const place = "/api/v1/namespaces/default/pods";

export const podOf = (name: string, { script, metadata, container, spec, more = [] }: Made) => ({
  metadata: { name, ...metadata },
  spec: {
    restartPolicy: "Never",
    terminationGracePeriodSeconds: 0,
    containers: [
      { name: "main", image: "busybox", ...(script && { command: ["sh", "-c", script] }), ...container },
      ...more,
    ],
    ...spec,
  },
});

/** @throws Error when it is refused */
export async function makePod(api: Api, name: string, made: Made): Promise<void> {
  const { status, body } = await api.create(place, podOf(name, made));
  if (status !== 201) throw new Error(`${name}: ${JSON.stringify(body)}`);
}

export const statusOf = async (api: Api, name: string) => (await api.get(`${place}/${name}`)).body.status;

/** What tests of single pods ask of a cluster. */
export function podsIn(api: () => Api) {
  const main = async (name: string) => (await statusOf(api(), name)).containerStatuses?.[0];
  return {
    one: (name: string) => `${place}/${name}`,
    main,
    restarts: async (name: string) => (await main(name))?.restartCount,
    condition: async (name: string, type: string) =>
      (await statusOf(api(), name)).conditions?.find((found: { type: string }) => found.type === type)
        ?.status,
  };
}

/** What it printed, once it has come to an end. */
export async function printed(api: Api, name: string, phase = "Succeeded"): Promise<string> {
  const now = async () => (await statusOf(api, name)).phase as string;
  await eventually(async () =>
    (await now()) === phase ? phase : JSON.stringify(await statusOf(api, name)),
  ).toBe(phase);
  return logOf(api, name);
}

export const logOf = async (api: Api, name: string, query = "container=main"): Promise<string> =>
  (await api.get(`${place}/${name}/log?${query}`)).body;

/** Puts an image into the cluster's own store. */
export async function makeImage(api: Api, name: string, config: object): Promise<void> {
  const folder = join(api.cluster.folder, "images", name);
  await mkdir(folder, { recursive: true });
  const image = { architecture: "any", os: "linux", config, rootfs: { type: "layers", diff_ids: [] } };
  await writeFile(join(folder, "config.json"), JSON.stringify(image));
}

export const forever = "trap exit TERM; while true; do sleep 0.1 & wait $!; done";
