import { createHash, timingSafeEqual } from "node:crypto";
import { type Command, keysOf } from "../commands/command.ts";
import { globMatches } from "../data/glob.ts";

interface KeyRule {
  readonly pattern: string;
  readonly read: boolean;
  readonly write: boolean;
}

/** What a rule may name. */
export interface Vocabulary {
  readonly commands: ReadonlyMap<string, Command>;
  readonly categories: ReadonlySet<string>;
}

/** A rule that is none. */
export class RuleError extends Error {
  rule = "";
}

const digestOf = (password: string) =>
  createHash("sha256").update(Buffer.from(password, "latin1")).digest("hex");

/** Somebody who may use the server: passwords, commands, keys and channels, as rules of Valkey's access control lists.
 *  Selectors are left out. Source: https://valkey.io/topics/acl/ */
export class User {
  readonly name: string;
  enabled = false;
  noPassword = false;
  readonly passwords = new Set<string>();
  readonly #vocabulary: Vocabulary;
  #rules: string[] = [];
  #everything = false;
  #allowed = new Set<string>();
  #exceptions = new Map<string, boolean>();
  #keys: KeyRule[] = [];
  #channels: string[] = [];

  constructor(name: string, vocabulary: Vocabulary) {
    this.name = name;
    this.#vocabulary = vocabulary;
  }

  get allKeys(): boolean {
    return this.#keys.some(({ pattern, read, write }) => pattern === "*" && read && write);
  }

  get allChannels(): boolean {
    return this.#channels.includes("*");
  }

  /** Whether nothing has to be looked at. */
  get unlimited(): boolean {
    return this.#everything && this.#exceptions.size === 0 && this.allKeys && this.allChannels;
  }

  accepts(password: string): boolean {
    if (!this.enabled) return false;
    if (this.noPassword) return true;
    const given = Buffer.from(digestOf(password));
    return [...this.passwords].some((digest) => timingSafeEqual(Buffer.from(digest), given));
  }

  mayRun(command: Command, args: readonly string[]): boolean {
    const allowed = this.#allowed.has(command.name);
    if (command.subcommands.size === 0 || args.length < 2) return allowed;
    return this.#exceptions.get(`${command.name}|${args[1]!.toLowerCase()}`) ?? allowed;
  }

  mayUseKeys(command: Command, args: readonly string[]): boolean {
    if (this.allKeys) return true;
    const { write } = command;
    return keysOf(command, args).every((key) =>
      this.#keys.some((rule) => (write ? rule.write : rule.read) && globMatches(rule.pattern, key)),
    );
  }

  /** @param literal  a pattern is meant as it stands: it has to be one of the user's own */
  mayUseChannel(channel: string, literal = false): boolean {
    return (
      this.allChannels ||
      this.#channels.some((pattern) => (literal ? pattern === channel : globMatches(pattern, channel)))
    );
  }

  /** @throws RuleError when the rule is none; others that came before it stay applied */
  apply(rule: string): void {
    try {
      this.#apply(rule);
    } catch (error) {
      if (error instanceof RuleError) error.rule = rule;
      throw error;
    }
  }

  #apply(rule: string): void {
    const word = rule.toLowerCase();
    const aliases: Readonly<Record<string, string>> = {
      allkeys: "~*",
      allchannels: "&*",
      allcommands: "+@all",
      nocommands: "-@all",
    };
    const meant = aliases[word] ?? rule;
    if (!this.#applyState(word) && !this.#applyPassword(meant) && !this.#applyPattern(meant)) {
      if (!/^[+-]./.test(meant)) throw new RuleError("Syntax error");
      this.#applyCommand(meant.toLowerCase());
    }
  }

  #applyState(word: string): boolean {
    if (word === "on" || word === "off") this.enabled = word === "on";
    else if (word === "nopass") {
      this.noPassword = true;
      this.passwords.clear();
    } else if (word === "resetpass") {
      this.noPassword = false;
      this.passwords.clear();
    } else if (word === "resetkeys") this.#keys = [];
    else if (word === "resetchannels") this.#channels = [];
    else if (word === "reset")
      for (const each of ["resetpass", "resetkeys", "resetchannels", "off", "-@all"]) this.apply(each);
    else return word === "sanitize-payload" || word === "skip-sanitize-payload";
    return true;
  }

  #applyPassword(rule: string): boolean {
    const text = rule.slice(1);
    if (rule.startsWith(">")) this.#addPassword(digestOf(text));
    else if (rule.startsWith("<")) this.#removePassword(digestOf(text));
    else if (rule.startsWith("#") || rule.startsWith("!")) {
      if (!/^[0-9a-f]{64}$/.test(text)) {
        throw new RuleError(
          "The provided password hash must be exactly 64 characters and contain only lowercase hexadecimal characters",
        );
      }
      if (rule.startsWith("#")) this.#addPassword(text);
      else this.#removePassword(text);
    } else return false;
    return true;
  }

  #addPassword(digest: string): void {
    this.passwords.add(digest);
    this.noPassword = false;
  }

  #removePassword(digest: string): void {
    if (!this.passwords.delete(digest)) {
      throw new RuleError("The password you are trying to remove from the user does not exist");
    }
  }

  #applyPattern(rule: string): boolean {
    const [, access, pattern] = /^(~|%(?:R|W|RW|WR)~)(.*)$/is.exec(rule) ?? [];
    if (access !== undefined) {
      const upper = access.toUpperCase();
      const both = upper === "~";
      this.#keys.push({
        pattern: pattern!,
        read: both || upper.includes("R"),
        write: both || upper.includes("W"),
      });
      return true;
    }
    if (!rule.startsWith("&")) return false;
    this.#channels.push(rule.slice(1));
    return true;
  }

  #applyCommand(rule: string): void {
    const add = rule.startsWith("+");
    const name = rule.slice(1);
    const { commands, categories } = this.#vocabulary;
    if (name === "@all") {
      this.#allowed = new Set(add ? commands.keys() : []);
      this.#exceptions.clear();
      this.#everything = add;
      this.#rules = [rule];
      return;
    }
    const [parent, sub] = name.split("|") as [string, string | undefined];
    const named = name.startsWith("@")
      ? categories.has(name) && [...commands.values()].filter(({ categories }) => categories.has(name))
      : commands.has(parent) && [commands.get(parent)!];
    if (!named || (sub !== undefined && !named[0]!.subcommands.has(sub))) {
      throw new RuleError("Unknown command or category name in ACL");
    }
    if (sub === undefined) for (const command of named) this.#allow(command, add);
    else this.#exceptions.set(name, add);
    if (!add) this.#everything = false;
    this.#rules = [...this.#rules.filter((other) => other.slice(1) !== name), rule];
  }

  #allow(command: Command, add: boolean): void {
    if (add) this.#allowed.add(command.name);
    else this.#allowed.delete(command.name);
    for (const sub of command.subcommands) this.#exceptions.delete(`${command.name}|${sub}`);
  }

  get commandRules(): string[] {
    const begins = /^[+-]@all$/.test(this.#rules[0] ?? "");
    return begins ? this.#rules : ["-@all", ...this.#rules];
  }

  get keyRules(): string[] {
    return this.#keys.map(
      ({ pattern, read, write }) => `${read && write ? "~" : read ? "%R~" : "%W~"}${pattern}`,
    );
  }

  get channelRules(): string[] {
    return this.#channels.map((pattern) => `&${pattern}`);
  }

  get flags(): string[] {
    return [this.enabled ? "on" : "off", ...(this.noPassword ? ["nopass"] : [])];
  }

  /** What makes a new user the same as this one, applied in order. */
  get rules(): string[] {
    const passwords = [...this.passwords].map((digest) => `#${digest}`);
    const channels = this.#channels.length > 0 ? this.channelRules : ["resetchannels"];
    return [...this.flags, ...passwords, ...this.keyRules, ...channels, ...this.commandRules];
  }

  /** A line as ACL LIST gives it. */
  describe(): string {
    return ["user", this.name, ...this.rules].join(" ");
  }
}
