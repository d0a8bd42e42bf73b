import { describe, expect, test } from "vitest";
import { commands, vocabulary } from "../commands/index.ts";
import { RuleError, User } from "./user.ts";
import { Users } from "./users.ts";

function userWith(...rules: string[]): User {
  const user = new User("alice", vocabulary);
  for (const rule of rules) user.apply(rule);
  return user;
}

const may = (user: User, ...args: string[]) => {
  const command = commands.get(args[0]!)!;
  return user.mayRun(command, args) && user.mayUseKeys(command, args);
};

describe("rules allow", () => {
  const facts: [rules: string, command: string, allowed: boolean][] = [
    ["", "get k", false],
    ["+@all ~*", "get k", true],
    ["+@read ~*", "get k", true],
    ["+@read ~*", "set k v", false],
    ["+@all -@dangerous ~*", "flushall", false],
    ["+@all -@dangerous ~*", "set k v", true],
    ["+@all -get ~*", "get k", false],
    ["-get +@all ~*", "get k", true],
    ["+get ~app:*", "get app:1", true],
    ["+get ~app:*", "get other", false],
    ["+mset ~a* ~b*", "mset a 1 b 2", true],
    ["+mset ~a* ~b*", "mset a 1 c 2", false],
    ["+@all %R~a*", "get a", true],
    ["+@all %R~a*", "set a 1", false],
    ["+@all %W~a*", "set a 1", true],
    ["+zunion ~a", "zunion 2 a b", false],
    ["+config|get", "config get x", true],
    ["+config|get", "config set x y", false],
    ["+@all -config|set ~*", "config set x y", false],
    ["+@all -config|set ~*", "config get x", true],
    ["+@all ~* resetkeys", "get k", false],
    ["allkeys allcommands", "get k", true],
    ["allkeys allcommands reset", "get k", false],
  ];
  test.each(facts)("%j, %j: %s", (rules, command, allowed) => {
    expect(may(userWith(...rules.split(" ").filter(Boolean)), ...command.split(" "))).toBe(allowed);
  });
});

test("a password is taken while the user is on, and is one of those given", () => {
  const user = userWith(">one", ">two");
  expect(user.accepts("one")).toBe(false);
  user.apply("on");
  expect([user.accepts("one"), user.accepts("two"), user.accepts("three"), user.accepts("")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  user.apply("<one");
  expect(user.accepts("one")).toBe(false);
  user.apply("nopass");
  expect(user.accepts("whatever")).toBe(true);
  expect(user.rules.join(" ")).not.toMatch(/two/);
});

test("a user that is described and made again may do the same", () => {
  const user = userWith("on", ">secret", "~a*", "%R~b", "&news", "+@read", "-get", "+config|get");
  const again = userWith(...user.rules);
  expect(again.describe()).toBe(user.describe());
});

describe("a rule is refused that", () => {
  const facts: [rule: string, message: string][] = [
    ["bogus", "Syntax error"],
    ["+nosuch", "Unknown command or category name in ACL"],
    ["+@nosuch", "Unknown command or category name in ACL"],
    ["+config|nosuch", "Unknown command or category name in ACL"],
    ["<none", "The password you are trying to remove from the user does not exist"],
    ["#abc", "must be exactly 64 characters"],
  ];
  test.each(facts)("%s: %s", (rule, message) => {
    expect(() => userWith(rule)).toThrow(RuleError);
    expect(() => userWith(rule)).toThrow(message);
  });
});

test("rules of which one is refused change nothing", () => {
  const users = new Users(vocabulary);
  users.change("alice", ["on", "+get", "~*"]);
  const before = users.get("alice")!.describe();
  expect(() => users.change("alice", ["+set", "bogus"])).toThrow(RuleError);
  expect(users.get("alice")!.describe()).toBe(before);
  expect(() => users.change("bob", ["bogus"])).toThrow(RuleError);
  expect(users.get("bob")).toBeUndefined();
});
