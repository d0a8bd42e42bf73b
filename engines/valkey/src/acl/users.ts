import { User, type Vocabulary } from "./user.ts";

/** Everybody who may use the server, by name. `default` is who a client is that has not said. */
export class Users {
  readonly #users = new Map<string, User>();
  readonly #vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    const user = this.make("default");
    for (const rule of ["on", "nopass", "~*", "&*", "+@all"]) user.apply(rule);
  }

  get default(): User {
    return this.#users.get("default")!;
  }

  get vocabulary(): Vocabulary {
    return this.#vocabulary;
  }

  all(): User[] {
    return [...this.#users.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): User | undefined {
    return this.#users.get(name);
  }

  make(name: string): User {
    const user = new User(name, this.#vocabulary);
    this.#users.set(name, user);
    return user;
  }

  /** Changes a user, or makes one; either all rules hold or nothing has changed.
   *  @throws RuleError */
  change(name: string, rules: readonly string[]): User {
    const draft = new User(name, this.#vocabulary);
    const existing = this.#users.get(name);
    for (const rule of existing?.rules ?? []) draft.apply(rule);
    for (const rule of rules) draft.apply(rule);
    if (!existing) {
      this.#users.set(name, draft);
      return draft;
    }
    for (const rule of rules) existing.apply(rule);
    return existing;
  }

  /** The password of `default`; none for undefined. */
  setPassword(password: string | undefined): void {
    this.default.apply("resetpass");
    this.default.apply(password === undefined ? "nopass" : `>${password}`);
  }

  delete(name: string): User | undefined {
    const user = this.#users.get(name);
    if (user) this.#users.delete(name);
    return user;
  }

  authenticate(name: string, password: string): User | undefined {
    const user = this.#users.get(name);
    return user?.accepts(password) ? user : undefined;
  }
}
