import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../kubectl.fixture.ts";
import { type Api, openApi } from "./api.fixture.ts";
import { logOf, type Made, makePod, place, printed, statusOf } from "./running.fixture.ts";

/* Volumes that hold other objects, and those that are empty. Source: Kubernetes' test/e2e/common/storage and
 * test/e2e/storage: configmap_volume, secrets_volume, downwardapi_volume, projected_*, empty_dir, subpath. */

const at = "/api/v1/namespaces/default";
const user = { runAsUser: 1000 };
const items = [{ key: "key", path: "path/to/key" }];
const strictItems = [{ ...items[0], mode: 0o400 }];
const mounted = (script: string, volume: object, spec: object = {}): Made => ({
  script,
  container: { volumeMounts: [{ name: "v", mountPath: "/v" }] },
  spec: { volumes: [{ name: "v", ...volume }], ...spec },
});
const show = (path = "key") => `stat -L -c %a /v/${path}; cat /v/${path}`;

/** The same of a ConfigMap and a Secret, by themselves and as parts of a projected volume. */
const sources: [title: string, volume: (more: object, mode?: number) => object][] = [
  [
    "map",
    (more, defaultMode) => ({ configMap: { name: "data", ...more, ...(defaultMode && { defaultMode }) } }),
  ],
  [
    "secret",
    (more, defaultMode) => ({ secret: { secretName: "data", ...more, ...(defaultMode && { defaultMode }) } }),
  ],
  [
    "projected-map",
    (more, defaultMode) => ({
      projected: { sources: [{ configMap: { name: "data", ...more } }], ...(defaultMode && { defaultMode }) },
    }),
  ],
  [
    "projected-secret",
    (more, defaultMode) => ({
      projected: { sources: [{ secret: { name: "data", ...more } }], ...(defaultMode && { defaultMode }) },
    }),
  ],
];
const ofSources = sources.flatMap(([title, volume]): [string, Made, string][] => [
  [`${title}-plain`, mounted(show(), volume({})), "644\nvalue"],
  [`${title}-user`, mounted(show(), volume({}), { securityContext: user }), "644\nvalue"],
  [`${title}-mode`, mounted(show(), volume({}, 0o400)), "400\nvalue"],
  [`${title}-items`, mounted(show("path/to/key"), volume({ items })), "644\nvalue"],
  [
    `${title}-items-user`,
    mounted(show("path/to/key"), volume({ items }), { securityContext: user }),
    "644\nvalue",
  ],
  [`${title}-items-mode`, mounted(show("path/to/key"), volume({ items: strictItems })), "400\nvalue"],
  [
    `${title}-group`,
    mounted(`${show()}; stat -L -c " %g" /v/key`, volume({}, 0o440), {
      securityContext: { ...user, fsGroup: 1001 },
    }),
    "440\nvalue 1001\n",
  ],
  [
    `${title}-twice`,
    {
      script: "cat /one/key /two/key",
      container: {
        volumeMounts: [
          { name: "one", mountPath: "/one" },
          { name: "two", mountPath: "/two", readOnly: true },
        ],
      },
      spec: { volumes: ["one", "two"].map((name) => ({ name, ...volume({}) })) },
    },
    "valuevalue",
  ],
  [
    `${title}-part`,
    {
      script: "cat /part /etc/resolv.conf",
      container: {
        volumeMounts: [
          { name: "v", mountPath: "/part", subPath: "key" },
          { name: "v", mountPath: "/etc/resolv.conf", subPath: "key" },
        ],
      },
      spec: { volumes: [{ name: "v", ...volume({}) }] },
    },
    "valuevalue",
  ],
]);

const resourceFile = (path: string, resource: string, divisor?: string) => ({
  path,
  resourceFieldRef: { containerName: "main", resource, ...(divisor && { divisor }) },
});
const files = [
  { path: "name", fieldRef: { fieldPath: "metadata.name" } },
  resourceFile("a", "limits.cpu", "1m"),
  resourceFile("b", "limits.memory", "1Mi"),
  resourceFile("c", "requests.cpu", "1m"),
  resourceFile("d", "requests.memory", "1Mi"),
];
const resources = {
  requests: { cpu: "250m", memory: "32Mi" },
  limits: { cpu: "1250m", memory: "64Mi" },
};
const downward: [title: string, volume: (more?: object, item?: object) => object][] = [
  [
    "downward",
    (more, item) => ({ downwardAPI: { items: files.map((file) => ({ ...file, ...item })), ...more } }),
  ],
  [
    "projected-downward",
    (more, item) => ({
      projected: {
        sources: [{ downwardAPI: { items: files.map((file) => ({ ...file, ...item })) } }],
        ...more,
      },
    }),
  ],
];
const withAmounts = ({ container, ...made }: Made): Made => ({
  ...made,
  container: { ...container, resources },
});
const ofDownward = downward.flatMap(([title, volume]): [string, Made, string][] => [
  [`${title}-name`, mounted("cat /v/name", volume()), `${title}-name`],
  [
    `${title}-amounts`,
    withAmounts(mounted("for f in a b c d; do cat /v/$f; echo; done", volume())),
    "1250\n64\n250\n32\n",
  ],
  [
    `${title}-allocatable`,
    mounted("test $(cat /v/a) -ge 1000 && test $(cat /v/b) -ge 64 && echo whole", volume()),
    "whole\n",
  ],
  [`${title}-mode`, mounted(show("name"), volume({ defaultMode: 0o400 })), `400\n${title}-mode`],
  [`${title}-item-mode`, mounted(show("name"), volume({}, { mode: 0o400 })), `400\n${title}-item-mode`],
  [
    `${title}-part`,
    {
      script: "cat /part",
      container: { volumeMounts: [{ name: "v", mountPath: "/part", subPath: "name" }] },
      spec: { volumes: [{ name: "v", ...volume() }] },
    },
    `${title}-part`,
  ],
]);

const ofEmpty = ["", "Memory"].flatMap((medium) =>
  [{}, user].flatMap((securityContext): [string, Made, string][] => {
    const title = `empty${medium.toLowerCase()}${"runAsUser" in securityContext ? "-user" : ""}`;
    const kind = medium === "Memory" ? "tmpfs" : "";
    const script = `stat -c %a /v; for m in 644 666 777; do echo text > /v/$m; chmod $m /v/$m; stat -c %a /v/$m; cat /v/$m; done; stat -f -c %T /v | grep -o tmpfs || true`;
    const expected = ["777", ...["644", "666", "777"].flatMap((mode) => [mode, "text"]), kind];
    return [
      [
        title,
        mounted(script, { emptyDir: { medium } }, { securityContext }),
        `${expected.filter(Boolean).join("\n")}\n`,
      ],
    ];
  }),
);

const others: [string, Made, string][] = [
  [
    "binary",
    mounted("cat /v/key; od -An -tx1 /v/bytes", { configMap: { name: "binary" } }),
    "text de ca fe ba d0 fe ff\n",
  ],
  ["own-namespace", mounted("cat /v/key", { secret: { secretName: "data" } }), "value"],
  [
    "all-together",
    mounted("cat /v/map /v/secret /v/name", {
      projected: {
        sources: [
          { configMap: { name: "data", items: [{ key: "key", path: "map" }] } },
          { secret: { name: "data", items: [{ key: "key", path: "secret" }] } },
          { downwardAPI: { items: [files[0]] } },
        ],
      },
    }),
    "valuevalueall-together",
  ],
  [
    "beside-each-other",
    {
      script: "cat /a/key /b/key",
      container: {
        volumeMounts: [
          { name: "a", mountPath: "/a" },
          { name: "b", mountPath: "/b" },
        ],
      },
      spec: {
        volumes: [
          { name: "a", secret: { secretName: "data" } },
          { name: "b", configMap: { name: "data" } },
        ],
      },
    },
    "valuevalue",
  ],
];

const facts = [...ofSources, ...ofDownward, ...ofEmpty, ...others];

let api: Api;
beforeAll(async () => {
  api = await openApi(1);
  await api.create("/api/v1/namespaces", { metadata: { name: "other" } });
  await api.create("/api/v1/namespaces/other/secrets", {
    metadata: { name: "data" },
    stringData: { key: "other" },
  });
  await api.create(`${at}/configmaps`, { metadata: { name: "data" }, data: { key: "value" } });
  await api.create(`${at}/secrets`, { metadata: { name: "data" }, stringData: { key: "value" } });
  await api.create(`${at}/configmaps`, {
    metadata: { name: "binary" },
    data: { key: "text" },
    binaryData: { bytes: Buffer.from("decafebad0feff", "hex").toString("base64") },
  });
  for (const [name, made] of facts) await makePod(api, name, made);
});
afterAll(() => api.stop());

test.each(facts)("%s", async (name, _, told) => expect(await printed(api, name)).toBe(told));

describe.each(sources)("a %s that is there, comes, changes and goes", (title, volume) => {
  const kind = title.includes("secret") ? "secrets" : "configmaps";
  const data = (value: string) =>
    kind === "secrets" ? { stringData: { key: value } } : { data: { key: value } };
  const of = (name: string) =>
    JSON.parse(
      JSON.stringify(volume({ optional: true })).replaceAll('"data"', `"${name}-${title}"`),
    ) as object;
  test("is seen by who runs", async () => {
    const make = (name: string) =>
      api.create(`${at}/${kind}`, { metadata: { name: `${name}-${title}` }, ...data("value-1") });
    await make("goes");
    await make("changes");
    const names = ["goes", "changes", "comes"];
    await makePod(api, `watching-${title}`, {
      script: `while sleep 0.1; do echo $(cat /goes/key 2>/dev/null) - $(cat /changes/key) - $(cat /comes/key 2>/dev/null); done`,
      container: { volumeMounts: names.map((name) => ({ name, mountPath: `/${name}` })) },
      spec: { volumes: names.map((name) => ({ name, ...of(name) })) },
    });
    const last = async () => (await logOf(api, `watching-${title}`, "tailLines=1")).trim();
    await eventually(last).toBe("value-1 - value-1 -");
    await api.remove(`${at}/${kind}/goes-${title}`);
    await api.patch(`${at}/${kind}/changes-${title}`, "merge", data("value-2"));
    await make("comes");
    await eventually(last).toBe("- value-2 - value-1");
    await api.remove(`${place}/watching-${title}`);
  });
});

test.each(downward)("labels and annotations of a running pod are told anew: %s", async (title, volume) => {
  const list = [
    { path: "labels", fieldRef: { fieldPath: "metadata.labels" } },
    { path: "annotations", fieldRef: { fieldPath: "metadata.annotations" } },
  ];
  const changed = JSON.parse(
    JSON.stringify(volume()).replace(JSON.stringify(files), JSON.stringify(list)),
  ) as object;
  await makePod(api, `${title}-changing`, {
    ...mounted("while sleep 0.1; do echo $(cat /v/labels) $(cat /v/annotations); done", changed),
    metadata: { labels: { a: "1" }, annotations: { builder: "bar" } },
  });
  const last = async () => (await logOf(api, `${title}-changing`, "tailLines=1")).trim();
  await eventually(last).toBe('a="1" builder="bar"');
  await api.patch(`${place}/${title}-changing`, "merge", {
    metadata: { labels: { b: "2" }, annotations: { builder: "foo" } },
  });
  await eventually(last).toBe('a="1" b="2" builder="foo"');
  await api.remove(`${place}/${title}-changing`);
});

test("containers of a pod share a volume", async () => {
  const volumeMounts = [{ name: "v", mountPath: "/v" }];
  const other = {
    name: "other",
    image: "busybox",
    command: ["sh", "-c", "echo hello > /v/new; mv /v/new /v/file"],
  };
  await makePod(api, "sharing", {
    script: "until cat /v/file 2>/dev/null; do sleep 0.05; done",
    container: { volumeMounts },
    spec: { volumes: [{ name: "v", emptyDir: {} }] },
    more: [{ ...other, volumeMounts }],
  });
  expect(await printed(api, "sharing")).toBe("hello\n");
});

test("fifty maps in each of five pods are there in time", async () => {
  const names = Array.from({ length: 50 }, (_, i) => `many-${i}`);
  for (const name of names) await api.create(`${at}/configmaps`, { metadata: { name }, data: { key: name } });
  const pods = Array.from({ length: 5 }, (_, i) => `full-${i}`);
  for (const pod of pods) {
    await makePod(api, pod, {
      script: "cat /v/*/key | wc -c",
      container: { volumeMounts: names.map((name) => ({ name, mountPath: `/v/${name}` })) },
      spec: { volumes: names.map((name) => ({ name, configMap: { name } })) },
    });
  }
  for (const pod of pods) expect(await printed(api, pod)).toBe(`${names.join("").length}\n`);
});

test("a pod waits for a map that is not optional", async () => {
  await makePod(api, "waits", mounted("cat /v/key", { configMap: { name: "late" } }));
  await eventually(
    async () => (await statusOf(api, "waits")).containerStatuses?.[0].state.waiting?.reason,
  ).toBe("ContainerCreating");
  await api.create(`${at}/configmaps`, { metadata: { name: "late" }, data: { key: "now" } });
  expect(await printed(api, "waits")).toBe("now");
});
