import { expect, test } from "vitest";
import { parseMountInfo } from "../root/mounts.ts";
import { placesInCgroup1, placesInCgroup2 } from "./open.ts";

const mounts = parseMountInfo(`25 30 0:23 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
35 25 0:30 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate
36 25 0:31 / /cg/memory rw - cgroup cgroup rw,memory
37 25 0:32 / /cg/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
`);

test("with cgroup v2, a group can stand in ours, beside it, or at the root", () => {
  expect(placesInCgroup2(mounts, "0::/user.slice/naru.service\n")).toEqual([
    "/sys/fs/cgroup/user.slice/naru.service",
    "/sys/fs/cgroup/user.slice",
    "/sys/fs/cgroup",
  ]);
  expect(placesInCgroup2(mounts, "0::/\n")).toEqual(["/sys/fs/cgroup"]);
  expect(placesInCgroup2([], "0::/\n")).toEqual([]);
});

test("with cgroup v1, a group stands in ours of each controller, or at the root", () => {
  expect(placesInCgroup1(mounts, "4:memory:/a\n3:cpu,cpuacct:/b\n")).toEqual([
    { memory: "/cg/memory/a", cpu: "/cg/cpu,cpuacct/b", cpuacct: "/cg/cpu,cpuacct/b" },
    { memory: "/cg/memory", cpu: "/cg/cpu,cpuacct", cpuacct: "/cg/cpu,cpuacct" },
  ]);
  expect(placesInCgroup1([], "4:memory:/a\n")).toEqual([]);
});
