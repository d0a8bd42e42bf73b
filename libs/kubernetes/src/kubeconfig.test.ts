import { expect, test } from "vitest";
import { plainCredentials } from "./kubeconfig.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const config = (user: object, cluster: object = {}) =>
  JSON.stringify({
    "current-context": "here",
    clusters: [{ name: "c", cluster: { server: "https://10.0.0.1:6443", ...cluster } }],
    users: [{ name: "u", user }],
    contexts: [
      { name: "here", context: { cluster: "c", user: "u" } },
      { name: "bare", context: { cluster: "c" } },
    ],
  });
const read = (text: string, context?: string) => plainCredentials(text, "/home/me/.kube/config", context);

test("certificates and a token stand in the file", async () => {
  const credentials = read(
    config(
      { "client-certificate-data": base64("cert"), "client-key-data": base64("key"), token: "t" },
      { "certificate-authority-data": base64("ca"), "tls-server-name": "api" },
    ),
  );
  expect(credentials?.server.href).toBe("https://10.0.0.1:6443/");
  expect(await credentials?.options()).toEqual({
    ca: Buffer.from("ca"),
    cert: Buffer.from("cert"),
    key: Buffer.from("key"),
    servername: "api",
    headers: { authorization: "Bearer t" },
  });
});

test("a context without a user asks as nobody", async () => {
  expect(await read(config({ token: "t" }), "bare")?.options()).toEqual({});
});

test.each([
  ["an exec plugin", config({ exec: { command: "aws" } })],
  ["OIDC", config({ "auth-provider": { name: "oidc" } })],
  ["a proxy", config({ token: "t" }, { "proxy-url": "http://proxy:3128" })],
  ["impersonation", config({ token: "t", as: "bob" })],
])("%s is more than is read here", (_, text) => expect(read(text)).toBeUndefined());

test.each([
  ["no such context", config({}), "there", 'no context "there"; it has: here, bare'],
  ["no current context", "{}", undefined, "names no current context with a server"],
  ["an empty file", "", undefined, "names no current context with a server"],
  ["a file that is missing", config({ "client-key": "none.pem" }), undefined, "/home/me/.kube/none.pem"],
])("%s is refused", (_, text, context, message) => expect(() => read(text, context)).toThrow(message));
