/** What a command answers, free of the protocol's version: the writer knows what RESP2 and RESP3 make of it.
 *  A string is a bulk string (latin1, one character a byte), a number or bigint an integer, null is nil. `undefined`
 *  answers nothing: what there is to say has been said, or will be. */
export type Reply =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly Reply[]
  | Simple
  | Failure
  | Double
  | Pairs
  | Members
  | Push
  | Verbatim
  | NullArray
  | Waiting;

/** A status, such as `+OK`. */
export class Simple {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** An error; its text begins with the code, such as `ERR` or `WRONGTYPE`. Thrown by handlers, or answered as an element. */
export class Failure extends Error {}

export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A map: name, value, name, value. RESP2 has it as a flat array. */
export class Pairs {
  readonly items: readonly Reply[];
  constructor(items: readonly Reply[]) {
    this.items = items;
  }
}

export class Members {
  readonly items: readonly Reply[];
  constructor(items: readonly Reply[]) {
    this.items = items;
  }
}

/** What the client did not just ask for. RESP2 has it as an array. */
export class Push {
  readonly items: readonly Reply[];
  constructor(items: readonly Reply[]) {
    this.items = items;
  }
}

/** Text for people. RESP2 has it as a bulk string. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Nil where an array is expected, which RESP2 writes differently. */
export class NullArray {
  readonly items = undefined;
}

/** Nothing to answer yet: the command is tried again when one of the keys changes. */
export class Waiting {
  readonly keys: readonly string[];
  /** Milliseconds; 0 waits for ever. */
  readonly timeoutMs: number;
  readonly otherwise: Reply;
  constructor(keys: readonly string[], timeoutMs: number, otherwise: Reply) {
    this.keys = keys;
    this.timeoutMs = timeoutMs;
    this.otherwise = otherwise;
  }
}

export const ok = new Simple("OK");
export const queued = new Simple("QUEUED");
export const nullArray = new NullArray();
