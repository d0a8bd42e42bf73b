import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { ApiError } from "../status.ts";
import { eventually, named, openCluster, run, type TestCluster } from "./cluster.fixture.ts";
import { eitherWay, keyOf } from "./controller.ts";
import { configMaps } from "./kinds.ts";

const make = ({ client }: TestCluster, name: string) =>
  client.create(configMaps, "default", named("ConfigMap", name));

/** A controller that notes which keys it was asked for. */
function noting(work: () => Promise<void> = async () => {}) {
  const keys: string[] = [];
  const watches = [{ kind: configMaps, keys: eitherWay((object) => [keyOf(object)]) }];
  const reconcile = async (key: string) => {
    keys.push(key);
    await work();
  };
  return { keys, controller: { name: "noting", watches, reconcile } };
}

test("a controller sees what is there and then what changes", async () => {
  const cluster = await openCluster();
  const made = await make(cluster, "before");
  const { keys, controller } = noting();
  run(cluster, controller);
  await eventually(() => expect(keys).toEqual(["default/before"]));
  await make(cluster, "later");
  await eventually(() => expect(keys).toEqual(["default/before", "default/later"]));
  await cluster.client.remove(configMaps, made);
  await eventually(() => expect(keys.at(-1)).toBe("default/before"));
});

test("a conflict is tried again and told to nobody, another failure is told too", async () => {
  const cluster = await openCluster();
  const failures: Error[] = [new ApiError("Conflict", "modified"), new Error("the disk is full")];
  const { keys, controller } = noting(async () => {
    const failure = failures.shift();
    if (failure) throw failure;
  });
  const { errors } = run(cluster, controller);
  await make(cluster, "a");
  await eventually(() => expect(keys).toHaveLength(3));
  expect(errors).toEqual(["noting default/a: Error: the disk is full"]);
});

test("a watch that fell behind the history lists again", async () => {
  const cluster = await openCluster();
  const { keys, controller } = noting();
  const watch = cluster.store.watch.bind(cluster.store);
  let expire: (() => void) | undefined;
  cluster.store.watch = (options, onEvents, onEnd) => {
    expire = () => onEnd(new ApiError("Expired", "too old"));
    return watch(options, onEvents, onEnd);
  };
  run(cluster, controller);
  await make(cluster, "a");
  await eventually(() => expect(keys).toHaveLength(1));
  expire?.();
  await eventually(() => expect(keys).toHaveLength(2));
  await make(cluster, "b");
  await eventually(() => expect(keys.at(-1)).toBe("default/b"));
});

test("a stopped controller is asked nothing more", async () => {
  const cluster = await openCluster();
  const { keys, controller } = noting();
  const running = run(cluster, controller);
  await running.stop();
  await make(cluster, "a");
  await wait(20);
  expect(keys).toEqual([]);
});

test("an object that a controller can't make sense of keeps it from no other", async () => {
  const cluster = await openCluster();
  await make(cluster, "odd");
  const { keys, controller } = noting();
  const watches = controller.watches.map((watched) => ({
    ...watched,
    keys: (...change: Parameters<typeof watched.keys>) => {
      if (change[0].object.metadata.name === "odd") throw new Error("what is this?");
      return watched.keys(...change);
    },
  }));
  const { errors } = run(cluster, { ...controller, watches });
  await make(cluster, "plain");
  await eventually(() => expect(keys).toEqual(["default/plain"]));
  expect(errors).toEqual(["noting default/odd: Error: what is this?"]);
});
