import type { Database } from "../data/database.ts";
import { Failure, nullArray, ok, type Reply } from "../resp/reply.ts";
import { cannotWrite, denialOf } from "../server/dispatch.ts";
import type { Session } from "../server/session.ts";
import { family } from "./command.ts";

function multi(_db: Database, _args: readonly string[], session: Session): Reply {
  if (session.transaction) throw new Failure("ERR MULTI calls can not be nested");
  session.transaction = { queue: [], failed: false };
  return ok;
}

function discard(_db: Database, _args: readonly string[], session: Session): Reply {
  if (!session.transaction) throw new Failure("ERR DISCARD without MULTI");
  session.transaction = undefined;
  session.unwatch();
  return ok;
}

function exec(_db: Database, _args: readonly string[], session: Session): Reply {
  const { transaction, engine } = session;
  if (!transaction) throw new Failure("ERR EXEC without MULTI");
  for (const { db, key } of session.watched) db.find(key);
  const { dirty } = session;
  session.transaction = undefined;
  session.unwatch();
  if (transaction.failed) throw new Failure("EXECABORT Transaction discarded because of previous errors.");
  if (dirty) return nullArray;
  const misconfigured = transaction.queue.some(({ command }) => command.write) && cannotWrite(engine);
  if (misconfigured) {
    throw new Failure(`EXECABORT Transaction discarded because of: ${misconfigured.message}`);
  }
  const replies: Reply[] = [];
  session.executing = true;
  engine.transact(() => {
    for (const { command, args } of transaction.queue) {
      replies.push(denialOf(session, command, args) ?? engine.perform(session, command, args));
    }
  });
  session.executing = false;
  // Each of them has been written down.
  session.effects = [];
  return replies;
}

function watch(_db: Database, [, ...keys]: readonly string[], session: Session): Reply {
  if (session.transaction) throw new Failure("ERR WATCH inside MULTI is not allowed");
  for (const key of keys) session.watch(key);
  return ok;
}

function unwatch(_db: Database, _args: readonly string[], session: Session): Reply {
  session.unwatch();
  return ok;
}

export const transactions = family("transactions", "@transaction", {
  multi: [1, "fast noscript loading stale", 0, multi],
  exec: [1, "noscript loading stale", 0, exec],
  discard: [1, "fast noscript loading stale", 0, discard],
  watch: [-2, "fast noscript loading stale", [1, -1, 1], watch],
  unwatch: [1, "fast noscript loading stale", 0, unwatch],
});
