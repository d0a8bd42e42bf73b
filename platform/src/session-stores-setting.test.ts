import { describe, expect, test } from "vitest";
import { sessionStores } from "./session-stores-setting.ts";

const plain = { isEncrypted: false, database: 0, isEmbedded: false };

describe("where sessions are kept is read from", () => {
  test.each([
    ["", []],
    [
      "main=redis://10.0.0.5",
      [{ ...plain, name: "main", kind: "single", addresses: [{ host: "10.0.0.5", port: 6379 }] }],
    ],
    [
      "main=rediss://store.example:7000?username=naru&password-file=/run/secrets/store&database=3",
      [
        {
          name: "main",
          kind: "single",
          addresses: [{ host: "store.example", port: 7000 }],
          isEncrypted: true,
          isEmbedded: false,
          database: 3,
          username: "naru",
          passwordFile: "/run/secrets/store",
        },
      ],
    ],
    [
      "a=redis+sentinel://s1,s2:5000,[::1]:26379/mymaster  b=redis+cluster://n1:7001,n2:7002",
      [
        {
          ...plain,
          name: "a",
          kind: "sentinel",
          master: "mymaster",
          addresses: [
            { host: "s1", port: 26_379 },
            { host: "s2", port: 5000 },
            { host: "::1", port: 26_379 },
          ],
        },
        {
          ...plain,
          name: "b",
          kind: "cluster",
          addresses: [
            { host: "n1", port: 7001 },
            { host: "n2", port: 7002 },
          ],
        },
      ],
    ],
  ])("%j", (text, sources) => {
    expect(sessionStores.read(text)).toEqual(sources);
  });
});

describe("refused is", () => {
  test.each([
    ["a password in an address", "main=redis://:secret@10.0.0.5"],
    ["a user in an address", "main=redis://naru@10.0.0.5"],
    ["an address without a name", "redis://10.0.0.5"],
    ["a name that is there twice", "a=redis://x a=redis://y"],
    ["sentinels without a master", "a=redis+sentinel://x,y"],
    ["a master of a single server", "a=redis://x/mymaster"],
    ["two single servers", "a=redis://x,y"],
    ["another protocol", "a=http://x"],
    ["a port that is none", "a=redis://x:70000"],
    ["an unknown parameter", "a=redis://x?pasword-file=/x"],
    ["a password's file that is nowhere in particular", "a=redis://x?password-file=secret"],
    ["a database that is none", "a=redis://x?database=-1"],
  ])("%s", (_, text) => {
    expect(sessionStores.read(text)).toBeUndefined();
  });
});
