import { expect, test } from "vitest";
import { type Privileges, privilegeArguments } from "./privileges.ts";

const boundsOf = (privileges: Privileges) =>
  privilegeArguments(privileges, true).find((one) => one.startsWith("--bounding-set"));

test.each<[string, Privileges, RegExp]>([
  [
    "a container has the usual capabilities",
    {},
    /^--bounding-set=-all,\+audit_write,\+chown,.*,\+sys_chroot$/,
  ],
  ["what is added comes beside them", { add: ["CAP_NET_ADMIN"] }, /\+sys_chroot,\+net_admin$/],
  ["what is dropped is none of them", { drop: ["CHOWN"] }, /-all,\+audit_write,\+dac_override/],
  ["all are dropped but for what is added", { drop: ["ALL"], add: ["KILL"] }, /=-all,\+kill$/],
  ["all are added but for what is dropped", { add: ["ALL"], drop: ["KILL"] }, /=\+all,-kill$/],
])("%s", (_, privileges, expected) => expect(boundsOf(privileges)).toMatch(expected));

test("a privileged container keeps everything, and one without root has nothing to keep", () => {
  expect(privilegeArguments({ isPrivileged: true, mayGrow: false }, true)).toEqual([]);
  expect(privilegeArguments({ mayGrow: false }, false)).toEqual(["--no-new-privs"]);
});
