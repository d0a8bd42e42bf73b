import { fits } from "../commands/command.ts";
import { Failure } from "../resp/reply.ts";
import type { Engine } from "../server/engine.ts";
import { type Peer, Session } from "../server/session.ts";

const nobody: Peer = {
  address: "",
  localAddress: "",
  pending: 0,
  buffered: 0,
  close: () => undefined,
  drop: () => undefined,
  resume: () => undefined,
  flush: () => undefined,
};

/** Runs commands of a file as a client without a socket would. Meanwhile time stands still: nothing expires but by the
 *  DEL that stands in the file. */
export function replayer(engine: Engine): {
  run: (commands: readonly string[][]) => void;
  finish: () => void;
} {
  const { keyspace, commands } = engine;
  const session = new Session(0, engine, nobody);
  session.executing = true;
  keyspace.time = 0;
  const run = (batch: readonly string[][]) => {
    for (const args of batch) {
      const command = commands.get(args[0]!.toLowerCase());
      if (!command || !fits(command, args.length)) {
        throw new Error(`'${args[0]!.slice(0, 40)}' with ${args.length - 1} arguments is no command`);
      }
      const reply = engine.perform(session, command, args);
      if (reply instanceof Failure) throw new Error(`'${args[0]}' was refused: ${reply.message}`);
    }
  };
  return { run, finish: () => keyspace.setTime(Date.now()) };
}
