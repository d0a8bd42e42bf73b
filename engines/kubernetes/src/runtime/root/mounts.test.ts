import { expect, test } from "vitest";
import { parseMountInfo, restrictionsOf } from "./mounts.ts";

const points = parseMountInfo(`22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:25 / /tmp rw,nosuid,nodev - tmpfs tmpfs rw,size=1g
31 22 0:26 / /mnt/a\\040b rw,noexec - tmpfs tmpfs rw
32 22 0:27 / /tmp rw,noexec - tmpfs tmpfs rw
`);

test.each([
  ["/etc", ["relatime"]],
  ["/mnt/a b/c", ["noexec"]],
  ["/tmpfile", ["relatime"]],
  ["/tmp/x", ["noexec"]],
])("%s has the restrictions of the mount it is on", (path, expected) => {
  expect(restrictionsOf(path, points)).toEqual(expected);
});
