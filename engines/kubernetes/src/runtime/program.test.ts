import { expect, test } from "vitest";
import type { ContainerSpec } from "./container.ts";
import { defaultPath, programOf } from "./program.ts";

const config = {
  entrypoint: ["node"],
  cmd: ["main.js"],
  env: { A: "image", B: "image" },
  exposedPorts: [],
  labels: {},
};
const spec: ContainerSpec = {
  id: "c",
  folder: "/c",
  env: {},
  mounts: [],
  log: "/c/log",
  image: { reference: "shop", id: "sha256:1", folder: "/shop", config },
};

test.each([
  ["the image's own", undefined, undefined, ["node", "main.js"]],
  ["other arguments", undefined, ["other.js"], ["node", "other.js"]],
  ["another command, without the image's arguments", ["sh"], undefined, ["sh"]],
  ["another command with arguments", ["sh", "-c"], ["true"], ["sh", "-c", "true"]],
])("a container runs %s", (_, command, args, expected) => {
  const asked = { ...spec, ...(command && { command }), ...(args && { args }) };
  expect(programOf(asked, "/root").command).toEqual(expected);
});

test("the pod's environment wins over the image's, and Node can be found", () => {
  const { env } = programOf({ ...spec, env: { A: "pod" }, hostname: "web-0" }, "/home/x");
  expect(env).toEqual({ A: "pod", B: "image", HOME: "/home/x", HOSTNAME: "web-0", PATH: defaultPath });
  expect(programOf({ ...spec, env: { PATH: "/bin" } }, "/").env.PATH).toBe("/bin");
});
