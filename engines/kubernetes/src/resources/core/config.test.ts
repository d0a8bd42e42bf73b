import { describe, expect, test } from "vitest";
import { complaints, prepared, row, specimen } from "../specimen.ts";
import { configMap, secret } from "./config.ts";

test("kubectl get tells how much there is in them", () => {
  expect(row(configMap, specimen(configMap, { data: { a: "", b: "" }, binaryData: { c: "" } }))).toEqual([
    "web",
    3,
    "2m",
  ]);
  expect(row(secret, specimen(secret, { type: "Opaque", data: { a: "" } }))).toEqual([
    "web",
    "Opaque",
    1,
    "2m",
  ]);
});

test("what a secret is given as text is kept as bytes", () => {
  const made = prepared(secret, specimen(secret, { data: { a: "YQ==", b: "Yg==" }, stringData: { b: "c" } }));
  expect(made).toMatchObject({ type: "Opaque", data: { a: "YQ==", b: "Yw==" } });
  expect(made).not.toHaveProperty("stringData");
});

const key =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const frozen = "Forbidden: field is immutable when `immutable` is set";

describe("a config map is refused", () => {
  test.each([
    [{ data: { "a b": "" } }, [`data[a b]: Invalid value: "a b": ${key}`]],
    [
      { data: { a: "" }, binaryData: { a: "" } },
      ['data[a]: Invalid value: "a": duplicate of key present in binaryData'],
    ],
    [{ data: { a: "x".repeat(1024 * 1024 + 1) } }, [": Too long: may not be more than 1048576 bytes"]],
  ])("%j", (fields, expected) => {
    expect(complaints(configMap, specimen(configMap, fields))).toEqual(expected);
  });

  test("when it has been frozen", () => {
    const before = specimen(configMap, { immutable: true, data: { a: "1" } });
    const after = specimen(configMap, { data: { a: "2" } });
    expect(complaints(configMap, after, before)).toEqual([`immutable: ${frozen}`, `data: ${frozen}`]);
    expect(complaints(configMap, before, before)).toEqual([]);
  });
});

describe("a secret is refused", () => {
  test.each([
    [{ type: "kubernetes.io/tls" }, ["data[tls.crt]: Required value", "data[tls.key]: Required value"]],
    [
      { type: "kubernetes.io/dockerconfigjson", data: { ".dockerconfigjson": "YQ==" } },
      ['data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character in JSON'],
    ],
    [
      { type: "kubernetes.io/service-account-token" },
      ["metadata.annotations[kubernetes.io/service-account.name]: Required value"],
    ],
  ])("%j", (fields, expected) => {
    expect(complaints(secret, specimen(secret, fields))).toEqual(expected);
  });

  test("when it would be of another type", () => {
    const [before, after] = ["a", "b"].map((type) => specimen(secret, { type }));
    expect(after && complaints(secret, after, before)).toEqual([
      'type: Invalid value: "b": field is immutable',
    ]);
  });
});
