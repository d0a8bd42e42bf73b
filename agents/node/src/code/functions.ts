import { Session } from "node:inspector";
import { type Location, pathOf } from "./location.ts";

/** Where functions are written, as V8 knows it. Costs some tenths of a millisecond for each function, once. No breakpoint is
 *  set, nothing is paused. */
export class FunctionLocations {
  readonly #found = new WeakMap<object, Location | "nowhere">();
  readonly #files = new Map<string, string>();
  #listed = -Infinity;

  /** Asks V8 for the list of scripts, which takes some 50 ms the first time and 10 ms after that: better while a program starts
   *  than in its first request. */
  prepare(): void {
    withSession((session) => this.#list(session));
  }

  /** @returns undefined for a function of Node.js itself */
  of(fn: Function): Location | undefined {
    const known = this.#found.get(fn);
    if (known !== undefined) return known === "nowhere" ? undefined : known;
    const location = this.#look(fn);
    this.#found.set(fn, location ?? "nowhere");
    return location;
  }

  #look(fn: Function): Location | undefined {
    return withSession((session) => {
      const place = placeOf(session, fn);
      const file = place && pathOf(this.#fileOf(session, place.scriptId) ?? "");
      if (place === undefined || file === undefined) return undefined;
      const name = fn.name.replace(/^(bound )+/, "");
      return {
        file,
        line: place.lineNumber + 1,
        column: (place.columnNumber ?? 0) + 1,
        ...(name && { function: name }),
      };
    });
  }

  /** The list is asked for again when a script is not in it, once in ten seconds at most. */
  #fileOf(session: Session, scriptId: string): string | undefined {
    if (!this.#files.has(scriptId) && performance.now() - this.#listed > 10_000) this.#list(session);
    return this.#files.get(scriptId);
  }

  #list(session: Session): void {
    this.#listed = performance.now();
    session.on("Debugger.scriptParsed", ({ params }) => {
      if (pathOf(params.url) !== undefined) this.#files.set(params.scriptId, params.url);
    });
    session.post("Debugger.enable");
    session.post("Debugger.disable");
  }
}

function withSession<T>(work: (session: Session) => T): T {
  const session = new Session();
  session.connect();
  try {
    return work(session);
  } finally {
    session.disconnect();
  }
}

interface Place {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber?: number;
}

const hand = Symbol.for("naru.agent-node.function");

/** Source: https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#type-InternalPropertyDescriptor */
function placeOf(session: Session, fn: Function): Place | undefined {
  const here = globalThis as { [hand]?: Function | undefined };
  here[hand] = fn;
  let place: Place | undefined;
  const expression = `globalThis[Symbol.for("${hand.description}")]`;
  const objectGroup = "naru";
  session.post("Runtime.evaluate", { expression, objectGroup, silent: true }, (_, evaluated) => {
    place = placeOfObject(session, evaluated?.result.objectId);
  });
  session.post("Runtime.releaseObjectGroup", { objectGroup });
  delete here[hand];
  return place;
}

/** A function that was bound, as Fastify binds its handlers, is where its target is. */
function placeOfObject(session: Session, objectId: string | undefined): Place | undefined {
  if (objectId === undefined) return undefined;
  let place: Place | undefined;
  session.post("Runtime.getProperties", { objectId, ownProperties: true }, (_, properties) => {
    const internal = (name: string) =>
      properties?.internalProperties?.find((each) => each.name === name)?.value;
    const target = internal("[[TargetFunction]]");
    place = target
      ? placeOfObject(session, target.objectId)
      : (internal("[[FunctionLocation]]")?.value as Place);
  });
  return place;
}
