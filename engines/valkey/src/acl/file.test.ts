import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { vocabulary } from "../commands/index.ts";
import { loadUsers, saveUsers } from "./file.ts";
import { Users } from "./users.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "naru-acl-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function loaded(): Users {
  const users = new Users(vocabulary);
  loadUsers(users, folder);
  return users;
}

test("users that were saved are the same after a start, and their passwords are in no file", () => {
  const users = new Users(vocabulary);
  users.change("kim", ["on", ">s3cret", "~shop:*", "-@all", "+@read", "-scan"]);
  saveUsers(users, folder);
  const kim = loaded().get("kim");
  expect(kim?.describe()).toBe(users.get("kim")?.describe());
  expect(kim?.accepts("s3cret")).toBe(true);
  expect(kim?.accepts("other")).toBe(false);
  const file = join(folder, "users.acl");
  expect(readFileSync(file, "utf8")).not.toContain("s3cret");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("who `default` is, is not in the file", () => {
  const users = new Users(vocabulary);
  users.setPassword("of-today");
  saveUsers(users, folder);
  expect(loaded().default.accepts("anything")).toBe(true);
});

test("a user that was deleted is gone after the next save", () => {
  const users = new Users(vocabulary);
  users.change("kim", ["on", "nopass"]);
  saveUsers(users, folder);
  users.delete("kim");
  saveUsers(users, folder);
  expect(loaded().get("kim")).toBeUndefined();
});

test("without a file there is nobody but `default`", () => {
  expect(loaded().all()).toHaveLength(1);
});

test("a line that says what no rule is stops the start", () => {
  writeFileSync(join(folder, "users.acl"), "user kim on +@nonsense\n");
  expect(loaded).toThrow();
});
