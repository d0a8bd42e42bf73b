import { X509Certificate } from "node:crypto";
import { issue, makeAuthority } from "@naru/certificates";
import { expect, test } from "vitest";
import { clusterShowing, frontProxyOf } from "./front-proxy.ts";

const now = Date.now();
const east = await makeAuthority("front-proxy-ca", now);
const west = await makeAuthority("front-proxy-ca", now);
const shown = async (authority: typeof east, name: string) =>
  new X509Certificate((await issue(authority, { subject: `CN=${name}` }, now)).certificate);
const proxies = [
  { cluster: "east", authority: east.certificate, names: ["front-proxy-client"] },
  { cluster: "west", authority: west.certificate, names: [] },
];

test("a cluster is known by its authority and name", async () => {
  expect(clusterShowing(await shown(east, "front-proxy-client"), proxies)).toBe("east");
  expect(clusterShowing(await shown(west, "whoever"), proxies)).toBe("west");
});

test("nobody else is", async () => {
  const stranger = await makeAuthority("front-proxy-ca", now);
  expect(clusterShowing(await shown(east, "admin"), proxies)).toBeUndefined();
  expect(clusterShowing(await shown(stranger, "front-proxy-client"), proxies)).toBeUndefined();
});

test("while an authority is replaced, both count", async () => {
  const both = [{ cluster: "east", authority: `${west.certificate}${east.certificate}`, names: [] }];
  expect(clusterShowing(await shown(east, "x"), both)).toBe("east");
});

test("clusters that share an authority cannot be told apart", async () => {
  const shared = ["north", "south"].map((cluster) => ({ cluster, authority: east.certificate, names: [] }));
  expect(clusterShowing(await shown(east, "x"), shared)).toBeUndefined();
});

test("what a cluster publishes is read, and nothing is made of what cannot be", () => {
  const data = {
    "requestheader-client-ca-file": east.certificate,
    "requestheader-allowed-names": '["a","b"]',
  };
  expect(frontProxyOf("east", data)).toEqual({
    cluster: "east",
    authority: east.certificate,
    names: ["a", "b"],
  });
  expect(frontProxyOf("east", {})).toBeUndefined();
  expect(() => frontProxyOf("east", { ...data, "requestheader-allowed-names": "a" })).toThrow(/JSON/);
});
